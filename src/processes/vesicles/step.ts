import { inOrder } from '../../engine/in-order.ts'
import { cadenceMinutes } from '../../engine/clock.ts'
import type { World } from '../../engine/world.ts'
import { argumentList } from '../../kernels/kernels.ts'
import { type Carried, type Route, type VesiclesTables, keepTable, routeTable } from './compile.ts'
import {
  accountColumn,
  cargoColumn,
  enclosedColumn,
  loadBehaviour,
  releaseBehaviour,
  takenColumn,
} from './names.ts'

/*
 * Contract with exchange: vesicles leave as the behaviour `<substrate> export`, and what a cell took up is in its column
 * `exchange.internalised/<substrate>`, net of that export.
 */

/** A behaviour as kernels take it. */
function behaviour(world: World, name: string): readonly number[] {
  const { pointer, perCell } = world.behaviour(name)
  return [pointer, perCell]
}

/** Binds release: exports follow from release and load, and companions are taken up as their kind is. */
export function bindRelease(world: World, { carried }: VesiclesTables): () => void {
  return inOrder(carried.flatMap((one) => bindCarried(world, one)))
}

function bindCarried(world: World, { kind, substrate, cargo }: Carried): readonly (() => void)[] {
  const classes = world.pointer('cell.class')
  const load =
    cargo === undefined ? [world.pointer('vesicles.one'), 0] : behaviour(world, loadBehaviour(cargo, kind))
  const out = world.behaviour(`${substrate} export`).pointer
  const exports = [out, ...behaviour(world, releaseBehaviour(kind)), ...load, classes]
  const release = (): void => world.pool.run('vesicles_export', exports, world.count)
  if (cargo === undefined) return [release]
  const uptake = [
    world.behaviour(`${substrate} uptake`).pointer,
    ...behaviour(world, `${kind} uptake`),
    classes,
  ]
  return [release, () => world.pool.run('vesicles_follow', uptake, world.count)]
}

/** Binds the counting of what cells took up, after each step of a substrate. */
export function bindTaking(world: World, { sources }: VesiclesTables): () => void {
  return inOrder(sources.map((source) => bindSource(world, source)))
}

function bindSource(world: World, source: string): () => void {
  const length = lengthOf(world, source)
  const columns = [takenColumn(source), accountColumn(source), `exchange.internalised/${source}`]
  const args = argumentList([
    ...columns.map((column) => world.pointer(column)),
    world.behaviour(`${source} export`).pointer,
    ...behaviour(world, `${source} uptake`),
    world.pointer('cell.class'),
    0,
  ])
  const last = args.length - 1
  return () => {
    const minutes = length()
    if (minutes === 0) return
    if (args[last] !== minutes) args[last] = minutes
    world.pool.run('vesicles_take', args, world.count)
  }
}

/** How long the step is that exchange has just taken [min]; 0 when there was none. */
function lengthOf(world: World, source: string): () => number {
  const name = `transport.due/${source}`
  if (!world.program.columns.some((column) => column.name === name)) {
    const fixed = cadenceMinutes(world.program.clock, 'fields')
    return () => fixed
  }
  const due = world.f64(name)
  return () => due[0] ?? 0
}

/** Binds what becomes of cargo in cells: loss, delivery, and counting anew. */
export function bindCargo(world: World, { cargo, routes, sources }: VesiclesTables): () => void {
  const actions = (['start', 'step'] as const).map((step) => {
    const lose = cargo.map((name) => bindLoss(world, name, step))
    return inOrder([...lose, ...routes.map((route) => bindRoute(world, route, step))])
  })
  const clear = inOrder(sources.map((source) => bindClear(world, source)))
  return () => {
    actions[world.tick === 0 ? 0 : 1]?.()
    clear()
  }
}

function bindLoss(world: World, cargo: string, step: 'start' | 'step'): () => void {
  const columns = [cargoColumn(cargo), keepTable(cargo, step), 'cell.type']
  const args = columns.map((column) => world.pointer(column))
  return () => world.pool.run('vesicles_lose', args, world.count)
}

function bindRoute(world: World, route: Route, step: 'start' | 'step'): () => void {
  const { cargo, kind, substrate, isEnclosed } = route
  const enclosed = isEnclosed ? world.pointer(enclosedColumn(cargo, kind)) : 0
  const columns = [takenColumn(substrate), routeTable(route, step), 'cell.type']
  const args = [
    world.pointer(cargoColumn(cargo)),
    enclosed,
    ...columns.map((column) => world.pointer(column)),
  ]
  return () => world.pool.run('vesicles_deliver', args, world.count)
}

function bindClear(world: World, source: string): () => void {
  const args = [world.pointer(takenColumn(source))]
  return () => world.pool.run('vesicles_clear', args, world.count)
}
