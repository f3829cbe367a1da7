import { inOrder } from '../../engine/in-order.ts'
import { ledgerColumn } from '../../engine/ledger-columns.ts'
import type { PopulationHooks } from '../../engine/program.ts'
import type { World } from '../../engine/world.ts'
import { argumentList } from '../../kernels/kernels.ts'
import type { Account, LedgerTables } from './compile.ts'

/** Binds the counting of what decayed, by the means that the equations of the field used. */
export function bindDecay(world: World, { accounts }: LedgerTables): () => void {
  return inOrder(accounts.filter(({ decay }) => decay > 0).map((account) => bindAccount(world, account)))
}

function bindAccount(world: World, { substrate, decay }: Account): () => void {
  const due = world.f64(`transport.due/${substrate}`)
  const decayed = world.f64(ledgerColumn('decayed', substrate))
  const args = argumentList([world.pointer(`transport.mean/${substrate}`), 0, world.layout.sizes.voxel])
  const { voxel } = world.program.space
  const perMinute = decay * voxel * voxel * voxel
  return () => {
    const length = due[0] ?? 0
    if (length > 0)
      decayed[0] = (decayed[0] ?? 0) + perMinute * length * world.kernels.call('ledger_sum', args)
  }
}

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
