import type { Message, Path } from './issue.ts'
import type { Names, Provenance, Reader, Schema, SchemaFacts } from './kit.ts'
import type { Located, LocatedScalar } from './located.ts'
import { badSentence, expectedForm, noSource } from './messages.ts'
import { provenanceIn, splitSource, writeSource } from './provenance.ts'

/** Where in a sentence something is wrong; a `Message` where messages.ts has one, else a text. */
export interface SentenceMistake {
  readonly ok: false
  readonly message: string | Message
  readonly hint?: string
  /** Index of the first wrong character. */
  readonly offset: number
  /** Number of wrong characters; absent = to the end. */
  readonly length?: number
}

/** What a sentence's parser returns. */
export type SentenceResult<T> = { readonly ok: true; readonly value: T } | SentenceMistake

/** Reads a sentence; `names` are the names that the document defines, by kind. */
export type SentenceParser<T> = (text: string, names: Names) => SentenceResult<T>

/** How a sentence is documented. */
export interface SentenceDoc {
  readonly doc: string
  readonly examples?: readonly string[]
  /** For editors: what may follow a beginning of it. */
  readonly next?: SchemaFacts['next']
  /** For editors: what it says in plain words. */
  readonly explain?: SchemaFacts['explain']
}

/** A value written as a sentence in a small grammar of its own. */
export function sentence<T>(
  parse: SentenceParser<T>,
  write: (value: T) => string,
  doc: SentenceDoc | string,
): Schema<T> {
  return sentenceSchema(
    (node, path, reader) => readSentence(parse, node, node.text, path, reader),
    write,
    doc,
  )
}

/** A sentence's value together with the source that stood in brackets at its end. */
export type Sourced<T> = T & { readonly provenance: Provenance }

/** A sentence that may end in its source, `... hill 4 [fitted, key]`; `parse` and `write` see it without the brackets. */
export function sourcedSentence<T extends object>(
  parse: SentenceParser<T>,
  write: (value: T) => string,
  doc: SentenceDoc | string,
): Schema<Sourced<T>> {
  const read = (node: LocatedScalar, path: Path, reader: Reader): Sourced<T> | undefined => {
    const source = splitSource(node.text)
    const provenance = provenanceIn(node, source, path, reader)
    const value = readSentence(parse, node, source.body, path, reader)
    if (value === undefined || provenance === undefined) return undefined
    if (source.inside === undefined && reader.isDefault !== true) reader.report(noSource(), node, path)
    return { ...value, provenance }
  }
  return sentenceSchema(read, (value) => `${write(value)} ${writeSource(value.provenance)}`, doc)
}

function sentenceSchema<T>(
  read: (node: LocatedScalar, path: Path, reader: Reader) => T | undefined,
  write: (value: T) => string,
  about: SentenceDoc | string,
): Schema<T> {
  const { doc, examples = [], next, explain } = typeof about === 'string' ? { doc: about } : about
  return {
    kind: 'sentence',
    doc,
    absent: () => undefined,
    read(node: Located, path, reader) {
      if (node.kind === 'scalar' && node.value !== null) return read(node, path, reader)
      reader.report(expectedForm('a sentence', node, examples[0] && `for example ${examples[0]}`), node, path)
      return undefined
    },
    jsonSchema: () => ({ type: 'string', description: doc, ...(examples.length === 0 ? {} : { examples }) }),
    write,
    facts: {
      examples,
      ...(next === undefined ? {} : { next }),
      ...(explain === undefined ? {} : { explain }),
    },
  }
}

function readSentence<T>(
  parse: SentenceParser<T>,
  node: LocatedScalar,
  text: string,
  path: Path,
  reader: Reader,
): T | undefined {
  const result = parse(text, reader.names)
  if (result.ok) return result.value
  const message =
    typeof result.message === 'string' ? badSentence(result.message, result.hint) : result.message
  reader.report(message, node, path, result.offset, result.length ?? text.length - result.offset)
  return undefined
}
