import { nearestName } from '../math/nearest-name.ts'
import type { Message } from './issue.ts'
import type { Located } from './located.ts'

/*
 * Every text that the model language says to an author, one function each. A message says what was found and what was
 * expected, in one sentence without the place and without a full stop; the hint says what to do.
 */

/** Names that a hint lists before it says how many more there are; chosen: two lines in a terminal. */
const listedNames = 12

/** Characters of an author's text that a message repeats; chosen: fits a line. */
const quotedCharacters = 40

function error(code: string, message: string, hint?: string): Message {
  return { code, severity: 'error', message, ...(hint === undefined || hint === '' ? {} : { hint }) }
}

/** Repeats what the author wrote, shortened, between quotes. */
export function quote(text: string): string {
  const plain = text.replaceAll(/\s+/g, ' ').trim()
  return `'${plain.length > quotedCharacters ? `${plain.slice(0, quotedCharacters - 1)}…` : plain}'`
}

/** Says in words what an author wrote at a node: "a map", "the text 'x'", "nothing". */
export function describeNode(node: Located): string {
  if (node.kind !== 'scalar') return node.kind === 'map' ? 'a map' : 'a list'
  if (node.value === null) return 'nothing'
  if (typeof node.value === 'number') return `the number ${node.text}`
  return typeof node.value === 'boolean' ? `'${node.text}'` : `the text ${quote(node.text)}`
}

/** Lists names for a hint, sorted, and says how many are left out. */
export function listNames(names: readonly string[]): string {
  const sorted = names.toSorted()
  const rest = sorted.length - listedNames
  return rest > 0 ? `${sorted.slice(0, listedNames).join(', ')} and ${rest} more` : sorted.join(', ')
}

/** Suggests the nearest name and lists the ones that exist: "did you mean 'oxygen'?  substrates here: ...". */
function suggest(word: string, names: readonly string[], plural: string, meant?: string): string {
  const nearest = meant ?? nearestName(word, names)
  const question = nearest === undefined ? '' : `did you mean '${nearest}'?  `
  return names.length === 0 ? `there are no ${plural} here` : `${question}${plural} here: ${listNames(names)}`
}

/** A name that nothing in the document defines; `meant` is what the author probably means, where that is known better. */
export function unknownName(kind: string, name: string, names: readonly string[], meant?: string): Message {
  return error('unknown-name', `unknown ${kind} ${quote(name)}`, suggest(name, names, `${kind}s`, meant))
}

/** A key that means nothing at this place. */
export function unknownKey(key: string, keys: readonly string[]): Message {
  if (/^\d/.test(key))
    return error(
      'unknown-key',
      `unknown key ${quote(key)}`,
      'between { } a comma ends a value: write decimals with a point',
    )
  return error('unknown-key', `unknown key ${quote(key)}`, suggest(key, keys, 'keys'))
}

/** A key without which the model cannot run. */
export function missingKey(key: string, doc: string): Message {
  return error('missing-key', `missing key '${key}'`, `add ${key}: ${doc}`)
}

/** A key that stands twice in one map. */
export function duplicateKey(key: string, firstLine: number): Message {
  return error(
    'duplicate-key',
    `the key ${quote(key)} stands here twice`,
    `first on line ${firstLine}; keep one of them`,
  )
}

/** A key that is not a plain word. */
export function badKey(): Message {
  return error('bad-key', 'a key must be a plain name', 'write key: value')
}

/** A map, list or value stands where another form is expected. */
export function expectedForm(expected: string, node: Located, hint?: string): Message {
  const isEmpty = node.kind === 'scalar' && node.value === null
  const empty = { 'a map': 'write {} or delete the key', 'a list': 'write [] or delete the key' }[expected]
  const found = `expected ${expected}, found ${describeNode(node)}`
  return error('wrong-form', found, isEmpty ? (empty ?? hint ?? 'delete the key') : hint)
}

/** Two keys of which only one may stand. */
export function oneOfTwo(first: string, other: string): Message {
  return error('one-of-two', `'${first}' and '${other}' cannot both say it`, `keep '${first}' or '${other}'`)
}

/** A word that is not one of a fixed choice. */
export function notOneOf(word: string, choices: readonly string[]): Message {
  const nearest = nearestName(word, choices)
  const question = nearest === undefined ? '' : `did you mean '${nearest}'?  `
  return error(
    'not-one-of',
    `${quote(word)} is not one of the choices`,
    `${question}choices: ${choices.join(', ')}`,
  )
}

/** A list with too few or too many items. */
export function wrongLength(found: number, expected: string): Message {
  return error('wrong-length', `expected ${expected}, found ${found}`)
}

