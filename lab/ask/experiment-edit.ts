import { type Document, isMap, isScalar, isSeq, parseDocument } from 'yaml'
import type { FormChange } from './experiment-form.ts'

/* Each change of the form is a change of the text: through the document, so that comments and what the form does not know stay. */

export type Path = readonly (string | number)[]

/** Writes a value at a path, making maps on the way; a comment beside an older value stays. */
export function setAt(text: string, path: Path, value: unknown): string {
  return edit(text, (document) => {
    const before = document.getIn(path, true)
    if (isScalar(before) && isPlain(value)) before.value = value
    else {
      openMaps(document, path)
      document.setIn(path, document.createNode(value, { flow: path.length > 1 }))
    }
  })
}

/** Takes out what stands at a path, and maps and lists that are empty without it; those of the first level of an arm stay. */
export function removeAt(text: string, path: Path): string {
  return edit(text, (document) => {
    document.deleteIn(path)
    for (let at = path.slice(0, -1); at.length > 2; at = at.slice(0, -1)) {
      const node = document.getIn(at)
      if (!(isMap(node) || isSeq(node)) || node.items.length > 0) break
      document.deleteIn(at)
    }
  })
}

/** Adds an item to a list, which is made where there is none. */
export function addTo(text: string, path: Path, value: string): string {
  return edit(text, (document) => {
    const list = document.getIn(path)
    if (isSeq(list)) list.add(document.createNode(value))
    else document.setIn(path, document.createNode([value], { flow: path.length > 1 }))
  })
}

/** Gives an entry of a map another name and keeps its place. */
export function renameKey(text: string, path: Path, name: string): string {
  return edit(text, (document) => rename(document, path, name))
}

/** Renames an arm, also where it is compared or expected of. */
export function renameArm(text: string, before: string, name: string): string {
  return edit(text, (document) => {
    rename(document, ['arms', before], name)
    eachSentence(document, (sentence) => withArm(sentence, before, name))
  })
}

/** Renames an endpoint, also in what is expected of it. */
export function renameEndpoint(text: string, before: string, name: string): string {
  return edit(text, (document) => {
    rename(document, ['endpoints', before], name)
    eachSentence(document, (sentence) =>
      sentence.startsWith(`${before} is `) ? name + sentence.slice(before.length) : sentence,
    )
  })
}

/** Takes an arm out, with its comparisons and what is expected of it. */
export function removeArm(text: string, name: string): string {
  return edit(text, (document) => {
    document.deleteIn(['arms', name])
    for (const key of ['compare', 'expect']) {
      const list = document.get(key)
      if (!isSeq(list)) continue
      list.items = list.items.filter((item) => !(isScalar(item) && speaksOf(String(item.value), name)))
    }
  })
}

/** A line that an arm gets: numbers of cells have no unit and are numbers in the text, too. */
export type NewChange = Omit<FormChange, 'value'> & { readonly value: string | number }

/** Adds a line to an arm. */
export function addChange(text: string, arm: string, change: NewChange): string {
  const { kind, what, value, at, start, every } = change
  if (kind === 'without' || kind === 'include') return addTo(text, ['arms', arm, kind], what)
  const path = ['arms', arm, ...at]
  if (kind !== 'dose') return setAt(text, path, value)
  const times = { ...(start ? { start } : {}), ...(every ? { every } : {}) }
  return setAt(text, path, { ...(at[1] === what ? {} : { drug: what }), dose: value, ...times })
}

/** Compares every arm with the first one. */
export function compareWithFirst(text: string, arms: readonly string[]): string {
  const [control, ...others] = arms
  return others.reduce((result, arm) => {
    const { compare = [] } = parseDocument(result).toJS() as { compare?: readonly string[] } // a list of sentences, or nothing
    const sentence = `${arm} against ${control}`
    return compare.includes(sentence) ? result : addTo(result, ['compare'], sentence)
  }, text)
}

function edit(text: string, change: (document: Document) => void): string {
  const document = parseDocument(text)
  change(document)
  return keepingLines(text, document.toString({ lineWidth: 0 }))
}

/** Lists are written with spaces inside of their brackets; the author's lines and ours have none. */
function keepingLines(before: string, after: string): string {
  const lines = new Set(before.split('\n'))
  return after
    .split('\n')
    .map((line) => {
      if (lines.has(line)) return line
      const tight = line.replaceAll('[ ', '[').replaceAll(' ]', ']')
      return lines.has(tight) || !/["']/.test(line) ? tight : line
    })
    .join('\n')
}

/** A key without a value, or with another kind of value, is in the way of a map. */
function openMaps(document: Document, path: Path): void {
  for (let depth = 1; depth < path.length; depth += 1) {
    const at = path.slice(0, depth)
    const node = document.getIn(at)
    if (!isMap(node) && !isSeq(node)) document.setIn(at, document.createNode({}, { flow: depth > 2 }))
    // An arm that gets its first change has room for it on lines of its own.
    else if (isMap(node) && node.items.length === 0 && depth <= 2) node.flow = false
  }
}

function rename(document: Document, path: Path, name: string): void {
  const map = document.getIn(path.slice(0, -1))
  if (!isMap(map) || map.has(name)) return
  const pair = map.items.find(({ key }) => (isScalar(key) ? key.value : key) === path.at(-1))
  if (pair !== undefined) pair.key = document.createNode(name)
}

function eachSentence(document: Document, change: (sentence: string) => string): void {
  for (const key of ['compare', 'expect', 'synergy']) {
    const list = document.get(key)
    if (!isSeq(list)) continue
    for (const item of list.items) if (isScalar(item)) item.value = change(String(item.value))
  }
}

/** Words between which arms stand in sentences. */
const BEFORE = ' in | than in | against | and |^'
const AFTER = String.raw` than in | against | and | in | keeps |,| \[|$`

function withArm(sentence: string, before: string, name: string): string {
  const escaped = before.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  return sentence.replaceAll(
    new RegExp(`(${BEFORE})${escaped}(?=${AFTER})`, 'g'),
    (_all, lead: string) => lead + name,
  )
}

function speaksOf(sentence: string, arm: string): boolean {
  return withArm(sentence, arm, `${arm}\u0000`) !== sentence
}

function isPlain(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value)
}
