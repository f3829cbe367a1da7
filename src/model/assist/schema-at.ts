import type { Path } from '../issue.ts'
import type { Schema } from '../kit.ts'
import { record } from '../schema.ts'
import { choice, reference, text } from '../schema-scalar.ts'

/** The form of a quantity with its source spelled out. */
const quantityParts = record(
  {
    value: text({ doc: 'the number with its unit' }),
    source: reference('source', { doc: 'where the number comes from: a key of sources, or doi:...' }),
    kind: choice(['measured', 'fitted', 'assumed'], { doc: 'how well the number is known' }),
    note: text({ doc: 'why this number, under which conditions' }),
  },
  { doc: 'a number with its source' },
)

/** The schema of what stands at a path; undefined where nothing may stand. */
export function schemaAt(root: Schema<unknown>, path: Path): Schema<unknown> | undefined {
  let schema: Schema<unknown> | undefined = root
  for (const key of path) schema = schema === undefined ? undefined : childAt(schema, key)
  return schema
}

function childAt(schema: Schema<unknown>, key: string | number): Schema<unknown> | undefined {
  const children = childrenOf(schema, typeof key === 'number' ? 'list' : 'map')
  if (children === undefined) return undefined
  return Object.hasOwn(children, key) ? children[key] : children['*']
}

/** Keys with their schemas when the thing is written as a map or list; '*' stands for keys of the author's choice. */
export function childrenOf(
  schema: Schema<unknown>,
  form: 'map' | 'list' = 'map',
): Readonly<Record<string, Schema<unknown>>> | undefined {
  const own = schema.facts?.forms?.[form] ?? schema
  if (form === 'map' && own.kind === 'quantity') return quantityParts.children
  return own.children
}

/** The schema of the single value that may stand here: the scalar form where there are several. */
export function scalarForm(schema: Schema<unknown>): Schema<unknown> {
  return schema.facts?.forms?.scalar ?? schema
}
