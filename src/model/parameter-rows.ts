import { parseQuantity, writeQuantity } from '../units/quantity.ts'
import { assembleSchema, writtenForm, type ModelData } from './assemble.ts'
import type { Path } from './issue.ts'
import type { Provenance, Quantity, Schema, Section } from './kit.ts'
import { isQuantity } from './model-hash.ts'

/** One number of a model, for the parameter table. */
export interface ParameterRow {
  readonly path: Path
  /** The path as an experiment's `set` writes it: "cell types.tumour.cycle.rate". */
  readonly name: string
  /** In `unit`, as the author wrote it. */
  readonly value: number
  readonly unit: string
  /** Value and unit as text that parses back exactly. */
  readonly text: string
  readonly provenance: Provenance
  /** What the number means; empty for numbers inside sentences. */
  readonly doc: string
}

/** Lists every number with unit of a model, in the order of the written model. */
export function parameterRows(model: ModelData, sections: readonly Section[]): readonly ParameterRow[] {
  return rowsOf(writtenForm(model), assembleSchema(sections), [])
}

function rowsOf(value: unknown, schema: Schema<unknown> | undefined, path: Path): readonly ParameterRow[] {
  if (isQuantity(value)) return [rowOf(value, schema, path)]
  if (typeof value !== 'object' || value === null) return []
  const isList = Array.isArray(value)
  return Object.entries(value).flatMap(([key, item]) =>
    rowsOf(item, schema?.children?.[key] ?? schema?.children?.['*'], [...path, isList ? Number(key) : key]),
  )
}

function rowOf(quantity: Quantity, schema: Schema<unknown> | undefined, path: Path): ParameterRow {
  const text = writeQuantity(quantity.value, quantity.unit)
  const parsed = parseQuantity(text)
  const value = parsed.ok ? parsed.value : quantity.value
  const unit = parsed.ok ? parsed.unit.text : quantity.unit
  return {
    path,
    name: path.join('.'),
    value,
    unit,
    text,
    provenance: quantity.provenance,
    doc: schema?.doc ?? '',
  }
}
