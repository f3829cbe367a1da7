import { sectionOf } from '../model/assemble.ts'
import { vesselsSection } from '../processes/vasculature/schema.ts'
import type { Model } from './model.ts'

/** Vessel points of a model: those of its tissue, then those that it lists [um]. */
export function vesselPoints(
  model: Model,
): readonly { readonly x: number; readonly y: number; readonly z: number }[] {
  const listed = sectionOf(model.data, vesselsSection)?.points ?? []
  return [...model.vessels, ...listed.map((p) => ({ x: p[0].value, y: p[1].value, z: p[2].value }))]
}