/** Text that cannot be read as a number with a unit. */
export function badQuantity(text: string, reason: string, example: string): Message {
  return error(
    'bad-quantity',
    `cannot read ${quote(text)} as a quantity: ${reason}`,
    `for example ${example}`,
  )
}

/** A number without the unit that it needs. */
export function missingUnit(text: string, dimension: string, example: string): Message {
  return error('missing-unit', `${text} has no unit; expected ${dimension}`, `for example ${example}`)
}

/** A number in a unit of another dimension. */
export function wrongUnit(text: string, found: string, expected: string, example: string): Message {
  const article = /^an? /.test(found) ? '' : found.startsWith('amount') ? 'an ' : 'a '
  return error(
    'wrong-unit',
    `${quote(text)} is ${article}${found}; expected ${expected}`,
    `for example ${example}`,
  )
}

/** Text that is not a unit. */
export function badUnit(text: string, reason: string): Message {
  return error('bad-unit', `cannot read ${quote(text)} as a unit: ${reason}`)
}

/** Something that should be a whole number. */
export function notCount(found: string): Message {
  return error(
    'not-a-count',
    `expected a whole number, found ${/^[-+.\d]+$/.test(found) ? found : quote(found)}`,
  )
}

/** A number outside its bounds; `bound` carries the comparison and the unit, e.g. "at most 10 um". */
export function outOfRange(text: string, bound: string): Message {
  return error('out-of-range', `${quote(text)} is out of range; expected ${bound}`)
}

/** Text that does not have the form it should have. */
export function wrongPattern(text: string, expected: string): Message {
  return error('wrong-pattern', `${quote(text)} is not ${expected}`)
}

/** A sentence that cannot be read; the words come from the sentence's own parser. */
export function badSentence(message: string, hint?: string): Message {
  return error('bad-sentence', message, hint)
}

/** More than one source or kind between one pair of brackets. */
export function oneSource(found: string): Message {
  return error(
    'one-source',
    `${quote(found)} is one word too many between the brackets`,
    'write [key], [measured, key], [fitted, key] or [assumed]',
  )
}

/** Brackets without a source between them. */
export function emptySource(): Message {
  return error(
    'empty-source',
    'there is nothing between the brackets',
    'write [key], [measured, key] or [assumed]',
  )
}

/** A source key that `sources` does not define. */
export function unknownSource(key: string, keys: readonly string[]): Message {
  const known = keys.length === 0 ? 'there are no sources here' : `sources here: ${listNames(keys)}`
  const nearest = nearestName(key, [...keys, 'measured', 'fitted', 'assumed'])
  const question = nearest === undefined ? '' : `did you mean '${nearest}'?  `
  return error('unknown-source', `unknown source ${quote(key)}`, `${question}${known}`)
}

/** A DOI that no registry could resolve. */
export function badDoi(text: string): Message {
  return error('bad-doi', `${quote(text)} is not a DOI`, 'for example doi:10.1371/journal.pcbi.1005991')
}

/** A number for which the author gives no source: runs, but the report counts it as assumed. */
export function noSource(): Message {
  return {
    code: 'no-source',
    severity: 'note',
    message: 'this number has no source and counts as assumed',
    hint: 'add [key] or [assumed]',
  }
}

/** Something that is defined and that nothing refers to. */
export function unusedDefinition(kind: string, name: string): Message {
  return {
    code: 'unused',
    severity: 'warning',
    message: `the ${kind} ${quote(name)} is never used`,
    hint: 'refer to it or delete it',
  }
}

/** A name that would make sentences ambiguous or paths unreadable. */
export function badName(kind: string, name: string, reason: string): Message {
  return error('bad-name', `${quote(name)} cannot name a ${kind}: ${reason}`)
}

/** A model of another version of the format. */
export function unknownFormat(found: string): Message {
  return error('unknown-format', `this program reads format 1, found ${found}`, 'write format: 1')
}

/** A file without content. */
export function emptyDocument(): Message {
  return error('empty', 'the file is empty', 'a model starts with format: 1 and title: ...')
}

/** A file that is not text. */
export function binaryDocument(): Message {
  return error('binary', 'this is not a text file in UTF-8', 'save it as UTF-8 text')
}

/** A file beyond the size limit [characters]. */
export function tooLarge(limit: number): Message {
  return error(
    'too-large',
    `the file has more than ${limit / 1e6} million characters`,
    'keep data in tables, not in model files',
  )
}

/** Maps and lists inside each other beyond the limit. */
export function tooDeep(limit: number): Message {
  return error('too-deep', `maps and lists are nested more than ${limit} deep`)
}

