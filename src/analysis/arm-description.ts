import type { Model } from '../compile/model.ts'
import { allSections } from '../compile/parse-model.ts'
import { assembleSchema, writtenForm } from '../model/assemble.ts'
import type { ArmChange, ScaleChange } from '../experiment/arm.ts'

/** Sentences for at most this many differences; an arm that changes more says how many. */
const MOST = 12

/**
 * What an arm changes in the model, one line each: what it scales and leaves out in words, everything else as an author would write
 * it.
 */
export function armDescription(
  control: Model,
  arm: Model,
  changes: readonly ArmChange[] = [],
): readonly string[] {
  const [before, after] = [plain(control), plain(arm)]
  const told = differences(before, after, []).filter(
    (one) => !changes.some((change) => explains(change, one)),
  )
  const lines = [
    ...changes.map(changeText),
    ...told.map(({ path, from, to }) => {
      const place = path.join('.')
      if (from === undefined) return `with ${place}: ${text(to)}`
      return to === undefined ? `without ${place}` : `${place}: ${text(to)} instead of ${text(from)}`
    }),
  ]
  if (lines.length === 0) return ['the model as written']
  const rest = lines.length - MOST
  return rest > 0 ? [...lines.slice(0, MOST), `and ${rest} further changes`] : lines
}

/** True when a difference follows from a change that has been told in words. */
function explains(change: ArmChange, { path, from, to }: Difference): boolean {
  const place = path.join('.')
  if (change.kind !== 'without') return change.path === place || change.path.startsWith(`${place}.`)
  const { cellType } = change
  if (place === `initial.${cellType}` || place === `vessels.entry.${cellType}`) return true
  return place.startsWith('tissue.labels.') && from === cellType && to === 'ignore'
}

/** `export of IL-10 by tumour cells knocked down by 90 %` */
function changeText(change: ArmChange): string {
  if (change.kind === 'without') return `without ${change.cellType} cells: none at the start, none arrive`
  const { factor, from } = change
  const what = numberWords(change.path)
  const show = (value: number): string =>
    `${from.isCount ? Math.round(value) : Number(value.toPrecision(DIGITS))} ${from.unit}`.trim()
  const values = `(${show(from.value * factor)} instead of ${show(from.value)})`
  return `${what} ${doneTo(change)} ${values}`
}

/** Digits of a scaled number in words; chosen: more than any factor carries. */
const DIGITS = 6

function doneTo({ kind, factor }: ScaleChange): string {
  const times = String(Number(factor.toPrecision(DIGITS)))
  if (kind === 'knock down') return `knocked down by ${Number((100 * (1 - factor)).toPrecision(DIGITS))} %`
  return kind === 'overexpress' ? `overexpressed ${times} times` : `times ${times}`
}

/** A path in words: `cell types.tumour.exchange.IL-10.export` is the export of IL-10 by tumour cells. */
function numberWords(path: string): string {
  const [group, owner = '', ...keys] = path.split('.')
  const last = keys.at(-1)
  if (last === undefined) return path
  if (group === 'substrates') return `${keys.join(' ')} of ${owner}`
  if (group === 'vessels' && owner === 'entry') return `${last} at which ${keys[0]} cells arrive`
  if (group !== 'cell types') return path
  if (keys[0] === 'exchange' && keys.length === 3) return `${last} of ${keys[1]} by ${owner} cells`
  if (keys[0] === 'rules') return `'${last}' of rule ${Number(keys[1]) + 1} of ${owner} cells`
  if (keys[0] === 'network' && keys[1] === 'nodes') return `${last} of ${keys[2]} in ${owner} cells`
  if (keys[0] === 'network') {
    const number = keys.slice(3).join(' ')
    return `'${number}' of edge ${Number(keys[2]) + 1} in the network of ${owner} cells`
  }
  return `${keys.join(' ')} of ${owner} cells`
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
  if (Array.isArray(from) && Array.isArray(to) && from.length === to.length)
    return from.flatMap((item: unknown, index) => differences(item, to[index], [...path, String(index)]))
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
