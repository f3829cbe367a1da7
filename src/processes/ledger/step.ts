import { ledgerColumn } from '../../engine/ledger-columns.ts'
import type { PopulationHooks } from '../../engine/program.ts'
import type { World } from '../../engine/world.ts'
import type { LedgerTables } from './compile.ts'

/** Writes down what is in the medium at the start. */
export function startLedger(world: World, { accounts }: LedgerTables): void {
  const { voxel } = world.program.space
  for (const { substrate } of accounts) {
    const pair = ['field', 'remainder'].map((part) => world.pointer(`${part}/${substrate}`))
    const sum = world.kernels.call('ledger_field', [...pair, 0, world.layout.sizes.voxel])
    world.f64(ledgerColumn('start', substrate))[0] = sum * voxel * voxel * voxel
  }
}

/** What cells that disappear had taken up. */
export function ledgerHooks(world: World, { accounts }: LedgerTables): PopulationHooks {
  const held = accounts.map(({ substrate }) => ({
    taken: world.f64(`exchange.internalised/${substrate}`),
    removed: world.f64(ledgerColumn('removed', substrate)),
  }))
  return {
    removed: (slot) => {
      for (const { taken, removed } of held) removed[0] = (removed[0] ?? 0) + (taken[slot] ?? 0)
    },
  }
}
