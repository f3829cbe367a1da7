import { useRef } from 'react'
import { type CellChange, type DifferenceFrame, type Frame, differenceOf } from '../../src/browser.ts'
import { useCompare } from './compare-store.ts'
import type { ArmView } from './lockstep.ts'

interface Known {
  readonly here: Frame
  readonly there: Frame
  readonly difference: DifferenceFrame
  readonly change: CellChange | undefined
}

/** The arm that others are compared with: the chosen one while it is there, else the first. */
export function controlOf(arms: readonly ArmView[], against: string | undefined): ArmView | undefined {
  return arms.find(({ name }) => name === against) ?? arms[0]
}

/** Where each arm differs from the control, by name; empty where arms are shown as they are. Made anew only with new frames. */
export function useDifferences(arms: readonly ArmView[]): ReadonlyMap<string, DifferenceFrame> {
  const mode = useCompare((state) => state.mode)
  const change = useCompare((state) => state.change)
  const control = controlOf(
    arms,
    useCompare((state) => state.against),
  )
  const known = useRef(new Map<string, Known>())
  const shared = useRef(new Map<string, readonly [DifferenceFrame, DifferenceFrame]>())
  const here = control?.frame
  const found = new Map<string, DifferenceFrame>()
  if (mode !== 'difference' || here?.lineage === undefined) return found
  for (const { name, frame: there } of arms) {
    if (name === control?.name) continue
    // Frames were asked for without lineages until the mode changed.
    if (there?.lineage === undefined || there.tick !== here.tick) continue
    const before = known.current.get(name)
    const isSame = before?.here === here && before.there === there && before.change === change
    const difference = isSame ? before.difference : differenceOf(here, there, change)
    known.current.set(name, { here, there, difference, change })
    found.set(name, difference)
  }
  return onOneScale(found, shared.current)
}

/** Changes of cells on one scale, so that a colour means the same in every arm. */
function onOneScale(
  found: ReadonlyMap<string, DifferenceFrame>,
  before: Map<string, readonly [DifferenceFrame, DifferenceFrame]>,
): ReadonlyMap<string, DifferenceFrame> {
  const widest = Math.max(0, ...[...found.values()].map(({ change }) => change?.range[1] ?? 0))
  const scaled = [...found].map(([name, frame]): readonly [string, DifferenceFrame] => {
    const { change } = frame
    if (change === undefined || change.range[1] === widest) return [name, frame]
    const [from, known] = before.get(name) ?? []
    // The same picture is not drawn anew.
    if (from === frame && known?.change?.range[1] === widest) return [name, known]
    const range = [change.kind === 'moved' ? 0 : -widest, widest] as const
    const next = { ...frame, change: { ...change, range } }
    before.set(name, [frame, next])
    return [name, next]
  })
  return new Map(scaled)
}
