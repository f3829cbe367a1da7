import type { Dimension } from '../units/dimension.ts'
import type { Message, Path } from './issue.ts'
import type { Located, LocatedMap } from './located.ts'

/** How well a number is known. */
export type SourceKind = 'measured' | 'fitted' | 'assumed'

/** Where a number or a rule comes from. `assumed` without a key is honest and allowed. */
export interface Provenance {
  readonly kind: SourceKind
  /** Key into the model's `sources`; absent when merely assumed. */
  readonly key?: string
  /** Free text: why this number, under which conditions. */
  readonly note?: string
  /** True when the author wrote nothing and the schema's default stands. */
  readonly isDefault?: boolean
  /** True for a choice of the author that no paper could support: a domain size, a stop time, a dose. */
  readonly isSetting?: boolean
}

/** A number with its unit and its source, in canonical units; plain JSON. */
export interface Quantity {
  /** In canonical units of its dimension (um, min, mg, ymol, mmHg; so nM for concentrations). */
  readonly value: number
  /** The unit as the author wrote it; `describe` and reports print the number in it. */
  readonly unit: string
  readonly provenance: Provenance
}

/** Names that references may point to, by what they are: 'substrate', 'cell type', 'trait', 'drug', 'source' ... */
export type Names = ReadonlyMap<string, readonly string[]>

/** What a schema may use while it reads a node: the names of the document, and the sink for mistakes. */
export interface Reader {
  /** A kind that is missing here altogether is not checked (while a default is read, or while names are not known yet). */
  readonly names: Names
  /** True while a schema reads its own default. */
  readonly isDefault?: boolean
  /** Reports at a node, at a key of a map, or at `length` characters from `offset` in a scalar's text. */
  report(
    message: Message,
    at: Located | { readonly key: string; readonly of: Located },
    path: Path,
    offset?: number,
    length?: number,
  ): void
  /** How well the numbers from a source are known, when the `sources` entry says so. */
  sourceKind?(key: string): SourceKind | undefined
  /** Notes that a name is used, so that definitions nobody uses can be pointed out. */
  use?(kind: string, name: string): void
}

/** One declaration from which parser, types, defaults, JSON Schema, forms and documentation follow. */
export interface Schema<T> {
  readonly kind: string
  readonly doc: string
  /** Value when the author wrote nothing; `undefined` result means that the key is required. */
  absent(path: Path): { readonly value: T } | undefined
  /** Returns the value, or undefined after having reported at least one error. Reports everything it finds. */
  read(node: Located, path: Path, reader: Reader): T | undefined
  /** JSON Schema (2020-12) of what an author may write here. */
  jsonSchema(): Record<string, unknown>
  /** The inverse of `read`: a plain value that YAML can print and that reads back to the same value. */
  write(value: T): unknown
  /** Rows for documentation and forms: children of a record by key; the item of a list or map under '*'. */
  readonly children?: Readonly<Record<string, Schema<unknown>>>
  readonly facts?: SchemaFacts
}

/** What editors and forms ask about a schema beside its kind and text; everything as an author would write it. */
export interface SchemaFacts {
  /** An example unit that fixes the dimension, or 'any'. */
  readonly unit?: string
  readonly default?: unknown
  /** Source of the default. */
  readonly source?: string
  /** A choice of the author that needs no source. */
  readonly isSetting?: boolean
  /** Bounds, in words. */
  readonly range?: string
  readonly choices?: readonly string[]
  readonly examples?: readonly string[]
  /** Kind of names that the value, or the keys of a map, must be one of. */
  readonly names?: string
  /** Of a thing that may be written in several forms. */
  readonly forms?: Readonly<Partial<Record<'scalar' | 'map' | 'list', Schema<unknown>>>>
  /** Of a sentence: what may follow a beginning of it. */
  readonly next?: (before: string) => readonly SentenceSlot[]
  /** Of a sentence without its source: what it says in plain words. */
  readonly explain?: (text: string) => string | undefined
}

/** Something that may stand at a place of a sentence. */
export interface SentenceSlot {
  /** Where it begins in the text before the cursor. */
  readonly from: number
  /** A kind of names; 'signal' and 'behaviour' are those of the model's dictionary; 'amount' is a number with its unit. */
  readonly of?: string
  /** What follows a complete name. */
  readonly followedBy?: readonly string[]
  /** Words to choose from, instead of names. */
  readonly words?: readonly string[]
  /** Of an amount: the unit, or the signal or behaviour whose unit it has. */
  readonly unit?: string
  readonly unitOf?: string
}

export type Infer<S> = S extends Schema<infer T> ? T : never

/** Where a section may stand: at the top of the model, in each substrate, or in each cell type. */
export type SectionPlace = 'model' | 'substrate' | 'cell type'

/** A process's contribution to what an author may write, under one key. */
export interface Section<T = unknown> {
  readonly place: SectionPlace
  readonly key: string
  readonly schema: Schema<T>
  /** What the keys under this section name, e.g. 'drug' for `therapy`, so that references can be checked. */
  readonly names?: string
  /**
   * What follows from this section elsewhere in the document: parts that are laid below what the author wrote, before names
   * are collected. Must not complain, since the section itself is read later, and must find the same in its own result.
   */
  readonly derive?: (document: LocatedMap) => LocatedMap | undefined
}

/** Options of a dimensional number. `unit` is an example unit that fixes the dimension, or 'any' (checked later). */
export interface QuantityOptions {
  readonly unit: string
  readonly doc: string
  /** As an author would write it, with unit; absent = required. */
  readonly default?: string
  /** Source of the default as an author would write it between brackets ('fitted, doi:10...'), or a reason in words. */
  readonly source?: string
  /** Inclusive bounds in the units of `unit`. */
  readonly min?: number
  readonly max?: number
  /** Exclusive lower bound zero. */
  readonly positive?: boolean
  /** True for a choice of the author that needs no source: a domain size, a stop time, a dose. */
  readonly setting?: boolean
}

export type QuantityDimension = Dimension | 'any'
