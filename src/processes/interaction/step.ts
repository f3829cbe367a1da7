import { neighbourPointers } from '../../engine/neighbour-calls.ts'
import { periods } from '../../engine/space.ts'
import { stream } from '../../engine/random.ts'
import type { World } from '../../engine/world.ts'
import { argumentList } from '../../kernels/kernels.ts'
import { endAttack, startAttack } from './attack.ts'
import { ATTACK_DAMAGE, DAMAGE, DAMAGE_REPAIR } from './behaviours.ts'
import { ASKING, END_ATTACK, FUSE, INGEST, START_ATTACK } from './columns.ts'
import type { InteractionTables } from './compile.ts'

const STREAM = stream('interaction.contact')

/** Cells per block: few enough that threads share those of a thousand cells. Measured, see docs of `threadsFor`. */
const DECIDE_BLOCK = 256

const DECIDE_COLUMNS = [
  'cell.class',
  'cell.state',
  'cell.lineageLow',
  'cell.lineageHigh',
  'interaction.target',
  'interaction.request',
  'interaction.prey',
]

const DELIVER_COLUMNS = [
  'interaction.target',
  'interaction.request',
  'cell.state',
  'cell.class',
  'interaction.damage',
  'interaction.attackTime',
  'interaction.delivered',
  'interaction.asking',
]

/**
 * Binds the contacts over `dt` [min]: cells decide in blocks, each for itself; then, serially in the order of slots,
 * attackers harm their targets, and attacks that begin or end make or break a bond. Consumption waits for commit:
 * only then is commit called for, so that attacks alone leave the neighbour lists standing.
 */
export function bindContacts(world: World, tables: InteractionTables, dt: number): () => void {
  if (!tables.hasActors) return () => {}
  const decide = argumentList([...decideArguments(world, tables, dt), 0])
  const power = world.behaviour(ATTACK_DAMAGE)
  const columns = DELIVER_COLUMNS.map((name) => world.pointer(name))
  const deliver = argumentList([...columns, power.pointer, power.perCell, dt, 0])
  return () => {
    decide[decide.length - 1] = world.tick
    world.pool.run('interaction_decide', decide, world.count, DECIDE_BLOCK)
    deliver[deliver.length - 1] = world.count
    const asked = world.kernels.call('interaction_deliver', deliver)
    if ((asked & (START_ATTACK | END_ATTACK)) !== 0) serveAttacks(world, asked >>> ASKING)
    if ((asked & (INGEST | FUSE)) !== 0) world.u32('world.pending')[0] = 1
  }
}

function decideArguments(world: World, tables: InteractionTables, dt: number): readonly number[] {
  const { packed, ends, lists, places } = neighbourPointers(world)
  const table = world.u32('interaction.behaviours')
  tables.behaviours.forEach((name, entry) => {
    const { pointer, perCell } = world.behaviour(name)
    table.set([pointer, perCell], 2 * entry)
  })
  const seed = world.u32('world.seed')
  return [
    ...DECIDE_COLUMNS.map((name) => world.pointer(name)),
    packed,
    ends,
    lists,
    places,
    world.pointer('interaction.actors'),
    world.pointer('interaction.behaviours'),
    world.pointer('interaction.modulated'),
    tables.modulated,
    ...periods(world.program.space),
    seed[0] ?? 0,
    seed[1] ?? 0,
    STREAM,
    dt,
  ]
}

/** Begins and ends attacks as the first `count` listed cells ask for in this step. */
function serveAttacks(world: World, count: number): void {
  const requests = world.u8('interaction.request')
  const asking = world.u32('interaction.asking')
  for (let k = 0; k < count; k++) {
    const slot = asking[k] ?? 0
    const asks = requests[slot] ?? 0
    if ((asks & START_ATTACK) !== 0) startAttack(world, slot)
    if ((asks & END_ATTACK) !== 0) endAttack(world, slot)
  }
}

/** Binds damage and repair over `dt` [min]. */
export function bindDamage(world: World, tables: InteractionTables, dt: number): () => void {
  if (!tables.hasDamage) return () => {}
  const rate = world.behaviour(DAMAGE)
  const repair = world.behaviour(DAMAGE_REPAIR)
  const columns = [world.pointer('interaction.damage'), world.pointer('cell.class')]
  const args = [...columns, rate.pointer, rate.perCell, repair.pointer, repair.perCell, dt]
  return () => world.pool.run('interaction_damage', args, world.count)
}
