import type { Path } from '../../model/issue.ts'
import type { Infer, Quantity, Reader, Schema, Section } from '../../model/kit.ts'
import type { Located } from '../../model/located.ts'
import { oneOfTwo, unknownKey, unknownName } from '../../model/messages.ts'
import { quantity } from '../../model/schema-quantity.ts'
import { choice } from '../../model/schema-scalar.ts'
import { map, optional, record } from '../../model/schema.ts'
import { CYCLE_MODELS, CYCLE_SOURCE, type PhaseData, modelNames } from './models.ts'

const rateOptions = { unit: '1/min', min: 0, doc: 'rate of leaving the phase' } as const
const durationOptions = { unit: 'min', positive: true, doc: 'time in the phase: fixed, or its mean' } as const

const exitChildren = {
  rate: optional(quantity(rateOptions)),
  duration: optional(quantity(durationOptions)),
  distribution: optional(
    choice(['fixed', 'exponential'], { doc: 'the time in the phase is fixed, or exponential with the rate' }),
  ),
}
const phase = record(exitChildren, { doc: 'how long a phase lasts: a rate or a duration' })
type WrittenExit = Infer<typeof phase>

const written = record(
  {
    model: choice(modelNames, { doc: 'the phases of the cycle and how they follow one another' }),
    ...exitChildren,
    phases: optional(
      map(undefined, phase, { doc: 'phases by name; those left out keep the numbers of the model' }),
    ),
  },
  { doc: 'cell cycle: phases, how long they last, and where the cell divides' },
)

/** A cycle as read: complete, with the way out of the phase itself for `live`, and of each phase for the others. */
export type CycleSection = Infer<typeof written>

/** How the cell leaves one phase: exactly one of rate [1/min] and duration [min] is there. */
export interface PhaseExit {
  readonly data: PhaseData
  readonly rate?: Quantity
  readonly duration?: Quantity
  readonly isFixed: boolean
}

const cycle: Schema<CycleSection | undefined> = optional({
  ...written,
  read(node: Located, path: Path, reader: Reader): CycleSection | undefined {
    const value = written.read(node, path, reader)
    if (value === undefined || !isConsistent(value, node, path, reader)) return undefined
    return complete(value, path)
  },
})

/** `cell types.<name>.cycle`; a type without it does not cycle unless rules or networks make it. */
export const cycleSection: Section<CycleSection | undefined> = {
  place: 'cell type',
  key: 'cycle',
  schema: cycle,
}

/** The phases of a cycle in order, with how each is left. */
export function exitsOf(section: CycleSection): readonly PhaseExit[] {
  return CYCLE_MODELS[section.model].map((data) => {
    const exit = section.phases?.[data.name] ?? section
    const { rate, duration } = exit
    return {
      data,
      ...(rate === undefined ? {} : { rate }),
      ...(duration === undefined ? {} : { duration }),
      isFixed: (exit.distribution ?? data.distribution) === 'fixed',
    }
  })
}

/** Reports a rate beside a duration, names of phases that the model does not have, and numbers at the wrong place. */
function isConsistent(value: CycleSection, node: Located, path: Path, reader: Reader): boolean {
  const names = CYCLE_MODELS[value.model].map((data) => data.name)
  const entries = Object.entries(value.phases ?? {})
  const phases = node.kind === 'map' ? (node.entries.get('phases')?.node ?? node) : node
  const unknown = entries.filter(([name]) => !names.includes(name) || names.length === 1)
  for (const [name] of unknown) {
    const message = unknownName('cycle phase', name, names.length === 1 ? [] : names)
    reader.report(message, { key: name, of: phases }, [...path, 'phases', name])
  }
  const hasBoth = entries.filter(([, exit]) => isDouble(exit))
  for (const [name] of hasBoth) {
    reader.report(oneOfTwo('rate', 'duration'), { key: name, of: phases }, [...path, 'phases', name])
  }
  const misplaced = misplacedKey(value, names.length)
  if (misplaced !== undefined)
    reader.report(unknownKey(misplaced, ['model', 'phases']), { key: misplaced, of: node }, path)
  else if (isDouble(value)) reader.report(oneOfTwo('rate', 'duration'), node, path)
  return unknown.length + hasBoth.length === 0 && misplaced === undefined && !isDouble(value)
}

function isDouble(exit: WrittenExit): boolean {
  return exit.rate !== undefined && exit.duration !== undefined
}

/** A number for the only phase in a cycle that has several: they have to say which. */
function misplacedKey(value: CycleSection, phases: number): keyof WrittenExit | undefined {
  if (phases === 1) return undefined
  return (['rate', 'duration', 'distribution'] as const).find((key) => value[key] !== undefined)
}

/** Writes out every default, so that a described model shows all numbers. */
function complete(value: CycleSection, path: Path): CycleSection {
  const { model } = value
  const data = CYCLE_MODELS[model]
  const [first] = data
  if (data.length === 1 && first !== undefined) return { model, ...completeExit(first, value, path) }
  const phases = data.map((each) => {
    const exit = completeExit(each, value.phases?.[each.name] ?? {}, [...path, 'phases', each.name])
    return [each.name, exit] as const
  })
  return { model, phases: Object.fromEntries(phases.toSorted(([a], [b]) => (a < b ? -1 : 1))) }
}

function completeExit(data: PhaseData, exit: WrittenExit, path: Path): WrittenExit {
  const distribution = exit.distribution ?? data.distribution
  if (exit.rate !== undefined) return { rate: exit.rate, distribution }
  const duration = exit.duration ?? ownDefault(durationOptions, data.duration, [...path, 'duration'])
  if (duration !== undefined) return { duration, distribution }
  const rate = ownDefault(rateOptions, data.rate, [...path, 'rate'])
  return { ...(rate === undefined ? {} : { rate }), distribution }
}

function ownDefault(
  options: typeof rateOptions | typeof durationOptions,
  text: string | undefined,
  path: Path,
): Quantity | undefined {
  if (text === undefined) return undefined
  return quantity({ ...options, default: text, source: CYCLE_SOURCE }).absent(path)?.value
}
