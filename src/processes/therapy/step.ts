import { setPair } from '../../kernels/field-pair.ts'
import { argumentList } from '../../kernels/kernels.ts'
import { inOrder } from '../../engine/in-order.ts'
import { BLOOD, type Organism, PRIMARY } from '../../engine/organism.ts'
import { ledgerColumn } from '../../engine/ledger-columns.ts'
import { stream } from '../../engine/random.ts'
import type { World } from '../../engine/world.ts'
import {
  type CompiledDrug,
  type CompiledReceptor,
  type TherapyTables,
  amountsColumn,
  markerSignal,
  plasmaColumn,
  propagatorColumn,
  signalColumn,
} from './compile.ts'
import { bolusAt, infusionAt, isOccasion } from './schedule.ts'

/** What there is to do where a model has nothing of a kind. */
const idle = (): void => undefined

/** Binds doses and pharmacokinetics over `dt` [min]: afterwards plasma holds the level at the end of the step. */
export function bindPharmacokinetics(world: World, tables: TherapyTables, dt: number): () => void {
  // The blood of an organism has the levels of its host (`levelsOfHost`).
  if (tables.drugs.length === 0 || world.program.site === BLOOD) return idle
  const drugs = tables.drugs.map((drug) => bindDrug(world, drug, dt))
  const { every } = world.program.clock
  return () => {
    const step = world.tick / every.fields
    for (let k = 0; k < drugs.length; k++) drugs[k]?.(step)
  }
}

function bindDrug(world: World, drug: CompiledDrug, dt: number): (step: number) => void {
  const before = [
    world.pointer(amountsColumn(drug.name)),
    world.pointer(propagatorColumn(drug.name)),
    drug.input,
  ]
  const after = [dt, world.pointer(plasmaColumn(drug.substrate)), drug.level, drug.isFirst ? 1 : 0]
  const args = argumentList([...before, 0, 0, ...after])
  const bolusIndex = before.length
  const { schedules } = drug
  return (step) => {
    let bolus = 0
    let rate = 0
    for (let k = 0; k < schedules.length; k++) {
      const schedule = schedules[k]
      if (schedule === undefined) continue
      bolus += bolusAt(schedule, step)
      rate += infusionAt(schedule, step, dt)
    }
    // A fraction written into the list is a new object: only what changed is written.
    if (args[bolusIndex] !== bolus) args[bolusIndex] = bolus
    if (args[bolusIndex + 1] !== rate) args[bolusIndex + 1] = rate
    world.kernels.call('therapy_advance', args)
  }
}

/** For the meetings of an organism: what the host has in plasma is in the blood, where its rows sense it. */
export function levelsOfHost({ host, blood }: Organism, { drugs }: TherapyTables): void {
  for (const { name, substrate } of drugs) {
    blood.f64(amountsColumn(name)).set(host.f64(amountsColumn(name)))
    const [level = 0] = host.f64(plasmaColumn(substrate))
    blood.f64(plasmaColumn(substrate))[0] = level
    setPair(
      { field: blood.f32(`field/${substrate}`), remainder: blood.f32(`remainder/${substrate}`) },
      0,
      level,
    )
  }
}

const DEPLETION = stream('therapy.depletion')

/** Binds the removal of cells: whom it takes is drawn by lineage, and they leave at commit. */
export function bindDepletion(world: World, tables: TherapyTables): () => void {
  const here = world.program.site ?? PRIMARY
  const depletions = tables.depletions.filter(({ places }) => places?.includes(here) ?? true)
  if (depletions.length === 0) return idle
  const columns = ['cell.class', 'cell.request', 'cell.lineageLow', 'cell.lineageHigh'].map((name) =>
    world.pointer(name),
  )
  const { every } = world.program.clock
  const [low = 0, high = 0] = world.u32('world.seed')
  // The blood of an organism has its turn when phenotypes are due: it makes good what fell between two turns.
  const since = world.program.site === BLOOD ? every.phenotype / every.fields : 1
  return () => {
    for (const { type, share, when } of depletions) {
      if (!isOccasion(when, world.tick / every.fields, since)) continue
      world.pool.run(
        'therapy_deplete',
        [...columns, type, share, low, high, world.tick, DEPLETION],
        world.count,
      )
      world.u32('world.pending')[0] = 1
    }
  }
}

