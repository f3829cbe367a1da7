import { create } from 'zustand'
import { type CellChange, PRIMARY } from '../../src/browser.ts'
import { type CameraState } from '../view/camera.ts'
import { DEFAULT_OPTIONS, type ViewOptions } from '../view/view-options.ts'
import { FIRST_SPEED } from '../watch/pace.ts'
import type { ArmSetup, ArmView } from './lockstep.ts'

/** Side by side; or, where the first arm and another differ, in the place of the other. */
export type Mode = 'side' | 'difference'

/** What the page knows of the arms; frames come as fast as they are drawn. */
export interface CompareView {
  readonly phase: 'empty' | 'opening' | 'ready'
  readonly setups: readonly ArmSetup[]
  readonly arms: readonly ArmView[]
  /** The tick that all arms show. */
  readonly tick: number
  readonly isPlaying: boolean
  /** Index into `SPEEDS`. */
  readonly speed: number
  /** Where the arms are on the way to [tick]. */
  readonly wayTo?: number | undefined
  readonly mode: Mode
  /** Name of the arm that others are compared with; the first unless said. */
  readonly against?: string | undefined
  /** What is told of cells that both have; which cells these are unless said. */
  readonly change?: CellChange | undefined
  /** Tissue of an organism that all arms show. */
  readonly site: string
  readonly options: ViewOptions
  /** From where all arms are seen; each fits its own until somebody moves one. */
  readonly camera?: CameraState | undefined
  /** Said to screen readers. */
  readonly said: string
}

/** A page before its arms are opened. */
export const NO_ARMS: CompareView = {
  phase: 'empty',
  setups: [],
  arms: [],
  tick: 0,
  isPlaying: false,
  speed: FIRST_SPEED,
  mode: 'side',
  site: PRIMARY,
  options: DEFAULT_OPTIONS,
  said: '',
}

/** The comparison that the page shows; written by `Comparison`, and by the page what the reader chooses. */
export const useCompare = create<CompareView>()(() => NO_ARMS)
