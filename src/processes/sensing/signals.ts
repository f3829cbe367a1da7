import { APOPTOTIC, LIFE_STATES, LIVE, LYSED, NECROTIC } from '../../engine/columns.ts'
import type { BehaviourDeclaration, SignalDeclaration } from '../../engine/process.ts'
import { type ModelData, type NamedSections, sectionOf } from '../../model/assemble.ts'
import { canonicalUnit, dimensionless, dimensionOf, multiplyDimension } from '../../units/dimension.ts'
import { parseUnit } from '../../units/unit.ts'
import { markersSection } from './schema.ts'

/** How a signal is sensed. `weights` has one number per class (state of life x type). */
export type Sense =
  | { readonly kind: 'field'; readonly substrate: string }
  | { readonly kind: 'gradient'; readonly substrate: string }
  | { readonly kind: 'time' }
  | { readonly kind: 'state'; readonly weights: readonly number[] }
  | { readonly kind: 'contact'; readonly weights: readonly number[] }
  | { readonly kind: 'marker'; readonly marker: string }

/** A signal with the way in which it is sensed. */
export interface SensedSignal extends SignalDeclaration {
  readonly sense: Sense
}

const LENGTH = dimensionOf({ length: 1 })

const DEAD_STATES = [APOPTOTIC, NECROTIC, LYSED]

/** Every signal that sensing offers for a model, in the order of substrates, types and markers. */
export function sensedSignals(model: ModelData): readonly SensedSignal[] {
  return [
    ...model.substrates.flatMap(substrateSignals),
    signal('time', 'min', 'time since the start', { kind: 'time' }),
    ...stateSignals(model.cellTypes.length),
    ...contactSignals(model.cellTypes.map((type) => type.name)),
    ...markerNames(model).map((marker) =>
      signal(`${marker} on neighbours`, '1', `sum of ${marker} expression over touching live cells`, {
        kind: 'marker',
        marker,
      }),
    ),
  ]
}

function signal(name: string, unit: string, doc: string, sense: Sense): SensedSignal {
  return { name, unit, doc, column: `signal/${name}`, sense }
}

function substrateSignals(owner: NamedSections): readonly SensedSignal[] {
  const { name } = owner
  const dimension = dimensionOfSubstrate(owner)
  const slope = canonicalUnit(multiplyDimension(dimension, LENGTH, -1))
  return [
    signal(name, canonicalUnit(dimension), `concentration of ${name} in the voxel of the cell`, {
      kind: 'field',
      substrate: name,
    }),
    signal(`${name} gradient`, slope, `steepness of ${name} around the voxel of the cell`, {
      kind: 'gradient',
      substrate: name,
    }),
  ]
}

/** The dimension of a substrate's `unit`, whichever process reads that key. */
function dimensionOfSubstrate(owner: NamedSections) {
  const written = owner.sections['unit']
  const parsed = typeof written === 'string' ? parseUnit(written) : undefined
  return parsed?.ok === true ? parsed.unit.dimension : dimensionless
}

function stateSignals(types: number): readonly SensedSignal[] {
  const of = (name: string, doc: string, states: readonly number[]): SensedSignal =>
    signal(name, '1', doc, { kind: 'state', weights: classWeights(types, states) })
  return [
    of('apoptotic', '1 in an apoptotic cell, else 0', [APOPTOTIC]),
    of('necrotic', '1 in a necrotic cell, swelling or lysed, else 0', [NECROTIC, LYSED]),
  ]
}

function contactSignals(types: readonly string[]): readonly SensedSignal[] {
  const inState = (states: readonly number[]) => classWeights(types.length, states)
  const ofType = (index: number) =>
    Array.from({ length: LIFE_STATES * types.length }, (_, cls) => (cls % types.length === index ? 1 : 0))
  return [
    ...types.map((type, index) => contact(type, `cells of type ${type}, dead or alive`, ofType(index))),
    contact('live cell', 'live cells', inState([LIVE])),
    contact('dead cell', 'dead cells', inState(DEAD_STATES)),
    contact('apoptotic cell', 'apoptotic cells', inState([APOPTOTIC])),
    contact('necrotic cell', 'necrotic cells, swelling or lysed', inState([NECROTIC, LYSED])),
  ]
}

function contact(what: string, doc: string, weights: readonly number[]): SensedSignal {
  return signal(`contact with ${what}`, '1', `number of touching ${doc}`, { kind: 'contact', weights })
}

function classWeights(types: number, states: readonly number[]): readonly number[] {
  return Array.from({ length: LIFE_STATES * types }, (_, cls) =>
    states.includes(Math.floor(cls / types)) ? 1 : 0,
  )
}

/** Every marker that some cell type names, sorted. */
export function markerNames(model: ModelData): readonly string[] {
  const names = model.cellTypes.flatMap((type) => Object.keys(sectionOf(type, markersSection)))
  return [...new Set(names)].toSorted()
}

/** `<marker> expression` of each marker: zero in types that do not name it. */
export function markerBehaviours(model: ModelData): readonly BehaviourDeclaration[] {
  return markerNames(model).map((marker) => ({
    name: `${marker} expression`,
    unit: '1',
    doc: `${marker} on the surface, relative to a reference cell`,
    base: model.cellTypes.map((type) => sectionOf(type, markersSection)[marker]?.value ?? 0),
    whenDead: 0,
  }))
}
