import { contentHash } from '../math/hash.ts'
import { canonicalUnit } from '../units/dimension.ts'
import { requireUnit } from '../units/unit.ts'
import type { ModelData } from './assemble.ts'
import type { Provenance, Quantity } from './kit.ts'
import { isSourceKind } from './provenance.ts'

/** Tells whether a plain value is a number with unit and source. */
export function isQuantity(value: unknown): value is Quantity {
  if (typeof value !== 'object' || value === null) return false
  return (
    'value' in value &&
    typeof value.value === 'number' &&
    'unit' in value &&
    typeof value.unit === 'string' &&
    'provenance' in value
  )
}

/** Tells a provenance from something that an author happened to call so. */
function isProvenance(value: unknown): value is Provenance {
  if (typeof value !== 'object' || value === null || 'value' in value) return false
  return 'kind' in value && typeof value.kind === 'string' && isSourceKind(value.kind)
}

/**
 * Hashes what decides a model's results.
 *
 * Left out, because they change no result: title, description, sources and provenance, positions, comments, the order
 * of keys, and the unit in which a number was written (1 h and 60 min are the same). Two models with one hash give the
 * same results to the bit.
 */
export function modelHash(model: ModelData): string {
  const { format, substrates, cellTypes, sections } = model
  return contentHash(essence({ format, substrates, cellTypes, sections }))
}

/** Keeps what decides results: quantities as a canonical number with its dimension, no provenance. */
function essence(value: unknown): unknown {
  if (isQuantity(value)) return [value.value, canonicalUnit(requireUnit(value.unit).dimension)]
  if (Array.isArray(value)) return value.map(essence)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([key, item]) => key !== 'provenance' || !isProvenance(item))
  return Object.fromEntries(entries.map(([key, item]) => [key, essence(item)]))
}
