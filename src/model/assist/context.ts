import type { ReadFile } from '../include.ts'
import type { Names, Schema, Section } from '../kit.ts'
import type { LocatedMap } from '../located.ts'

/** A signal or behaviour of the model that is written. */
export interface DictionaryWord {
  readonly name: string
  readonly unit: string
  readonly doc: string
}

/** What an editor must know about the model beside the text at the cursor. */
export interface AssistContext {
  readonly schema: Schema<unknown>
  readonly sections: readonly Section[]
  /** The merged document, absent while none could be read. */
  readonly root?: LocatedMap
  readonly names: Names
  readonly signals: readonly DictionaryWord[]
  readonly behaviours: readonly DictionaryWord[]
  /** Paths of documents that may be included. */
  readonly files: readonly string[]
  readonly read: ReadFile
}
