import { PRIMARY } from '../../src/browser.ts'
import { currentRun } from './current-run.ts'
import { useRun } from './run-store.ts'
import { focusedTissue } from './site-store.ts'

/** Chooses the cell after or before the chosen one, in the order of slots of the tissue in focus; begins with the first or the last. */
export function chooseNext(by: 1 | -1): void {
  const { card } = useRun.getState()
  const { name, frame } = focusedTissue() ?? {}
  if (frame === undefined || frame.count === 0) return
  const isHere = card !== undefined && (card.site ?? PRIMARY) === name
  const from = isHere ? card.slot : by === 1 ? -1 : 0
  void currentRun()?.select((((from + by) % frame.count) + frame.count) % frame.count, name)
}
