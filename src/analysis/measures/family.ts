import type { Program } from '../../engine/program.ts'
import type { World } from '../../engine/world.ts'
import type { Measure } from '../../record/measure.ts'
import { type Pattern, parsePattern } from './pattern.ts'

/** A family of measures, as documentation lists it. */
export interface MeasureFamily {
  /** How a name is written: `<...>` stands for what the author chooses, `[...]` may be left out. */
  readonly pattern: string
  readonly unit: string
  readonly doc: string
  /** The measures that a name stands for, or undefined when the name is not of this family. */
  resolve(name: string, program: Program): readonly Measure[] | undefined
  /** Names of this family in a model, for lists and suggestions; only where they are few. */
  names(program: Program): readonly string[]
  /** What is wrong with a name that is written like this family, and how alike it is [letters]; undefined when it is not. */
  complaint(name: string, program: Program): Complaint | undefined
}

/** What is wrong with a name that is nearly right. */
export interface Complaint {
  readonly text: string
  /** Letters of the pattern's own that the name shares: the larger, the surer. */
  readonly likeness: number
}

/** The meaning of a text that stands in a slot, or what is wrong with it. */
export type Reading<T> = { readonly value: T } | { readonly problem: string }

/** A part of a name that the author chooses. */
export interface Slot<T> {
  /** All texts that may stand here in a model, where they can be listed. */
  names?(program: Program): readonly string[]
  /** Those of them that lists show, when there are several ways to say the same. */
  listed?(program: Program): readonly string[]
  read(text: string, program: Program): Reading<T>
}

/** Slots by their names in the pattern. */
export type Slots = Readonly<Record<string, Slot<unknown>>>
type Values<S extends Slots> = { readonly [K in keyof S]: S[K] extends Slot<infer T> ? T : never }

/** What a name with these values measures. */
export interface Meaning {
  readonly unit: string
  /** What it is in words; the name when absent. */
  readonly doc?: string
  evaluate(world: World): number
}

/** How the names of a family are written and read; `M` is what a name with its values means. */
export interface FamilyDefinition<S extends Slots, O extends Slots, M> {
  readonly pattern: string
  readonly unit: string
  readonly doc: string
  /** Readers of the parts that must be there, by their names in the pattern. */
  readonly slots?: S
  /** Readers of the parts that may be left out. */
  readonly optional?: O
  /** Names for lists; all combinations of listable parts unless said. */
  readonly names?: (program: Program) => readonly string[]
  /** Why a model cannot have this family, whatever the parts; undefined when it can. */
  readonly lacks?: (program: Program) => string | undefined
  measure(values: Values<S> & Partial<Values<O>>, program: Program): M
}

/** What reads the names of a family. */
export interface NameReader<M> {
  /** What a name means, or undefined when it is not of this family. */
  read(name: string, program: Program): M | undefined
  names(program: Program): readonly string[]
  complaint(name: string, program: Program): Complaint | undefined
}

/** Makes the reader of a family from its pattern. */
export function readerOf<S extends Slots, O extends Slots, M>(
  definition: FamilyDefinition<S, O, M>,
): NameReader<M> {
  const { pattern, lacks } = definition
  const slots: Slots = { ...definition.slots, ...definition.optional }
  const parsed = parsePattern(pattern)
  return {
    read: (name, program) => {
      if (lacks?.(program) !== undefined) return undefined
      const values = readStrictly(parsed, slots, name, program)
      // The readers of the slots made these values, by the same keys.
      return values && definition.measure(values as Values<S> & Partial<Values<O>>, program)
    },
    names: (program) => {
      if (lacks?.(program) !== undefined) return []
      return definition.names?.(program) ?? parsed.expand((slot) => listedIn(slots[slot], program))
    },
    complaint: (name, program) => complain(parsed, slots, name, program, lacks?.(program)),
  }
}

/** Makes a family of measures from its pattern: reading of names, lists and complaints follow from it. */
export function defineFamily<S extends Slots, O extends Slots>(
  definition: FamilyDefinition<S, O, Meaning>,
): MeasureFamily {
  const { pattern, unit, doc } = definition
  const { read, names, complaint } = readerOf(definition)
  return {
    pattern,
    unit,
    doc,
    resolve: (name, program) => {
      const meaning = read(name, program)
      return meaning && [{ name, doc: name, ...meaning }]
    },
    names,
    complaint,
  }
}

function listedIn(slot: Slot<unknown> | undefined, program: Program): readonly string[] | undefined {
  return slot?.listed?.(program) ?? slot?.names?.(program)
}

/** Values of the slots when the name is of the pattern and every part is right. */
function readStrictly(
  pattern: Pattern,
  slots: Slots,
  name: string,
  program: Program,
): Readonly<Record<string, unknown>> | undefined {
  const texts = pattern.match(name, (slot) => slots[slot]?.names?.(program))
  if (texts === undefined) return undefined
  const values: Record<string, unknown> = {}
  for (const [slot, text] of texts) {
    const reading = slots[slot]?.read(text, program)
    if (reading === undefined || 'problem' in reading) return undefined
    values[slot] = reading.value
  }
  return values
}

function complain(
  pattern: Pattern,
  slots: Slots,
  name: string,
  program: Program,
  lack: string | undefined,
): Complaint | undefined {
  const texts = pattern.match(name, () => undefined)
  if (texts === undefined) return undefined
  if (lack !== undefined) return { text: lack, likeness: pattern.letters }
  for (const [slot, text] of texts) {
    const reading = slots[slot]?.read(text, program)
    if (reading !== undefined && 'problem' in reading)
      return { text: reading.problem, likeness: pattern.letters }
  }
  return undefined
}
