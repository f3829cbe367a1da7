import { create } from 'zustand'
import type { PanelName } from './desk-panels.ts'
import { useRun } from './run-store.ts'

/** What a step goes on by. */
export const STEP_SIZES = ['one tick', '6 min', '1 hour', '1 day'] as const
export type StepSize = (typeof STEP_SIZES)[number]

export type DeskDialog = 'reproduce'

/** What a reader has open on the page, beside the run. */
interface Desk {
  readonly step: StepSize
  readonly dialog?: DeskDialog | undefined
  /** The panel that was asked for last; a new object each time. */
  readonly asked?: { readonly panel: PanelName } | undefined
  readonly isFilming: boolean
  open(dialog: DeskDialog | undefined): void
  /** Brings a panel to the front. */
  show(panel: PanelName): void
}

export const useDesk = create<Desk>()((set) => ({
  step: '1 hour',
  isFilming: false,
  show: (panel) => set({ asked: { panel } }),
  open: (dialog) => set({ dialog }),
}))

const MINUTES: Readonly<Record<Exclude<StepSize, 'one tick'>, number>> = {
  '6 min': 6,
  '1 hour': 60,
  '1 day': 1440,
}

/** Ticks of a step. */
export function stepTicks(size: StepSize): number {
  const { info } = useRun.getState()
  if (info === undefined || size === 'one tick') return 1
  return Math.max(1, Math.round(MINUTES[size] / info.tick))
}
