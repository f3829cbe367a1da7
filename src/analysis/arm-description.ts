import type { Model } from '../compile/model.ts'
import { allSections } from '../compile/parse-model.ts'
import { assembleSchema, writtenForm } from '../model/assemble.ts'

/** Sentences for at most this many differences; an arm that changes more says how many. */
const MOST = 12

/** What an arm changes in the model, one line each, as an author would write it. */
export function armDescription(control: Model, arm: Model): readonly string[] {
  const [before, after] = [plain(control), plain(arm)]
  const changed = differences(before, after, [])
  if (changed.length === 0) return ['the model as written']
  const shown = changed.slice(0, MOST).map(({ path, from, to }) => {
    const place = path.join('.')
    if (from === undefined) return `with ${place}: ${text(to)}`
    return to === undefined ? `without ${place}` : `${place}: ${text(to)} instead of ${text(from)}`
  })
  return changed.length > MOST ? [...shown, `and ${changed.length - MOST} further changes`] : shown
}

interface Difference {
  readonly path: readonly string[]
  readonly from: unknown
  readonly to: unknown
}

/** The model as plain text values, without sources: they belong to the evidence, not to what an arm does. */
function plain(model: Model): unknown {
  const { sources: _sources, ...written } = Object(
    assembleSchema(allSections()).write(writtenForm(model.data)),
  )
  return written
}

function differences(from: unknown, to: unknown, path: readonly string[]): readonly Difference[] {
  if (JSON.stringify(from) === JSON.stringify(to)) return []
  if (!isMap(from) || !isMap(to)) return [{ path, from, to }]
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])]
  return keys.flatMap((key) => differences(from[key], to[key], [...path, key]))
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function text(value: unknown): string {
  if (isMap(value))
    return Object.entries(value)
      .map(([key, item]) => `${key} ${text(item)}`)
      .join(', ')
  if (Array.isArray(value)) return value.map(text).join(', ')
  return String(value).replace(/\s*\[[^\]]*\]$/, '')
}
