import { LEVEL_PREFIX, type Level, PLASMA_PREFIX, declareLevels } from '../../engine/body-levels.ts'
import { cadenceMinutes } from '../../engine/clock.ts'
import type { CompileContext, Usage } from '../../engine/process.ts'
import type { FasterLoss } from '../../math/faster-loss.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { saturation } from '../../math/saturation.ts'
import type { Quantity } from '../../model/kit.ts'
import { type KnownLevel, fullName, knownLevels, levelName } from './levels.ts'
import { type Drive, type Variable, nichesSection } from './schema.ts'

/** What a level does: entry `index` of what drives read; `rest` is its effect in a healthy body, from 0 to 1. */
export interface CompiledInfluence {
  readonly index: number
  readonly half: number
  readonly hill: number
  readonly rest: number
}

export interface CompiledBlocker {
  readonly index: number
  readonly half: number
}

export interface CompiledDrive {
  /** [1/min] */
  readonly rate: number
  readonly proportional: readonly number[]
  readonly raised: readonly CompiledInfluence[]
  readonly lowered: readonly CompiledInfluence[]
  readonly blockers: readonly CompiledBlocker[]
}

export interface CompiledFaster extends CompiledInfluence {
  readonly to: number
}

export interface CompiledVariable {
  /** The column of its level; entry `index` of what drives read is the same. */
  readonly column: string
  readonly index: number
  /** Gain in a healthy body, and loss [1/min]. */
  readonly gain: number
  readonly loss: number
  readonly drives: readonly CompiledDrive[]
  readonly blockers: readonly CompiledBlocker[]
  readonly cleared: readonly CompiledFaster[]
  readonly depletions: readonly FasterLoss[]
}

export interface NichesTables {
  readonly variables: readonly CompiledVariable[]
  /** Columns that drives read: variables first, in their order, then what is outside of them. */
  readonly read: readonly string[]
  readonly signals: readonly string[]
  /** Between two meetings [min]. */
  readonly dt: number
}

/** Column with what drives read from outside at the last meeting. */
export const BEFORE_COLUMN = 'niches.before'

/** Variables of organs as levels of the body. */
export function organLevels(model: ModelData): readonly Level[] {
  return Object.entries(sectionOf(model, nichesSection) ?? {}).flatMap(([organ, own]) =>
    Object.entries(own).map(([name, { normal }]) => ({
      name: levelName(name, organ),
      unit: '1',
      doc: `${name} in ${organ}, from 0 to 1`,
      initial: normal.value,
    })),
  )
}

/** Declares the state of organs; undefined without any. */
export function compileNiches(
  model: ModelData,
  context: CompileContext,
  usage: Usage,
): NichesTables | undefined {
  const section = sectionOf(model, nichesSection)
  if (section === undefined) return undefined
  const known = knownLevels(model)
  const own = organLevels(model).map(({ name }) => LEVEL_PREFIX + name)
  const read = [...own]
  const indexOf = ({ column }: KnownLevel): number => {
    const found = read.indexOf(column)
    return found >= 0 ? found : read.push(column) - 1
  }
  const variables = Object.entries(section).flatMap(([organ, there]) =>
    Object.entries(there).map(([name, variable]) =>
      compileVariable(LEVEL_PREFIX + levelName(name, organ), variable, { organ, known, indexOf }),
    ),
  )
  // At least one entry: a column has a width.
  const outside = Math.max(read.length - own.length, 1)
  const doc = 'what drives of organs read from outside of them at the last meeting'
  context.column({ name: BEFORE_COLUMN, group: 'world', type: 'f64', unit: '1', doc, width: outside })
  return {
    variables,
    read,
    signals: declareLevels(organLevels(model), context, usage),
    dt: cadenceMinutes(context.clock, 'phenotype'),
  }
}

/** How names become entries of what drives read. */
interface Names {
  readonly organ: string
  readonly known: ReadonlyMap<string, KnownLevel>
  readonly indexOf: (level: KnownLevel) => number
}

function compileVariable(column: string, variable: Variable, names: Names): CompiledVariable {
  const loss = 1 / variable.lasts.value
  const { value: normal } = variable.normal
  const self = names.indexOf({ column, unit: '1', rest: normal })
  return {
    column,
    index: self,
    gain: (loss * normal) / (1 - normal),
    loss,
    drives: Object.values(variable.drives).map((drive) => compileDrive(drive, names)),
    blockers: blockersOf(variable['blocked by'], names),
    cleared: Object.entries(variable['cleared by']).flatMap(([name, faster]) =>
      influencesOf({ [name]: faster }, names).map((influence) => ({ ...influence, to: faster.to.value })),
    ),
    depletions: variable.depletion.map(({ from, until, 'to share': share }) => ({
      from: from.value,
      until: until?.value ?? Infinity,
      times: 1 / share.value,
    })),
  }
}

function compileDrive(drive: Drive, names: Names): CompiledDrive {
  return {
    rate: drive.rate.value,
    proportional: drive['in proportion to'].flatMap((name) => {
      const level = levelOf(name, names)
      return level === undefined ? [] : [names.indexOf(level)]
    }),
    raised: influencesOf(drive['raised by'], names),
    lowered: influencesOf(drive['lowered by'], names),
    blockers: blockersOf(drive['blocked by'], names),
  }
}

type Written = Readonly<Record<string, { readonly half: Quantity; readonly hill: Quantity }>>

function influencesOf(written: Written, names: Names): readonly CompiledInfluence[] {
  return Object.entries(written).flatMap(([name, { half, hill }]) => {
    const level = levelOf(name, names)
    if (level === undefined) return []
    const rest = saturation(level.rest, half.value, hill.value)
    return [{ index: names.indexOf(level), half: half.value, hill: hill.value, rest }]
  })
}

function levelOf(name: string, { organ, known }: Names): KnownLevel | undefined {
  return known.get(fullName(name, organ, known))
}

function blockersOf(
  drugs: Readonly<Record<string, Quantity>>,
  { indexOf, known }: Names,
): readonly CompiledBlocker[] {
  return Object.entries(drugs)
    .filter(([name]) => known.has(`${name} in plasma`))
    .map(([name, { value }]) => ({
      index: indexOf({ column: PLASMA_PREFIX + name, unit: 'nM', rest: 0 }),
      half: value,
    }))
}
