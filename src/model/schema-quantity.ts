import { dimensionless, describeDimension, sameDimension, type Dimension } from '../units/dimension.ts'
import { parseQuantity, writeQuantity, type Quantity as ParsedQuantity } from '../units/quantity.ts'
import { requireUnit } from '../units/unit.ts'
import type { Message, Path } from './issue.ts'
import type {
  Provenance,
  Quantity,
  QuantityDimension,
  QuantityOptions,
  Reader,
  Schema,
  SchemaFacts,
} from './kit.ts'
import type { Located, LocatedMap, LocatedScalar } from './located.ts'
import {
  badQuantity,
  expectedForm,
  missingKey,
  missingUnit,
  noSource,
  notOneOf,
  outOfRange,
  unknownKey,
  unknownSource,
  wrongUnit,
} from './messages.ts'
import {
  checkSource,
  defaultProvenance,
  isSourceKind,
  provenanceIn,
  provenanceOf,
  sourceKinds,
  splitSource,
  writeSource,
} from './provenance.ts'
import { readDefault } from './reader.ts'

/** The options with what follows from them worked out once. */
interface QuantitySpec extends QuantityOptions {
  readonly dimension: QuantityDimension
  readonly factor: number
  readonly example: string
}

const mapKeys = ['value', 'source', 'kind', 'note']

/**
 * A number with a unit and a source: `10 um/min [measured, key]`, or the map form
 * `{ value: 10 um/min, source: key, kind: measured, note: why }`.
 */
export function quantity(options: QuantityOptions): Schema<Quantity> {
  const spec = specOf(options)
  const read = (node: Located, path: Path, reader: Reader) => readQuantity(spec, node, path, reader)
  return {
    kind: 'quantity',
    doc: options.doc,
    absent: (path) =>
      options.default === undefined ? undefined : { value: defaultQuantity(spec, options.default, path) },
    read,
    jsonSchema: () => quantityJsonSchema(spec),
    write: writeQuantityValue,
    facts: factsOf(spec),
  }
}

function factsOf(spec: QuantitySpec): SchemaFacts {
  const bounds = [
    ...(spec.positive === true ? ['more than zero'] : []),
    ...(spec.min === undefined ? [] : [`at least ${bound(spec, spec.min)}`]),
    ...(spec.max === undefined ? [] : [`at most ${bound(spec, spec.max)}`]),
  ]
  return {
    unit: spec.unit,
    examples: [spec.example],
    ...(spec.default === undefined ? {} : { default: spec.default }),
    ...(spec.source === undefined ? {} : { source: spec.source }),
    ...(spec.setting === true ? { isSetting: true } : {}),
    ...(bounds.length === 0 ? {} : { range: bounds.join(', ') }),
  }
}

function specOf(options: QuantityOptions): QuantitySpec {
  const unit = options.unit === 'any' ? undefined : requireUnit(options.unit === '1' ? '' : options.unit)
  // A default of zero shows the unit, but not what somebody who writes the key would want.
  const shown =
    options.default?.startsWith('0') === true && Number.parseFloat(options.default) === 0
      ? undefined
      : options.default
  const example = shown ?? (options.unit === 'any' ? '1 nM' : `1 ${unit?.text ?? ''}`.trim())
  return { ...options, dimension: unit?.dimension ?? 'any', factor: unit?.factor ?? 1, example }
}

function defaultQuantity(spec: QuantitySpec, written: string, path: Path): Quantity {
  const read = (node: Located, at: Path, reader: Reader) => readQuantity(spec, node, at, reader)
  const value = readDefault({ read }, written, path)
  const provenance = {
    ...defaultProvenance(spec.source),
    ...(spec.setting === true ? { isSetting: true } : {}),
  }
  return { ...value, provenance }
}

function readQuantity(spec: QuantitySpec, node: Located, path: Path, reader: Reader): Quantity | undefined {
  if (node.kind === 'map') return readMapForm(spec, node, path, reader)
  if (node.kind === 'list' || node.value === null || typeof node.value === 'boolean') {
    reader.report(expectedForm('a quantity', node, `for example ${spec.example}`), node, path)
    return undefined
  }
  const source = splitSource(node.text)
  const provenance = provenanceIn(node, source, path, reader)
  const parsed = readNumber(spec, node, source.body, path, reader)
  if (parsed === undefined || provenance === undefined) return undefined
  if (source.inside === undefined && reader.isDefault !== true && spec.setting !== true)
    reader.report(noSource(), node, path)
  return quantityOf(spec, parsed, provenance)
}

function quantityOf(spec: QuantitySpec, parsed: ParsedQuantity, provenance: Provenance): Quantity {
  const setting = spec.setting === true ? { isSetting: true } : {}
  return { value: parsed.canonical, unit: parsed.unit.text, provenance: { ...provenance, ...setting } }
}

/** Reads number and unit and checks dimension and bounds. */
function readNumber(
  spec: QuantitySpec,
  node: LocatedScalar,
  text: string,
  path: Path,
  reader: Reader,
): ParsedQuantity | undefined {
  const parsed = parseQuantity(text)
  if (!parsed.ok) {
    reader.report(
      badQuantity(text, parsed.message, spec.example),
      node,
      path,
      parsed.offset,
      text.length - parsed.offset,
    )
    return undefined
  }
  const message = dimensionMistake(spec, text, parsed) ?? rangeMistake(spec, text, parsed.canonical)
  if (message === undefined) return parsed
  reader.report(message, node, path, 0, text.length)
  return undefined
}

