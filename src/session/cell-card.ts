import type { Model } from '../compile/model.ts'
import { APOPTOTIC, LIVE, LYSED, NECROTIC } from '../engine/columns.ts'
import { lineageText } from '../engine/population.ts'
import { daughterLineage } from '../engine/random.ts'
import type { World } from '../engine/world.ts'
import { sectionOf } from '../model/assemble.ts'
import { nodeNames } from '../processes/boolean/cell-network.ts'
import { booleanSection } from '../processes/boolean/schema.ts'
import { FOUNDER_HIGH, FOUNDER_LOW } from '../processes/clones/columns.ts'
import { cycleSection, exitsOf } from '../processes/cycle/schema.ts'
import { traitsSection } from '../processes/fate/schema.ts'
import { networkSection } from '../processes/network/schema.ts'
import { rulesSection } from '../processes/rules/schema.ts'
import { type CellRule, cellRules } from './cell-rules.ts'
import type { CellHistory } from './followed-cells.ts'

/** All that is known about a cell. */
export interface CellCard {
  /** Sixteen hexadecimal digits. */
  readonly lineage: string
  readonly slot: number
  /** Where in an organism it is: a site, or `blood`; absent in the primary tissue. */
  readonly site?: string
  readonly type: string
  readonly state: string
  /** Phase of its cycle, where it has one. */
  readonly phase?: string
  /** [um] */
  readonly position: readonly [number, number, number]
  /** [um] */
  readonly radius: number
  /** [min]; known of cells whose birth was seen while they were followed. */
  readonly age?: number
  readonly clone?: string
  /** Known while the mother is there. */
  readonly mother?: string
  readonly facts: readonly CellFact[]
  /** Rules, edges and inputs of its type, with what each does now: strongest first. */
  readonly rules: readonly CellRule[]
  /** Nodes of its network. */
  readonly network: readonly { readonly name: string; readonly value: number }[]
  /** Kept while the cell is followed. */
  readonly history: Pick<CellHistory, 'times' | 'values'>
  readonly events: CellHistory['events']
}

export interface CellFact {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly group: 'signal' | 'behaviour' | 'trait' | 'cell'
}

const NO_HISTORY: CellHistory = { times: [], values: {}, events: [] }

const STATE_WORDS: Readonly<Record<number, string>> = {
  [LIVE]: 'live',
  [APOPTOTIC]: 'apoptotic',
  [NECROTIC]: 'necrotic',
  [LYSED]: 'lysed',
}

/** All that a world tells about one of its cells; reads only. */
export function cellCard(
  world: World,
  model: Model,
  slot: number,
  history: CellHistory = NO_HISTORY,
): CellCard | undefined {
  if (!Number.isInteger(slot) || slot < 0 || slot >= world.count) return undefined
  const { x, y, z, radius, state, type } = world.cells
  const own = world.program.cellTypes[type[slot] ?? 0] ?? ''
  const [phase, age] = [phaseOf(world, model, slot), ageOf(world, history)]
  const [clone, mother] = [cloneOf(world, slot), motherOf(world, slot)]
  return {
    lineage: lineageText(world, slot),
    slot,
    ...(world.program.site === undefined ? {} : { site: world.program.site }),
    type: own,
    state: STATE_WORDS[state[slot] ?? LIVE] ?? 'live',
    ...(phase === undefined ? {} : { phase }),
    position: [x[slot] ?? 0, y[slot] ?? 0, z[slot] ?? 0],
    radius: radius[slot] ?? 0,
    ...(age === undefined ? {} : { age }),
    ...(clone === undefined ? {} : { clone }),
    ...(mother === undefined ? {} : { mother }),
    facts: cellFacts(world, model, slot),
    rules: cellRules(world, model, slot),
    network: networkOf(world, model, slot),
    history: { times: history.times, values: history.values },
    events: history.events,
  }
}

/** Facts of a cell by name: what is noted of followed cells. */
export function followedFacts(world: World, model: Model, slot: number): Readonly<Record<string, number>> {
  const facts = cellFacts(world, model, slot).map(({ name, value }) => [name, value] as const)
  const nodes = networkOf(world, model, slot).map(({ name, value }) => [name, value] as const)
  return Object.fromEntries([...facts, ...nodes])
}

/** Columns of numbers per cell that are signals' and behaviours' have these words before the slash. */
const NAMED = ['signal/', 'behaviour/', 'network/', 'trait/']

