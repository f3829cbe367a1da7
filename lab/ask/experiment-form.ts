import { type Document, LineCounter, type Pair, isMap, isScalar, isSeq, parseDocument, stringify } from 'yaml'

/*
 * The text of an experiment is the truth; the form shows what it can read of it. What the form does not know stays in the
 * text and is named as such, so that nobody takes the form for the whole.
 */

/** What the form shows of an experiment. */
export interface ExperimentForm {
  readonly question: string
  /** As the experiment names it. */
  readonly model: string
  readonly replicates: string
  readonly seed: string
  readonly pairing: 'twins' | 'independent'
  /** Simulated time, where the experiment says it for all arms. */
  readonly stop: string
  readonly arms: readonly FormArm[]
  readonly endpoints: readonly FormEndpoint[]
  readonly compare: readonly string[]
  readonly expect: readonly string[]
  /** Sections that only the text shows. */
  readonly others: readonly string[]
}

export interface FormArm {
  readonly name: string
  readonly changes: readonly FormChange[]
  /** Keys that only the text shows. */
  readonly others: readonly string[]
  /** As it stands in the text. */
  readonly yaml: string
}

/** One line of an arm; `at` is where it stands below the arm. */
export interface FormChange {
  readonly kind: ChangeKind
  readonly at: readonly (string | number)[]
  /** A drug, a path, a cell type or a part. */
  readonly what: string
  /** Dose, share, factor or value; empty where there is none. */
  readonly value: string
  /** When doses are given: `2 day`, `7 day`. */
  readonly start?: string
  readonly every?: string
}

export type ChangeKind = 'dose' | 'knock down' | 'overexpress' | 'scale' | 'set' | 'without' | 'include'

export interface FormEndpoint {
  readonly name: string
  readonly measure: string
  /** `end`, or times with commas between them. */
  readonly at: string
}

const SHOWN = new Set([
  'format',
  'question',
  'model',
  'replicates',
  'seed',
  'pairing',
  'arms',
  'endpoints',
  'compare',
  'expect',
])

/** Reads what the form can show; undefined where the text is no map of keys. */
export function readForm(text: string): ExperimentForm | undefined {
  const document = parseDocument(text)
  const { contents } = document
  if (document.errors.length > 0 || !isMap(contents)) return undefined
  const textAt = (...path: readonly string[]): string => textOf(document.getIn(path))
  const arms = document.get('arms')
  const endpoints = document.get('endpoints')
  return {
    question: textAt('question'),
    model: textAt('model'),
    replicates: textAt('replicates'),
    seed: textAt('seed'),
    pairing: textAt('pairing') === 'independent' ? 'independent' : 'twins',
    stop: textAt('common', 'time', 'stop'),
    arms: isMap(arms) ? arms.items.map((pair) => readArm(pair, document)) : [],
    endpoints: isMap(endpoints) ? endpoints.items.map(readEndpoint) : [],
    compare: textsOf(document.get('compare')),
    expect: textsOf(document.get('expect')),
    others: contents.items
      .map(({ key }) => textOf(key))
      .filter((key) => !SHOWN.has(key) && !isOnlyStop(key, document)),
  }
}

/** `common` is shown where it says the duration alone. */
function isOnlyStop(key: string, document: Document): boolean {
  return (
    key === 'common' &&
    JSON.stringify(document.toJS().common ?? {}).replace(/"stop":"[^"]*"/, '') === '{"time":{}}'
  )
}

function readArm({ key, value }: Pair, document: Document): FormArm {
  const name = textOf(key)
  const map = isMap(value) ? value : undefined
  const parts = map?.items.map((pair) => readPart(textOf(pair.key), pair.value)) ?? []
  return {
    name,
    changes: parts.flatMap((part) => part.changes),
    others: parts.flatMap(({ other }) => other ?? []),
    yaml: map === undefined || map.items.length === 0 ? '{}' : yamlOf(document.toJS().arms?.[name]),
  }
}

interface Part {
  readonly changes: readonly FormChange[]
  readonly other?: string
}

function readPart(key: string, value: unknown): Part {
  if (key === 'therapy' && isMap(value))
    return { changes: value.items.map((pair) => readDose(textOf(pair.key), pair.value)) }
  if (isScaling(key) && isMap(value))
    return {
      changes: value.items.map((pair) => ({
        kind: key,
        at: [key, textOf(pair.key)],
        what: textOf(pair.key),
        value: textOf(pair.value),
      })),
    }
  if ((key === 'without' || key === 'include') && isSeq(value))
    return {
      changes: value.items.map((item, index) => ({
        kind: key,
        at: [key, index],
        what: textOf(item),
        value: '',
      })),
    }
  return { changes: [], other: key }
}

function readDose(name: string, value: unknown): FormChange {
  const get = (key: string): string => (isMap(value) ? textOf(value.get(key)) : '')
  return {
    kind: 'dose',
    at: ['therapy', name],
    what: get('drug') === '' ? name : get('drug'),
    value: get('dose'),
    start: get('start'),
    every: get('every'),
  }
}

function isScaling(key: string): key is 'knock down' | 'overexpress' | 'scale' | 'set' {
  return ['knock down', 'overexpress', 'scale', 'set'].includes(key)
}

function readEndpoint({ key, value }: Pair): FormEndpoint {
  const at = isMap(value) ? value.get('at') : undefined
  return {
    name: textOf(key),
    measure: isMap(value) ? textOf(value.get('measure')) : '',
    at: isSeq(at) ? textsOf(at).join(', ') : textOf(at) === '' ? 'end' : textOf(at),
  }
}

function textsOf(node: unknown): readonly string[] {
  return isSeq(node) ? node.items.map(textOf) : []
}

/** What a scalar says, as it is written. */
function textOf(node: unknown): string {
  const value = isScalar(node) ? node.value : node
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : ''
}

function yamlOf(value: unknown): string {
  return stringify(value, { lineWidth: 0 }).trimEnd()
}

/** The entry of the form that a line of the text belongs to: `['arms', 'untreated']`. */
export function placeAt(text: string, line: number): readonly string[] {
  const lines = new LineCounter()
  const { contents } = parseDocument(text, { lineCounter: lines })
  const entryOf = (map: unknown): Pair | undefined =>
    isMap(map)
      ? map.items.findLast(({ key }) => isScalar(key) && lines.linePos(key.range?.[0] ?? 0).line <= line)
      : undefined
  const section = entryOf(contents)
  if (section === undefined) return []
  const entry = entryOf(section.value)
  return [textOf(section.key), ...(entry === undefined ? [] : [textOf(entry.key)])]
}