function dimensionMistake(spec: QuantitySpec, text: string, parsed: ParsedQuantity): Message | undefined {
  if (spec.dimension === 'any' || sameDimension(spec.dimension, parsed.unit.dimension)) return undefined
  const expected = dimensionName(spec.dimension)
  if (parsed.unit.text === '') return missingUnit(text.trim(), expected, `${text.trim()} ${spec.unit}`)
  return wrongUnit(text, dimensionName(parsed.unit.dimension), expected, spec.example)
}

/** The dimension in words, without the example that `describeDimension` adds. */
function dimensionName(dimension: Dimension): string {
  if (sameDimension(dimension, dimensionless)) return 'a plain number'
  return describeDimension(dimension).split(', for example')[0] ?? ''
}

function rangeMistake(spec: QuantitySpec, text: string, canonical: number): Message | undefined {
  if (spec.positive === true && !(canonical > 0)) return outOfRange(text, 'more than zero')
  if (spec.min !== undefined && canonical < spec.min * spec.factor)
    return outOfRange(text, `at least ${bound(spec, spec.min)}`)
  if (spec.max !== undefined && canonical > spec.max * spec.factor)
    return outOfRange(text, `at most ${bound(spec, spec.max)}`)
  return undefined
}

function bound(spec: QuantitySpec, value: number): string {
  return spec.unit === 'any' || spec.unit === '1' || spec.unit === ''
    ? String(value)
    : `${value} ${spec.unit}`
}

function readMapForm(spec: QuantitySpec, node: LocatedMap, path: Path, reader: Reader): Quantity | undefined {
  const unknown = [...node.entries.keys()].filter((key) => !mapKeys.includes(key))
  for (const key of unknown) reader.report(unknownKey(key, mapKeys), { key, of: node }, [...path, key])
  const texts = mapKeys.slice(1).map((key) => textAt(node, key, path, reader))
  const [source, kind, note] = texts.map((text) => text ?? undefined)
  const provenance = mapProvenance(node, { source, kind, note }, path, reader)
  const value = node.entries.get('value')?.node
  if (value === undefined) reader.report(missingKey('value', spec.example), node, path)
  const parsed = value === undefined ? undefined : readMapValue(spec, value, [...path, 'value'], reader)
  const isGood = unknown.length === 0 && !texts.includes(null)
  return isGood && parsed !== undefined && provenance !== undefined
    ? quantityOf(spec, parsed, provenance)
    : undefined
}

function readMapValue(
  spec: QuantitySpec,
  node: Located,
  path: Path,
  reader: Reader,
): ParsedQuantity | undefined {
  if (node.kind === 'scalar' && (typeof node.value === 'number' || typeof node.value === 'string'))
    return readNumber(spec, node, node.text, path, reader)
  reader.report(expectedForm('a quantity', node, `for example ${spec.example}`), node, path)
  return undefined
}

/** Text of a key; undefined when absent, null when it is not text. */
function textAt(node: LocatedMap, key: string, path: Path, reader: Reader): string | null | undefined {
  const child = node.entries.get(key)?.node
  if (child === undefined) return undefined
  if (child.kind === 'scalar' && child.value !== null) return child.text
  reader.report(expectedForm('text', child), child, [...path, key])
  return null
}

interface MapSource {
  readonly source: string | undefined
  readonly kind: string | undefined
  readonly note: string | undefined
}

function mapProvenance(
  node: LocatedMap,
  words: MapSource,
  path: Path,
  reader: Reader,
): Provenance | undefined {
  const { source, kind, note } = words
  const at = (key: string) => node.entries.get(key)?.node ?? node
  const isKnown =
    source === undefined ||
    checkSource(source, reader, () =>
      reader.report(unknownSource(source, reader.names.get('source') ?? []), at('source'), [
        ...path,
        'source',
      ]),
    )
  if (kind !== undefined && !isSourceKind(kind)) {
    reader.report(notOneOf(kind, sourceKinds), at('kind'), [...path, 'kind'])
    return undefined
  }
  return isKnown ? provenanceOf(kind, source, reader, note) : undefined
}

/** Writes a quantity so that it reads back to the same bits and the same source. */
function writeQuantityValue(value: Quantity): unknown {
  const text = writeQuantity(value.value, value.unit)
  const { kind, key, note, isSetting } = value.provenance
  if (note !== undefined) return { value: text, kind, ...(key === undefined ? {} : { source: key }), note }
  if (isSetting === true && key === undefined) return text
  return `${text} ${writeSource(value.provenance)}`
}

function quantityJsonSchema(spec: QuantitySpec): Record<string, unknown> {
  const isBare = spec.dimension === 'any' || sameDimension(spec.dimension, dimensionless)
  const value = { type: isBare ? ['string', 'number'] : 'string', examples: [spec.example] }
  const properties = {
    value,
    source: { type: 'string', description: 'key into sources, or doi:...' },
    kind: { enum: sourceKinds },
    note: { type: 'string' },
  }
  return {
    description: spec.doc,
    ...(spec.default === undefined ? {} : { default: spec.default }),
    anyOf: [value, { type: 'object', properties, required: ['value'], additionalProperties: false }],
  }
}
