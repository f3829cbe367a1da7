import { currentRun } from './current-run.ts'
import { useRun } from './run-store.ts'

/** Chooses the cell after or before the chosen one, in the order of slots; begins with the first or the last. */
export function chooseNext(by: 1 | -1): void {
  const { frame, card } = useRun.getState()
  if (frame === undefined || frame.count === 0) return
  const from = card?.slot ?? (by === 1 ? -1 : 0)
  void currentRun()?.select((((from + by) % frame.count) + frame.count) % frame.count)
}
