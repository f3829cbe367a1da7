import type { TrialSummary } from '../analysis/summary.ts'
import { armStyles, lightArms } from './palette.ts'
import type { ArmStyle } from './palette.ts'

/** Colours and type that a figure is drawn with. */
export interface Theme {
  readonly ink: string
  readonly muted: string
  /** Axis lines and ticks. */
  readonly line: string
  /** What is neither an arm nor a cell type: an estimate, a posterior. */
  readonly accent: string
  /** Grid and guides, fainter than `line`. */
  readonly faint: string
  readonly paper: string
  readonly fontFamily: string
  /** [pt] */
  readonly fontSize: number
  /** [pt] */
  readonly smallSize: number
  /** Inline in a page: no background, no size of its own. */
  readonly inline: boolean
}

/** System typefaces without serifs; nothing is loaded. */
export const fontFamily = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"

/** Width of one column and of two on a journal's page [pt]; 89 mm and 183 mm. */
export const columnWidth = { one: 252, two: 519 } as const

/** For files: the light theme, in plain colours that every editor reads. */
export const paperTheme: Theme = {
  ink: '#1a2028',
  muted: '#5a6470',
  accent: '#0b66b0',
  line: '#9aa3ae',
  faint: '#e4e8ec',
  paper: '#ffffff',
  fontFamily,
  fontSize: 8,
  smallSize: 7,
  inline: false,
}

/** What every figure of a trial shares. */
export interface FigureContext {
  readonly theme: Theme
  readonly arms: ReadonlyMap<string, ArmStyle>
  /** Of the trial, to choose between days, hours and minutes [min]. */
  readonly duration: number
}

/** The context of figures that are saved as files. */
export function paperContext(summary: Pick<TrialSummary, 'arms' | 'duration'>): FigureContext {
  return { theme: paperTheme, arms: armStyles(summary.arms, lightArms), duration: summary.duration }
}

/** The colour and dash of an arm; grey for a name the trial does not have. */
export function armStyle(context: FigureContext, arm: string): ArmStyle {
  return context.arms.get(arm) ?? { colour: context.theme.muted, dash: '' }
}
