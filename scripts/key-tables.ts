/** Turns a JSON Schema of ours into tables of keys for people. */

/** The parts of JSON Schema that our schemas use. */
export interface JsonSchema {
  readonly $schema?: string
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | JsonSchema
  readonly items?: JsonSchema
  readonly minItems?: number
  readonly maxItems?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly enum?: readonly string[]
  readonly const?: number | string
  readonly anyOf?: readonly JsonSchema[]
  readonly examples?: readonly (string | number)[]
  readonly default?: unknown
}

interface Row {
  readonly path: string
  readonly form: string
  readonly missing: string
  readonly doc: string
}

/** One section per key at the top of a document: what may stand there, what happens when it does not, what it means. */
export function keyTables(schema: JsonSchema): string {
  const entries = Object.entries(schema.properties ?? {})
  const sections = entries.map(([key, child]) => {
    const rows = rowsOf(key, child, isRequired(schema, key), key)
    return [`### ${key}`, '', ...rows.flatMap(examplesOf), ...tableOf(rows)].join('\n')
  })
  return sections.join('\n\n')
}

interface SchemaRow extends Row {
  readonly schema: JsonSchema
}

function rowsOf(path: string, schema: JsonSchema, required: boolean, top: string): readonly SchemaRow[] {
  const row = {
    path,
    form: formOf(schema),
    missing: missingOf(schema, required),
    doc: schema.description ?? '',
    schema,
  }
  return [row, ...childrenOf(path, schema, top)]
}

/** Keys below a key, in every form that it may take. */
function childrenOf(path: string, schema: JsonSchema, top: string): readonly SchemaRow[] {
  if (isQuantity(schema)) return []
  const { properties, additionalProperties, items, anyOf } = schema
  if (anyOf !== undefined) return anyOf.flatMap((form) => childrenOf(path, form, top))
  if (properties !== undefined) {
    return Object.entries(properties).flatMap(([key, child]) =>
      rowsOf(`${path}.${key}`, child, isRequired(schema, key), top),
    )
  }
  if (typeof additionalProperties === 'object') {
    const name = `${path}.<name>`
    return isLeaf(additionalProperties)
      ? rowsOf(name, additionalProperties, false, top)
      : childrenOf(name, additionalProperties, top)
  }
  return items === undefined || isLeaf(items) ? [] : childrenOf(`${path}[]`, items, top)
}

function isLeaf(schema: JsonSchema): boolean {
  if (isQuantity(schema)) return true
  if (schema.anyOf !== undefined) return schema.anyOf.every((form) => isLeaf(form))
  return (
    schema.properties === undefined &&
    typeof schema.additionalProperties !== 'object' &&
    schema.items === undefined
  )
}

function isRequired(schema: JsonSchema, key: string): boolean {
  return schema.required?.includes(key) === true
}

/** A number with a unit may be written as text or as a map that holds its source. */
function isQuantity(schema: JsonSchema): boolean {
  return (
    schema.anyOf?.some(
      (form) => form.properties?.['value'] !== undefined && form.properties['note'] !== undefined,
    ) === true
  )
}

function formOf(schema: JsonSchema): string {
  if (isQuantity(schema)) return quantityForm(schema)
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map((form) => formOf(form)))].join(' or ')
  if (schema.enum !== undefined) return schema.enum.map((word) => `\`${word}\``).join(', ')
  if (schema.const !== undefined) return `\`${schema.const}\``
  if (schema.items !== undefined) return `list of ${lengthOf(schema)}${formOf(schema.items)}`
  if (schema.properties !== undefined || schema.type === 'object') return 'map'
  return scalarForm(schema)
}

function scalarForm({ type, minimum, maximum, examples }: JsonSchema): string {
  if (type === 'integer') {
    const bounds = [
      minimum === undefined ? '' : `at least ${minimum}`,
      maximum === undefined ? '' : `at most ${maximum}`,
    ]
    return ['whole number', ...bounds.filter((bound) => bound !== '')].join(', ')
  }
  if (type === 'boolean') return '`true`, `false`'
  return type === 'string' && examples !== undefined ? 'sentence' : 'text'
}

function quantityForm({ anyOf }: JsonSchema): string {
  const written = anyOf?.find((form) => form.properties === undefined)
  const example = String(written?.examples?.[0] ?? '1')
  const unit = /^\S+\s+(.+)$/.exec(example)?.[1]
  if (unit === undefined) return 'number'
  const isAny = Array.isArray(written?.type) && example === '1 nM'
  return isAny ? 'number with its unit' : `number [${unit}]`
}

function lengthOf({ minItems, maxItems }: JsonSchema): string {
  return minItems !== undefined && minItems === maxItems ? `${minItems} x ` : ''
}

function missingOf(schema: JsonSchema, required: boolean): string {
  if (required) return 'required'
  const { default: value } = schema
  if (value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0))
    return ''
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``
}

/** Sentences are best explained by examples. */
function examplesOf({ path, schema }: SchemaRow): readonly string[] {
  const sentence = schema.items ?? schema
  const examples = formOf(sentence) === 'sentence' ? (sentence.examples ?? []) : []
  return examples.length === 0
    ? []
    : [`Sentences under \`${path}\`:`, '', ...examples.map((example) => `- \`${example}\``), '']
}

function tableOf(rows: readonly Row[]): readonly string[] {
  const line = ({ path, form, missing, doc }: Row): string =>
    `| \`${path}\` | ${form} | ${missing} | ${escape(doc)} |`
  return ['| key | what to write | if left out | meaning |', '|---|---|---|---|', ...rows.map(line)]
}

function escape(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;')
}
