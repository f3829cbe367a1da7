import type { CompileContext } from '../../engine/process.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { type Rule, rulesSection } from './schema.ts'
import type { Direction } from './sentence.ts'

/** What `rules_respond` is bound to beside its tables. */
export interface RulesTables {
  /** Behaviours that some rule modulates, sorted; entry b of the tables. */
  readonly behaviours: readonly string[]
  /** Rows of `table.behaviours` with their bases. */
  readonly baseRows: readonly number[]
  /** Columns of the signals that rules read, in the order of the rows' indices. */
  readonly signalColumns: readonly string[]
}

/** Signals and behaviours that rules name. */
export function rulesUse(model: ModelData): {
  readonly signals: readonly string[]
  readonly behaviours: readonly string[]
} {
  const rules = model.cellTypes.flatMap((type) => sectionOf(type, rulesSection))
  return {
    signals: distinct(rules.map((rule) => rule.signal)),
    behaviours: distinct(rules.map((rule) => rule.behaviour)),
  }
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted()
}

/** The rules of one type on one behaviour. */
interface Entry {
  readonly up: readonly Rule[]
  readonly down: readonly Rule[]
}

/** Turns the rules into rows, entry by entry (behaviour x type), those that raise before those that lower. */
export function compileRules(model: ModelData, context: CompileContext): RulesTables | undefined {
  const { signals, behaviours: named } = rulesUse(model)
  // A tissue does not compute what only the blood does.
  const behaviours = named.filter((name) => context.behaviours.get(name)?.isPerCell === true)
  if (behaviours.length === 0) return undefined
  const ofTypes = model.cellTypes.map((type) => sectionOf(type, rulesSection))
  const entries = behaviours.flatMap((behaviour) => ofTypes.map((rules) => entryOf(rules, behaviour)))
  entryTables(entries, context)
  rowTables(entries, signals, context)
  for (const [name, width] of [
    ['rules.signals', signals.length],
    ['rules.outputs', behaviours.length],
    ['rules.bases', behaviours.length],
  ] as const) {
    const doc = 'addresses for the kernel, written each time the memory is laid out'
    context.column({ name, group: 'table', type: 'u32', unit: '1', width, doc, isScratch: true })
  }
  return {
    behaviours,
    baseRows: behaviours.map((name) => known(context.behaviours.get(name), name).index),
    signalColumns: signals.map((name) => known(context.signals.get(name), name).column),
  }
}

function entryOf(rules: readonly Rule[], behaviour: string): Entry {
  const of = (direction: Direction): readonly Rule[] =>
    rules.filter((rule) => rule.behaviour === behaviour && rule.direction === direction)
  return { up: of('increases'), down: of('decreases') }
}

/** Per entry: where its rows begin, what they lead to (the extremum of the rows), and where it starts. */
function entryTables(entries: readonly Entry[], context: CompileContext): void {
  const first = [0]
  for (const { up, down } of entries) first.push((first.at(-1) ?? 0) + up.length + down.length)
  const middle = entries.map(({ up }, entry) => (first[entry] ?? 0) + up.length)
  const starts = entries.flatMap(({ up, down }) => {
    const given = [...up, ...down].filter((rule) => rule.from !== undefined)
    return [given[0], given.find((rule) => rule.alsoWhenDead)]
  })
  context.table('rules.first', 'u32', first)
  context.table('rules.middle', 'u32', middle)
  context.table(
    'rules.up',
    'f64',
    entries.map(({ up }) => extremum(up, Math.max)),
  )
  context.table(
    'rules.down',
    'f64',
    entries.map(({ down }) => extremum(down, Math.min)),
  )
  context.table(
    'rules.isFrom',
    'u8',
    starts.map((rule) => (rule === undefined ? 0 : 1)),
  )
  context.table(
    'rules.from',
    'f64',
    starts.map((rule) => rule?.from?.value ?? 0),
  )
}

function extremum(rules: readonly Rule[], pick: (...values: number[]) => number): number {
  return rules.length === 0 ? 0 : pick(...rules.map((rule) => rule.to.value))
}

function rowTables(entries: readonly Entry[], signals: readonly string[], context: CompileContext): void {
  const rows = entries.flatMap(({ up, down }) => [...up, ...down])
  context.table(
    'rules.rowSignal',
    'u32',
    rows.map((rule) => signals.indexOf(rule.signal)),
  )
  context.table(
    'rules.rowHalf',
    'f64',
    rows.map((rule) => rule.half.value),
  )
  context.table(
    'rules.rowHill',
    'f64',
    rows.map((rule) => rule.hill.value),
  )
  context.table(
    'rules.rowWhenDead',
    'u8',
    rows.map((rule) => (rule.alsoWhenDead ? 1 : 0)),
  )
}

function known<T>(found: T | undefined, name: string): T {
  if (found === undefined) throw new Error(`rules name '${name}', which the program does not have`)
  return found
}