/** Signals and behaviours that its type's rules change, of those that mean something where it is, traits, and what else is stored of a cell as one number. */
function cellFacts(world: World, model: Model, slot: number): readonly CellFact[] {
  const { program } = world
  const type = typeOf(world, model, slot)
  const traits = new Set(Object.keys(type === undefined ? {} : sectionOf(type, traitsSection)))
  const changed = new Set(
    (type === undefined ? [] : sectionOf(type, rulesSection)).map(({ behaviour }) => behaviour),
  )
  const isHere = ({ name }: { readonly name: string }): boolean => !program.elsewhere.has(name)
  const signals = [...program.offered.values()].filter(({ column }) => world.has(column))
  const told = new Set(signals.map(({ column }) => column))
  const isTrait = (column: string): boolean => column.startsWith('trait/')
  const plain = signals.filter(
    (signal) => isHere(signal) && !signal.column.startsWith('network/') && !isTrait(signal.column),
  )
  return [
    ...plain.map(({ name, unit, column }) => fact(world, slot, name, unit, column, 'signal')),
    ...[...program.behaviours.values()]
      .filter((behaviour) => isHere(behaviour) && changed.has(behaviour.name))
      .map(({ name, unit }): CellFact => ({
        name,
        unit,
        value: world.behaviourOf(name, slot),
        group: 'behaviour',
      })),
    ...signals
      .filter(({ name, column }) => isTrait(column) && traits.has(name))
      .map(({ name, unit, column }) => fact(world, slot, name, unit, column, 'trait')),
    ...storedFacts(world, slot, told),
  ]
}

/** Numbers that processes store of a cell; called by the first clause of what they are. */
function storedFacts(world: World, slot: number, told: ReadonlySet<string>): readonly CellFact[] {
  const columns = world.program.columns.filter(
    ({ name, group, type, width = 1, isScratch }) =>
      group === 'cell' &&
      type === 'f64' &&
      width === 1 &&
      isScratch !== true &&
      !PLACED.has(name) &&
      !told.has(name) &&
      !NAMED.some((start) => name.startsWith(start)),
  )
  return columns.map(({ name, unit, doc }) =>
    fact(world, slot, /^[^,;:]+/.exec(doc)?.[0] ?? name, unit, name, 'cell'),
  )
}

/** Columns that a card shows as such. */
const PLACED: ReadonlySet<string> = new Set(['cell.x', 'cell.y', 'cell.z', 'cell.radius'])

function fact(
  world: World,
  slot: number,
  name: string,
  unit: string,
  column: string,
  group: CellFact['group'],
): CellFact {
  return { name, unit, value: world.f64(column)[slot] ?? 0, group }
}

function typeOf(world: World, { data }: Model, slot: number): Model['data']['cellTypes'][number] | undefined {
  return data.cellTypes[world.cells.type[slot] ?? 0]
}

/** Levels of the nodes that its type's networks have. */
function networkOf(world: World, model: Model, slot: number): CellCard['network'] {
  const type = typeOf(world, model, slot)
  if (type === undefined) return []
  const switches = sectionOf(type, booleanSection)
  const names = new Set([
    ...Object.keys(sectionOf(type, networkSection)?.nodes ?? {}),
    ...(switches === undefined ? [] : nodeNames(switches)),
  ])
  return [...world.program.offered.values()]
    .filter(({ name, column }) => names.has(name) && world.has(column))
    .map(({ name, column }) => ({ name, value: world.f64(column)[slot] ?? 0 }))
}

function phaseOf(world: World, model: Model, slot: number): string | undefined {
  const type = typeOf(world, model, slot)
  const section = type === undefined ? undefined : sectionOf(type, cycleSection)
  if (section === undefined || !world.has('cycle.phase') || world.cells.state[slot] !== LIVE) return undefined
  const phases = exitsOf(section)
  return phases.length < 2 ? undefined : phases[world.u8('cycle.phase')[slot] ?? 0]?.data.name
}

function cloneOf(world: World, slot: number): string | undefined {
  if (!world.has(FOUNDER_LOW)) return undefined
  const [low = 0, high = 0] = [world.u32(FOUNDER_LOW)[slot], world.u32(FOUNDER_HIGH)[slot]]
  return low === 0 && high === 0 ? undefined : keyText(low, high)
}

/** The cell of which one of the births gives this key: a key follows from the mother's, so that nothing needs to be kept. */
function motherOf(world: World, slot: number): string | undefined {
  const { lineageLow, lineageHigh, births } = world.cells
  for (let mother = 0; mother < world.count; mother++) {
    const [low = 0, high = 0] = [lineageLow[mother], lineageHigh[mother]]
    for (let birth = 0; birth < (births[mother] ?? 0); birth++) {
      const [daughterLow, daughterHigh] = daughterLineage(low, high, birth)
      if (daughterLow === lineageLow[slot] && daughterHigh === lineageHigh[slot]) return keyText(low, high)
    }
  }
  return undefined
}

function ageOf(world: World, { events }: CellHistory): number | undefined {
  const born = events.find(({ text }) => text.startsWith('born of') || text.startsWith('arrived'))
  return born === undefined ? undefined : world.time - born.time
}

function keyText(low: number, high: number): string {
  return [high, low].map((word) => word.toString(16).padStart(8, '0')).join('')
}