/** Binds the binding of antibodies to their targets over `dt` [min]. */
export function bindNeutralisation(world: World, tables: TherapyTables, dt: number): () => void {
  if (tables.neutralisations.length === 0) return idle
  const voxels = world.layout.sizes.voxel
  const calls = tables.neutralisations.map(({ antibody, target, association }) => {
    const fields = [antibody, target].flatMap((name) => [
      world.pointer(`field/${name}`),
      world.pointer(`remainder/${name}`),
    ])
    return argumentList([...fields, association * dt])
  })
  return inOrder(
    calls.map((args, index) => {
      const neutralise = (): void => world.pool.run('therapy_neutralise', args, voxels)
      const names = tables.neutralisations[index]
      return names === undefined ? neutralise : withLedger(world, [names.antibody, names.target], neutralise)
    }),
  )
}

/** The same, with what it takes out of fields added to their ledgers, where there are any. */
function withLedger(world: World, substrates: readonly string[], act: () => void): () => void {
  const { voxel } = world.program.space
  const volume = voxel * voxel * voxel
  const accounts = substrates
    .filter((substrate) => world.has(ledgerColumn('neutralised', substrate)))
    .map((substrate) => ({
      account: world.f64(ledgerColumn('neutralised', substrate)),
      args: argumentList([
        world.pointer(`field/${substrate}`),
        world.pointer(`remainder/${substrate}`),
        0,
        world.layout.sizes.voxel,
      ]),
    }))
  if (accounts.length === 0) return act
  const add = (sign: 1 | -1): void => {
    for (const { account, args } of accounts)
      account[0] = (account[0] ?? 0) + sign * volume * world.kernels.call('ledger_field', args)
  }
  return () => {
    add(1)
    act()
    add(-1)
  }
}

/** Binds the signals of receptors: ligand, less what blockers keep out, through the receptor's response. */
export function bindReceptors(world: World, tables: TherapyTables): () => void {
  if (tables.receptors.length === 0) return idle
  const calls = tables.receptors.flatMap((receptor) => receptorCalls(world, receptor))
  return inOrder(
    calls.map(
      ({ kernel, args }) =>
        () =>
          world.pool.run(kernel, args, world.count),
    ),
  )
}

interface KernelCall {
  readonly kernel: string
  readonly args: readonly number[]
}

function receptorCalls(
  world: World,
  { name, ligand, isSubstrate, blockers }: CompiledReceptor,
): readonly KernelCall[] {
  const signal = world.pointer(signalColumn(name))
  const classes = world.pointer('cell.class')
  const voxels = world.pointer('cell.voxel')
  const first = isSubstrate
    ? { kernel: 'therapy_ligand_field', args: [signal, world.pointer(`field/${ligand}`), voxels] }
    : { kernel: 'therapy_ligand_cells', args: [signal, markerPointer(world, ligand)] }
  const blocks = blockers.map((blocker) => {
    const pointers = [world.pointer(`field/${blocker}`), world.pointer(`therapy.kd/${name}/${blocker}`)]
    return { kernel: 'therapy_block', args: [signal, classes, voxels, ...pointers] }
  })
  const constants = [world.pointer(`therapy.half/${name}`), world.pointer(`therapy.hill/${name}`)]
  return [first, ...blocks, { kernel: 'therapy_respond', args: [signal, classes, ...constants] }]
}

function markerPointer(world: World, marker: string): number {
  const signal = world.program.signals.get(markerSignal(marker))
  if (signal === undefined) throw new Error(`nothing offers the signal '${markerSignal(marker)}'`)
  return world.pointer(signal.column)
}
