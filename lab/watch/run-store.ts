import { create } from 'zustand'
import type { Frame } from '../../src/browser.ts'
import type { CellCard, History, Problem, RunInfo, RunState, SeriesRows } from '../workers/run-api.ts'
import { FIRST_SPEED } from './pace.ts'

/** A state hash that somebody else came to, and ours. */
export interface HashCheck {
  readonly tick: number
  readonly expected: string
  readonly found: string
}

/** What the page knows of the run that it watches; frames come as fast as they are drawn, numbers ten times a second. */
export interface RunView {
  readonly phase: 'empty' | 'opening' | 'ready' | 'refused'
  /** True while another run is opened; this one stays until that one is there. */
  readonly isOpening?: boolean
  /** True for a run that is still shown because the project as it is now cannot begin. */
  readonly isBefore?: boolean
  /** Why the model could not be opened. */
  readonly problem?: Problem | undefined
  readonly info?: RunInfo | undefined
  readonly now?: RunState | undefined
  readonly frame?: Frame | undefined
  readonly history?: History | undefined
  readonly series?: SeriesRows | undefined
  readonly isPlaying: boolean
  /** Index into `SPEEDS`. */
  readonly speed: number
  /** What is really reached while playing [min/s]. */
  readonly reached?: number | undefined
  /** Where the reader drags to [tick]. */
  readonly scrub?: number | undefined
  /** A way that takes long: from, to and where it is [tick]. */
  readonly way?: { readonly from: number; readonly to: number; readonly at: number } | undefined
  /** Lineage of the chosen cell. */
  readonly selected?: string | undefined
  readonly card?: CellCard | undefined
  /** The cell under the pointer. */
  readonly hovered?:
    | { readonly slot: number; readonly site: string; readonly card?: CellCard | undefined }
    | undefined
  /** True while the camera keeps the chosen cell in view. */
  readonly isFollowing: boolean
  readonly check?: HashCheck | undefined
  /** Said to screen readers. */
  readonly said: string
}

/** A page without a run. */
export const NO_RUN: RunView = {
  phase: 'empty',
  isPlaying: false,
  speed: FIRST_SPEED,
  isFollowing: false,
  said: '',
}

/** The run that the page watches; written by `WatchedRun`, and by the page what the reader chooses. */
export const useRun = create<RunView>()(() => NO_RUN)

/** Tells screen readers; the same words twice are told twice. */
export function say(text: string): void {
  useRun.setState(({ said }) => ({ said: said === text ? `${text}\u00a0` : text }))
}
