import { MilieuError } from '../../engine/errors.ts'
import type { PopulationHooks } from '../../engine/program.ts'
import { stream } from '../../engine/random.ts'
import type { World } from '../../engine/world.ts'
import { argumentList } from '../../kernels/kernels.ts'
import { type BooleanTables, indexOf, nodeColumn } from './compile.ts'
import { drawEvent, drawStart } from './kernels.ts'

const FLIPS = stream('boolean.flip')
const STARTS = stream('boolean.start')

/**
 * Flips of one cell in one step beyond which a run is stopped. Chosen: only nodes that two infinite rates drive up and down
 * flip so often.
 */
const MOST_FLIPS = 1_000_000

const CELLS = ['cell.lineageLow', 'cell.lineageHigh', 'boolean.state']
const TABLES = [
  'types',
  'roots',
  'branches',
  'rates',
  'shown',
  'inputs',
  'levels',
  'signals',
  'clampMask',
  'clampValue',
  'runaway',
]

/** Binds the flips of all networks within `dt` [min]. */
export function bindBoolean(world: World, tables: BooleanTables, dt: number): () => void {
  bindAddresses(world, tables)
  const types = world.program.cellTypes.length
  const cells = [
    world.pointer('cell.class'),
    types,
    ...CELLS.map((name) => world.pointer(name)),
    world.capacity,
    tables.words,
  ]
  const rest = TABLES.map((name) => world.pointer(`boolean.${name}`))
  const [low = 0, high = 0] = world.u32('world.seed')
  const args = argumentList([...cells, ...rest, MOST_FLIPS, FLIPS, dt, low, high, 0])
  const tickAt = args.length - 1
  const runaway = world.u32('boolean.runaway')
  showAll(world, tables)
  return () => {
    args[tickAt] = world.tick
    world.pool.run('boolean_flip', args, world.count)
    if (runaway[0] !== 0)
      throw new MilieuError(
        'BooleanNetworkRunaway',
        'a Boolean network flips without end: two of its rates are practically infinite',
      )
  }
}

function bindAddresses(world: World, { networks, shown, signalColumns }: BooleanTables): void {
  const isShown = new Set(shown)
  const nodes = networks.flatMap((network) => network?.network.nodes ?? [])
  world
    .u32('boolean.shown')
    .set(nodes.map(({ name }) => (isShown.has(name) ? world.pointer(nodeColumn(name)) : 0)))
  world.u32('boolean.outputs').set(shown.map((name) => world.pointer(nodeColumn(name))))
  world.u32('boolean.signals').set(signalColumns.map((column) => world.pointer(column)))
}

/** Writes all nodes into their columns once per layout; from then on each flip does. A branched run may show others than before. */
function showAll(world: World, { shown }: BooleanTables): void {
  const cells = [
    world.pointer('cell.type'),
    world.pointer('boolean.state'),
    world.capacity,
    world.program.cellTypes.length,
  ]
  const outputs = [world.pointer('boolean.outputs'), world.pointer('boolean.outputNodes'), shown.length]
  world.kernels.call('boolean_show', [...cells, ...outputs, 0, world.count])
}

/** Newcomers draw their first states; who changes type keeps the nodes that both types have. */
export function booleanHooks(world: World, tables: BooleanTables): PopulationHooks {
  const state = world.u32('boolean.state')
  const columns = tables.shown.map((name) => world.f64(nodeColumn(name)))
  const at = (slot: number, node: number): number => (node >> 5) * world.capacity + slot
  const read = (slot: number, node: number): number => ((state[at(slot, node)] ?? 0) >>> (node & 31)) & 1
  const write = (slot: number, node: number, value: number): void => {
    const word = state[at(slot, node)] ?? 0
    state[at(slot, node)] = value === 0 ? word & ~(1 << (node & 31)) : word | (1 << (node & 31))
  }
  const enter = (slot: number, kept: ReadonlyMap<string, number>): void => {
    const own = tables.networks[world.u16('cell.type')[slot] ?? 0]
    for (let word = 0; word < tables.words; word++) state[at(slot, 32 * word)] = 0
    if (own !== undefined) {
      const [lineage, seed] = [lineageOf(world, slot), world.u32('world.seed')]
      const address = {
        seed: [seed[0] ?? 0, seed[1] ?? 0],
        lineage,
        tick: world.tick,
        stream: STARTS,
      } as const
      drawStart(
        own.network.starts,
        (group) => drawEvent(address, group)[0],
        (node, value) => write(slot, node, value),
      )
      own.network.nodes.forEach(({ name }, node) => {
        const known = own.clamps.get(node) ?? kept.get(name)
        if (known !== undefined) write(slot, node, known)
      })
    }
    tables.shown.forEach((name, column) => {
      const node = indexOf(own, name)
      const values = columns[column]
      if (values !== undefined) values[slot] = node === undefined ? 0 : read(slot, node)
    })
  }
  const statesOf = (slot: number, type: number): ReadonlyMap<string, number> =>
    new Map(tables.networks[type]?.network.nodes.map(({ name }, node) => [name, read(slot, node)] as const))
  return {
    arrived: (slot) => enter(slot, new Map()),
    changedType: (slot, from) => enter(slot, statesOf(slot, from)),
  }
}

function lineageOf(world: World, slot: number): readonly [number, number] {
  return [world.u32('cell.lineageLow')[slot] ?? 0, world.u32('cell.lineageHigh')[slot] ?? 0]
}
