import type { Names } from '../model/kit.ts'
import type { SentenceMistake } from '../model/schema-sentence.ts'
import { unknownPart } from './sentence-parts.ts'

/** A sentence in which `{group:kind}` stands for a name of that kind; the rest is a regular expression. */
export interface SentenceTemplate {
  /** The kind of each group; several are joined by `|`. */
  readonly kinds: Readonly<Record<string, string>>
  readonly pieces: readonly (string | { readonly group: string })[]
}

/** Makes a template from its text, as `{name:endpoint} rises over time in {arm:arm}`. */
export function templateOf(text: string): SentenceTemplate {
  const kinds: Record<string, string> = {}
  const pieces = text.split(/(\{\w+:[\w|]+\})/).map((piece) => {
    const [, group, kind] = /^\{(\w+):([\w|]+)\}$/.exec(piece) ?? []
    if (group === undefined || kind === undefined) return piece
    kinds[group] = kind
    return { group }
  })
  return { kinds, pieces }
}

/** What a sentence has in the groups of a template, or which of its names is unknown; undefined when it is not of that form. */
export function readTemplate(
  template: SentenceTemplate,
  written: string,
  names: Names,
): { readonly ok: true; readonly groups: Readonly<Record<string, string>> } | SentenceMistake | undefined {
  // Names may hold the words of a sentence: known ones are looked for first, then all but one, then any text.
  const groups = Object.keys(template.kinds)
  for (const loose of [[], ...groups.map((group) => [group]), groups]) {
    const match = expressionOf(template, names, loose).exec(written)
    if (match === null) continue
    const mistake = unknownPart(match, template.kinds, names)
    return mistake ?? { ok: true, groups: { ...match.groups } }
  }
  return undefined
}

function expressionOf({ kinds, pieces }: SentenceTemplate, names: Names, loose: readonly string[]): RegExp {
  const source = pieces.map((piece) => {
    if (typeof piece === 'string') return piece
    const { group } = piece
    return `(?<${group}>${loose.includes(group) ? '.+?' : alternatives(namesOf(kinds[group] ?? '', names))})`
  })
  return new RegExp(`^${source.join('')}$`, 'd')
}

function namesOf(kind: string, names: Names): readonly string[] {
  return kind.split('|').flatMap((each) => names.get(each) ?? [])
}

/** Any of some texts, the longest first; of none, nothing. */
function alternatives(texts: readonly string[]): string {
  if (texts.length === 0) return '(?!)'
  const sorted = texts.toSorted((a, b) => b.length - a.length)
  return sorted.map((text) => text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`)).join('|')
}
