type Schema = Readonly<Record<string, unknown>>

/** Keywords that say nothing about validity. */
const ANNOTATIONS = ['$schema', 'title', 'description', 'default', 'examples']
const KNOWN = [
  'type',
  'enum',
  'const',
  'anyOf',
  'properties',
  'required',
  'additionalProperties',
  'propertyNames',
  'items',
  'minItems',
  'maxItems',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'pattern',
  ...ANNOTATIONS,
]

export interface CheckOptions {
  /** A part of a model: nothing is required of it. */
  readonly isPart?: boolean
}

/** What a value has against a JSON Schema, for the keywords that our schemas use; others throw. */
export function schemaMistakes(
  schema: Schema,
  value: unknown,
  options: CheckOptions = {},
  path = '',
): readonly string[] {
  const unknown = Object.keys(schema).filter((keyword) => !KNOWN.includes(keyword))
  if (unknown.length > 0) throw new Error(`schema-check.ts does not know the keywords ${unknown.join(', ')}`)
  const { anyOf } = schema
  if (Array.isArray(anyOf)) {
    const attempts = anyOf.map((one: Schema) => schemaMistakes(one, value, options, path))
    const best = attempts.toSorted((a, b) => a.length - b.length)[0] ?? []
    return best
  }
  if ('const' in schema)
    return schema['const'] === value ? [] : [`${path}: expected ${String(schema['const'])}`]
  if (Array.isArray(schema['enum']))
    return schema['enum'].includes(value) ? [] : [`${path}: not one of the choices`]
  if (!hasType(schema['type'], value)) return [`${path}: expected ${String(schema['type'])}`]
  if (Array.isArray(value)) return listMistakes(schema, value, options, path)
  if (typeof value === 'object' && value !== null) return mapMistakes(schema, value, options, path)
  return typeof value === 'number' ? numberMistakes(schema, value, path) : []
}

function hasType(type: unknown, value: unknown): boolean {
  const types = Array.isArray(type) ? type : type === undefined ? [] : [type]
  const found = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
  return types.length === 0 || types.includes(found) || (types.includes('integer') && Number.isInteger(value))
}

function listMistakes(
  schema: Schema,
  value: readonly unknown[],
  options: CheckOptions,
  path: string,
): readonly string[] {
  const items = (schema['items'] ?? {}) as Schema // what JSON Schema puts there
  const isLong =
    value.length >= Number(schema['minItems'] ?? 0) && value.length <= Number(schema['maxItems'] ?? Infinity)
  const own = isLong ? [] : [`${path}: wrong number of items`]
  return [
    ...own,
    ...value.flatMap((item, index) => schemaMistakes(items, item, options, `${path}[${index}]`)),
  ]
}

function mapMistakes(schema: Schema, value: object, options: CheckOptions, path: string): readonly string[] {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, Schema>> // as above
  const more = schema['additionalProperties']
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  const required = options.isPart === true ? [] : ((schema['required'] ?? []) as readonly string[]) // as above
  const missing = required
    .filter((key) => !entries.some(([name]) => name === key))
    .map((key) => `${path}${key}: missing`)
  const wrong = entries.flatMap(([key, item]) => {
    const own = Object.hasOwn(properties, key) ? properties[key] : undefined
    if (own !== undefined) return schemaMistakes(own, item, options, `${path}${key}.`)
    if (more === false) return [`${path}${key}: unknown key`]
    return typeof more === 'object' && more !== null
      ? schemaMistakes(more as Schema, item, options, `${path}${key}.`)
      : []
  })
  return [...missing, ...wrong]
}

function numberMistakes(schema: Schema, value: number, path: string): readonly string[] {
  const low = Number(schema['minimum'] ?? -Infinity)
  const high = Number(schema['maximum'] ?? Infinity)
  return value >= low && value <= high ? [] : [`${path}: out of range`]
}