/** Two documents in one file. */
export function severalDocuments(): Message {
  return error(
    'several-documents',
    'a second document starts here',
    'keep one document per file; delete the line ---',
  )
}

/** A tab used to indent. */
export function tabIndent(): Message {
  return error('tab', 'a tab is used to indent', 'indent with spaces')
}

/** YAML anchors and aliases, which would let a short file grow without limit. */
export function aliasRefused(found: string): Message {
  return error(
    'alias',
    `anchors and aliases are not read, found ${quote(found)}`,
    'write the value out, or include a file',
  )
}

/** YAML's merge key. */
export function mergeKeyRefused(): Message {
  return error('merge-key', "the merge key '<<' is not read", 'write the keys out, or include a file')
}

/** An explicit YAML tag. */
export function tagRefused(tag: string): Message {
  return error(
    'tag',
    `tags are not read, found ${quote(tag)}`,
    'write the plain value; quote texts that begin with !',
  )
}

/** A YAML directive, which would change how the rest is read. */
export function directiveRefused(): Message {
  return error('directive', 'YAML directives are not read', 'delete the line that starts with %')
}

/** Slips that authors make often, with the words for them: what the YAML library says, what we say, what to do. */
const yamlSlips: readonly (readonly [RegExp, string, string])[] = [
  [
    /unexpected flow-(?:seq|map)-start/i,
    'a value between { } cannot contain brackets',
    'put it in quotes: "10 um/min [key]"',
  ],
  [/nested mappings/i, 'a second colon stands in this line', 'put a text that contains ": " in quotes'],
  [
    /must start at the same column/i,
    'this line is indented otherwise than the lines that it belongs to',
    'give all keys of one map the same number of spaces',
  ],
  [/missing closing/i, 'a quote is not closed', 'close it, or delete the first quote'],
  [
    /must be sufficiently indented and end with|unexpected end of flow/i,
    'a bracket is not closed',
    'close it with ] or }',
  ],
]

/** Anything else that the YAML parser refuses. */
export function badYaml(reason: string): Message {
  const slip = yamlSlips.find(([pattern]) => pattern.test(reason))
  if (slip !== undefined) return error('yaml', slip[1], slip[2])
  const first = reason.split('\n')[0] ?? reason
  return error('yaml', `cannot read this as YAML: ${first.slice(0, 1).toLowerCase()}${first.slice(1)}`)
}

/** An included file that cannot be found or read. */
export function includeNotFound(name: string, reasons: readonly string[]): Message {
  return error('include-not-found', `cannot include ${quote(name)}`, `looked for ${reasons.join('; ')}`)
}

/** A file that includes itself, directly or through others. */
export function includeCycle(files: readonly string[]): Message {
  return error(
    'include-cycle',
    `these files include each other: ${files.join(' > ')}`,
    'delete one of the includes',
  )
}

/** A file that cannot be read at all. */
export function unreadable(file: string, reason: string): Message {
  return error('unreadable', `cannot read ${quote(file)}: ${reason}`)
}

/** A value of a substrate in the unit of something else. */
export function notInSubstrateUnit(text: string, substrate: string, unit: string): Message {
  return error(
    'wrong-unit',
    `${quote(text)} does not have the dimension of ${substrate}; expected ${unit === '' ? 'a plain number' : `a value in ${unit}`}`,
  )
}

/** An amount that would enter a substrate whose unit is no concentration. */
export function amountIntoNoConcentration(what: string, substrate: string, unit: string): Message {
  return error(
    'wrong-unit',
    `'${what}' is an amount, but ${substrate} is in ${unit === '' ? 'a plain number' : unit}, not in an amount per volume`,
    'give the substrate a concentration unit such as nM, or use secretion and uptake',
  )
}

/** A condition on a side that a two-dimensional domain does not have. */
export function noSuchSide(side: string): Message {
  return error(
    'no-such-side',
    `a two-dimensional domain has no side '${side}'`,
    'delete it, or make the domain thicker than a voxel',
  )
}

/** A way of holding sides that the chosen scheme does not know. */
export function overwrittenNeedsLod(): Message {
  const message = "sides are overwritten between the sweeps of scheme 'lod'; the adaptive scheme has none"
  const hint = 'write transport: { scheme: lod, held sides: overwritten }, or leave held sides at exact'
  return { code: 'overwritten-needs-lod', severity: 'error', message, hint }
}

/** Held values that the chosen step loses in part; `share` of the value is missing next to them. */
export function heldValueLost(share: number, hint: string): Message {
  const message = `next to what is held here the field will be too low by about ${Math.round(100 * Math.min(share, 1))} %`
  return { code: 'held-value-lost', severity: 'warning', message, hint }
}
