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
  readonly isFilming: boolean
  open(dialog: DeskDialog | undefined): void
  /** Brings a panel to the front, where panels are shown. */
  show(panel: PanelName): void
  /** Says what brings a panel to the front now; returns what ends it. */
  onShow(bring: (panel: PanelName) => void): () => void
}

let bring: ((panel: PanelName) => void) | undefined

export const useDesk = create<Desk>()((set) => ({
  step: '1 hour',
  isFilming: false,
  show: (panel) => bring?.(panel),
  onShow: (does) => {
    bring = does
    return () => {
      if (bring === does) bring = undefined
    }
  },
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
