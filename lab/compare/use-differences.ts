import { useRef } from 'react'
import { type DifferenceFrame, type Frame, differenceOf } from '../../src/browser.ts'
import { useCompare } from './compare-store.ts'
import type { ArmView } from './lockstep.ts'

interface Known {
  readonly here: Frame
  readonly there: Frame
  readonly difference: DifferenceFrame
}

/** Where each arm differs from the first, by name; empty where arms are shown as they are. Made anew only with new frames. */
export function useDifferences(arms: readonly ArmView[]): ReadonlyMap<string, DifferenceFrame> {
  const mode = useCompare((state) => state.mode)
  const known = useRef(new Map<string, Known>())
  const here = arms[0]?.frame
  const found = new Map<string, DifferenceFrame>()
  if (mode !== 'difference' || here?.lineage === undefined) return found
  for (const { name, frame: there } of arms.slice(1)) {
    // Frames were asked for without lineages until the mode changed.
    if (there?.lineage === undefined || there.tick !== here.tick) continue
    const before = known.current.get(name)
    const isSame = before?.here === here && before.there === there
    const difference = isSame ? before.difference : differenceOf(here, there)
    known.current.set(name, { here, there, difference })
    found.set(name, difference)
  }
  return found
}
