import type { TrialSummary } from '../analysis/summary.ts'
import { armStyles, darkArms, lightArms } from '../figures/palette.ts'
import { fontFamily } from '../figures/theme.ts'
import type { FigureContext, Theme } from '../figures/theme.ts'

/** Figures inside the page take their colours from its style sheet, so that they follow its theme. */
export const pageTheme: Theme = {
  ink: 'var(--ink)',
  muted: 'var(--muted)',
  accent: 'var(--accent)',
  line: 'var(--line)',
  faint: 'var(--faint)',
  paper: 'var(--paper)',
  fontFamily,
  fontSize: 8,
  smallSize: 7,
  inline: true,
}

/** The context of figures inside the page: every arm's colour is a variable. */
export function pageContext(summary: Pick<TrialSummary, 'arms' | 'duration'>): FigureContext {
  const light = armStyles(summary.arms, lightArms)
  const arms = new Map(
    summary.arms.map((arm, index) => [
      arm.name,
      { colour: `var(--arm-${index})`, dash: light.get(arm.name)?.dash ?? '' },
    ]),
  )
  return { theme: pageTheme, arms, duration: summary.duration }
}

/** The variables that hold the arms' colours, as CSS declarations. */
export function armVariables(summary: TrialSummary, theme: 'light' | 'dark'): string {
  const styles = armStyles(summary.arms, theme === 'light' ? lightArms : darkArms)
  return summary.arms
    .map((arm, index) => `--arm-${index}:${styles.get(arm.name)?.colour ?? '#808080'};`)
    .join('')
}
