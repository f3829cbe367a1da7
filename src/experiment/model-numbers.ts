import { allSections } from '../compile/parse-model.ts'
import { type ModelData, writtenForm } from '../model/assemble.ts'
import { isQuantity } from '../model/model-hash.ts'
import { parameterRows } from '../model/parameter-rows.ts'
import { parseQuantity, writeQuantity } from '../units/quantity.ts'
import type { Provenance } from '../model/kit.ts'
import type { Standing } from './design.ts'

/** A number of a model, as it stands there. */
export interface ModelNumber extends Standing {
  /** In canonical units; the number itself for counts. */
  readonly canonical: number
  readonly provenance?: Provenance
}

/** What stands at a path of a model: a number, nothing from some key on, or something else. */
export type FoundNumber =
  | { readonly kind: 'number'; readonly number: ModelNumber }
  | { readonly kind: 'missing'; readonly depth: number; readonly keys: readonly string[] }
  | { readonly kind: 'other'; readonly below: readonly string[] }

/** Looks a dotted path up in a complete model: defaults count, too, and so do numbers inside of sentences. */
export function numberAt(data: ModelData, path: string): FoundNumber {
  let node: unknown = writtenForm(data)
  const keys = path.split('.')
  for (const [depth, key] of keys.entries()) {
    if (typeof node !== 'object' || node === null || isQuantity(node)) return { kind: 'other', below: [] }
    // The cast states that a plain value with keys is a record.
    const record = node as Readonly<Record<string, unknown>>
    if (!Object.hasOwn(record, key)) return { kind: 'missing', depth, keys: Object.keys(record) }
    node = record[key]
  }
  if (isQuantity(node)) return { kind: 'number', number: ofQuantity(node) }
  if (typeof node === 'number' && path !== 'format')
    return { kind: 'number', number: { value: node, unit: '', isCount: true, canonical: node } }
  const below = parameterRows(data, allSections()).flatMap(({ name }) =>
    name.startsWith(`${path}.`) ? [name] : [],
  )
  return { kind: 'other', below }
}

function ofQuantity({
  value,
  unit,
  provenance,
}: {
  value: number
  unit: string
  provenance: Provenance
}): ModelNumber {
  const parsed = parseQuantity(writeQuantity(value, unit))
  const written = parsed.ok ? { value: parsed.value, unit: parsed.unit.text } : { value, unit }
  return { ...written, isCount: false, canonical: value, provenance }
}
