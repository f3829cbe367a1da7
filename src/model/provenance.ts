import type { Path } from './issue.ts'
import type { Provenance, Reader, SourceKind } from './kit.ts'
import type { LocatedScalar } from './located.ts'
import { emptySource, oneSource, unknownSource } from './messages.ts'

/** The words for how well something is known, best first. */
export const sourceKinds: readonly SourceKind[] = ['measured', 'fitted', 'assumed']

/** Text with the brackets at its end taken apart: `10 um/min [measured, key]`. */
export interface SourcedText {
  readonly body: string
  /** What stands between the brackets; absent without brackets. */
  readonly inside?: string
  /** Offset of `inside` in the text. */
  readonly offset: number
}

/** Splits the brackets off the end of a text. */
export function splitSource(text: string): SourcedText {
  const match = /\[([^[\]]*)\]\s*$/.exec(text)
  if (match === null) return { body: text, offset: text.length }
  return { body: text.slice(0, match.index).trimEnd(), inside: match[1] ?? '', offset: match.index + 1 }
}

/** Tells whether a text is a source kind. */
export function isSourceKind(text: string): text is SourceKind {
  return sourceKinds.some((kind) => kind === text)
}

/** Tells whether a source speaks for itself, so that `sources` need not define it. */
export function isInlineSource(key: string): boolean {
  return /^(?:doi:10\.\d{4,9}\/\S+|https?:\/\/\S+)$/.test(key)
}

/** The provenance of a text that was split: what its brackets say, or that there are none. */
export function provenanceIn(
  node: LocatedScalar,
  source: SourcedText,
  path: Path,
  reader: Reader,
): Provenance | undefined {
  if (source.inside !== undefined) return readSource(node, source, path, reader)
  return provenanceOf(undefined, undefined, reader)
}

/** Reads what stands between brackets; reports unknown keys and superfluous words. */
export function readSource(
  node: LocatedScalar,
  source: SourcedText,
  path: Path,
  reader: Reader,
): Provenance | undefined {
  let kind: SourceKind | undefined
  let key: string | undefined
  let offset = source.offset
  let isGood = true
  for (const part of (source.inside ?? '').split(',')) {
    const word = part.trim()
    const at = offset + part.length - part.trimStart().length
    offset += part.length + 1
    const isKind = isSourceKind(word)
    if (word === '' || (isKind ? kind : key) !== undefined) {
      reader.report(word === '' ? emptySource() : oneSource(word), node, path, at, Math.max(1, word.length))
      isGood = false
    } else if (isKind) kind = word
    else {
      key = word
      isGood =
        checkSource(word, reader, () =>
          reader.report(unknownSource(word, names(reader)), node, path, at, word.length),
        ) && isGood
    }
  }
  return isGood ? provenanceOf(kind, key, reader) : undefined
}

function names(reader: Reader): readonly string[] {
  return reader.names.get('source') ?? []
}

/** Checks a source key against the document's sources and notes that it is used. */
export function checkSource(key: string, reader: Reader, report: () => void): boolean {
  reader.use?.('source', key)
  const known = reader.names.get('source')
  if (known === undefined || known.includes(key) || isInlineSource(key)) return true
  report()
  return false
}

/** Completes a provenance: a key without a kind is as good as its `sources` entry says, else measured. */
export function provenanceOf(
  kind: SourceKind | undefined,
  key: string | undefined,
  reader: Reader,
  note?: string,
): Provenance {
  const resolved = kind ?? (key === undefined ? 'assumed' : (reader.sourceKind?.(key) ?? 'measured'))
  return {
    kind: resolved,
    ...(key === undefined ? {} : { key }),
    ...(note === undefined ? {} : { note }),
    ...(reader.isDefault === true ? { isDefault: true } : {}),
  }
}

/** Reads the source of a default as a programmer gives it: brackets' content, or a reason in words. */
export function defaultProvenance(source: string | undefined): Provenance {
  const words = (source ?? '').split(',').map((word) => word.trim())
  const kind = words.find(isSourceKind)
  const rest = words.filter((word) => word !== '' && !isSourceKind(word))
  const [first] = rest
  if (rest.length === 1 && first !== undefined && isInlineSource(first))
    return { kind: kind ?? 'measured', key: first, isDefault: true }
  const note = rest.join(', ')
  return { kind: kind ?? 'assumed', ...(note === '' ? {} : { note }), isDefault: true }
}

/** Writes a provenance as an author would: "[measured, key]". */
export function writeSource(provenance: Provenance): string {
  return provenance.key === undefined ? `[${provenance.kind}]` : `[${provenance.kind}, ${provenance.key}]`
}
