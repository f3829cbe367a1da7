import { argumentList } from '../../kernels/kernels.ts'
import { LIFE_STATES } from '../../engine/columns.ts'
import type { World } from '../../engine/world.ts'
import type { RulesTables } from './compile.ts'

const ENTRY_TABLES = ['first', 'middle', 'up', 'down', 'isFrom', 'from']
const ROW_TABLES = ['rowSignal', 'rowHalf', 'rowHill', 'rowWhenDead']
const ADDRESS_TABLES = ['signals', 'bases', 'outputs']

/** Binds the response of all modulated behaviours; each call fills their columns for every cell. */
export function bindRules(world: World, tables: RulesTables): () => void {
  const types = world.program.cellTypes.length
  const rowBytes = types * LIFE_STATES * 8
  const bases = world.pointer('table.behaviours')
  world.u32('rules.signals').set(tables.signalColumns.map((column) => world.pointer(column)))
  world.u32('rules.bases').set(tables.baseRows.map((row) => bases + row * rowBytes))
  world.u32('rules.outputs').set(tables.behaviours.map((name) => outputOf(world, name)))
  const columns = [...ENTRY_TABLES, ...ROW_TABLES, ...ADDRESS_TABLES].map((name) =>
    world.pointer(`rules.${name}`),
  )
  const cells = [world.pointer('cell.class'), world.pointer('cell.type')]
  const args = argumentList([...cells, types, tables.behaviours.length, ...columns])
  return () => world.pool.run('rules_respond', args, world.count)
}

function outputOf(world: World, name: string): number {
  const { pointer, perCell } = world.behaviour(name)
  if (perCell === 0) throw new Error(`behaviour '${name}' has rules but no column`)
  return pointer
}
