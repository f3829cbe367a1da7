import { cadenceMinutes } from '../../engine/clock.ts'
import { LIFE_STATES } from '../../engine/columns.ts'
import type { BehaviourDeclaration, CompileContext, SignalDeclaration } from '../../engine/process.ts'
import { type ModelData, type NamedSections, sectionOf } from '../../model/assemble.ts'
import { requireUnit } from '../../units/unit.ts'
import {
  accountColumn,
  cargoColumn,
  companionName,
  deliveredSignal,
  enclosedColumn,
  loadBehaviour,
  releaseBehaviour,
  takenColumn,
} from './names.ts'
import { type CargoStep, cargoStep } from './propagator.ts'
import {
  type Traffic,
  type VesicleKind,
  cargoLossSection,
  trafficSection,
  vesiclesSection,
} from './schema.ts'

/** One vesicle [ymol]: vesicles are counted as molecules are. */
const ONE = requireUnit('vesicle').factor

/** A substrate that leaves cells with vesicles: the vesicles of a kind, or a cargo of theirs whose load varies. */
export interface Carried {
  readonly kind: string
  readonly substrate: string
  /** The cargo, absent for the vesicles themselves. */
  readonly cargo?: string
}

/** How a cargo gets from what a cell took up into the cell. */
export interface Route {
  readonly cargo: string
  readonly kind: string
  /** What is taken up: the vesicles, or the cargo where its load varies. */
  readonly substrate: string
  readonly isEnclosed: boolean
}

export interface VesiclesTables {
  /** What cells release. */
  readonly carried: readonly Carried[]
  /** Substrates of which is counted what cells take up. */
  readonly sources: readonly string[]
  readonly cargo: readonly string[]
  readonly routes: readonly Route[]
}

/** Numbers per type in the table of a route. */
export const ROUTE_ROW = 4

/** Kinds of vesicles by name, sorted. */
export function kindsOf(model: ModelData): readonly (readonly [string, VesicleKind])[] {
  return Object.entries(sectionOf(model, vesiclesSection) ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1))
}

/** What a type does with a kind; undefined when it says nothing about it. */
export function trafficOf(type: NamedSections, kind: string): Traffic | undefined {
  return sectionOf(type, trafficSection)?.[kind]
}

/** Every cargo of a model, sorted. */
export function cargoNames(model: ModelData): readonly string[] {
  const names = kindsOf(model).flatMap(([, kind]) => Object.keys(kind.cargo))
  return [...new Set(names)].toSorted()
}

/** True when the cargo is a substrate of its own, since its load varies. */
export function isVarying(model: ModelData, cargo: string, kind: string): boolean {
  const name = companionName(cargo, kind)
  return model.substrates.some((substrate) => substrate.name === name)
}

/** Release of each kind, and the load of each cargo in it. */
export function declareBehaviours(model: ModelData): readonly BehaviourDeclaration[] {
  const perType = (value: (type: NamedSections) => number): readonly number[] => model.cellTypes.map(value)
  return kindsOf(model).flatMap(([name, kind]) => [
    {
      name: releaseBehaviour(name),
      unit: '1/min',
      doc: `${name} that the cell releases per time`,
      base: perType((type) => trafficOf(type, name)?.release.value ?? 0),
      whenDead: 0,
    },
    ...Object.entries(kind.cargo).map(([cargo, load]) => ({
      name: loadBehaviour(cargo, name),
      unit: 'ymol',
      doc: `${cargo} in each of the ${name} that the cell releases`,
      base: perType((type) => (trafficOf(type, name)?.cargo[cargo] ?? load).value),
      whenDead: 1,
    })),
  ])
}

/** What was delivered of each cargo and is there. */
export function declareSignals(model: ModelData): readonly SignalDeclaration[] {
  return cargoNames(model).map((cargo) => ({
    name: deliveredSignal(cargo),
    unit: 'ymol',
    doc: `${cargo} in the cell that vesicles delivered, less what was lost; halved at division`,
    column: cargoColumn(cargo),
  }))
}

/** What leaves cells with vesicles: kinds that some type releases or takes up, and their companions. */
export function carriedOf(model: ModelData): readonly Carried[] {
  return kindsOf(model)
    .filter(([name]) => model.cellTypes.some((type) => trafficOf(type, name) !== undefined))
    .flatMap(([name, kind]) => {
      const varying = Object.keys(kind.cargo).filter((cargo) => isVarying(model, cargo, name))
      return [
        { kind: name, substrate: name },
        ...varying.map((cargo) => ({ kind: name, substrate: companionName(cargo, name), cargo })),
      ]
    })
}

/** Behaviours of the exchange that follow from the release of vesicles, cell by cell. */
export function usedBehaviours(model: ModelData): readonly string[] {
  return carriedOf(model).flatMap(({ substrate, cargo }) =>
    cargo === undefined ? [`${substrate} export`] : [`${substrate} export`, `${substrate} uptake`],
  )
}

/** Tables and columns; undefined when no cell has anything to do with vesicles. */
export function compileVesicles(model: ModelData, context: CompileContext): VesiclesTables | undefined {
  const cargo = cargoNames(model)
  for (const name of cargo) declareCell(context, cargoColumn(name), `${name} that vesicles delivered`)
  const carried = carriedOf(model)
  if (carried.length === 0) return undefined
  const classes = LIFE_STATES * model.cellTypes.length
  context.table(
    'vesicles.one',
    'f64',
    Array.from({ length: classes }, () => ONE),
  )
  const routes = routesOf(model, carried)
  const sources = [...new Set(routes.map(({ substrate }) => substrate))]
  for (const source of sources) declareSource(context, source)
  for (const route of routes) declareRoute(model, context, route)
  for (const name of cargo) declareLoss(model, context, name)
  return { carried, sources, cargo, routes }
}

function routesOf(model: ModelData, carried: readonly Carried[]): readonly Route[] {
  return kindsOf(model)
    .filter(([name]) => carried.some(({ kind }) => kind === name))
    .flatMap(([name, kind]) =>
      Object.keys(kind.cargo).map((cargo) => ({
        cargo,
        kind: name,
        substrate: isVarying(model, cargo, name) ? companionName(cargo, name) : name,
        isEnclosed: kind['release half-life'][cargo] !== undefined,
      })),
    )
}

function declareCell(context: CompileContext, name: string, doc: string): void {
  context.column({ name, group: 'cell', type: 'f64', unit: 'ymol', doc, divide: 'half' })
}

function declareSource(context: CompileContext, substrate: string): void {
  declareCell(context, takenColumn(substrate), `${substrate} taken up since cargo was last counted`)
  declareCell(context, accountColumn(substrate), `net uptake of ${substrate} that was counted before`)
}

/** Name of the table with what a step does to the cargo of a route, per type. */
export function routeTable(route: Route, step: 'step' | 'start'): string {
  return `vesicles.${step}/${companionName(route.cargo, route.kind)}`
}

/** Name of the table with the share of a cargo that stays over a step, per type. */
export function keepTable(cargo: string, step: 'step' | 'start'): string {
  return `vesicles.keep.${step}/${cargo}`
}

function lossOf(type: NamedSections, cargo: string): number {
  return sectionOf(type, cargoLossSection)?.[cargo]?.value ?? 0
}

/** The first phenotype step comes before any time has passed: what arrived is counted, nothing is lost. */
function durations(context: CompileContext): readonly (readonly ['step' | 'start', number])[] {
  return [
    ['step', cadenceMinutes(context.clock, 'phenotype')],
    ['start', 0],
  ]
}

function declareLoss(model: ModelData, context: CompileContext, cargo: string): void {
  for (const [step, dt] of durations(context)) {
    const keep = model.cellTypes.map((type) => cargoStep(lossOf(type, cargo), Infinity, dt).keep)
    context.table(keepTable(cargo, step), 'f64', keep)
  }
}

function declareRoute(model: ModelData, context: CompileContext, route: Route): void {
  const { cargo, kind, isEnclosed } = route
  const name = enclosedColumn(cargo, kind)
  if (isEnclosed) declareCell(context, name, `${cargo} that ${kind} delivered and that is not yet free`)
  const found = kindsOf(model).find(([candidate]) => candidate === kind)?.[1]
  const halfLife = found?.['release half-life'][cargo]?.value
  const release = halfLife === undefined ? Infinity : Math.LN2 / halfLife
  // A companion counts the cargo itself, a kind its vesicles.
  const load = route.substrate === kind ? (found?.cargo[cargo]?.value ?? 0) / ONE : 1
  for (const [step, dt] of durations(context)) {
    const rows = model.cellTypes.flatMap((type) => {
      const delivered = load * (trafficOf(type, kind)?.delivery.value ?? 0)
      return routeRow(delivered, cargoStep(lossOf(type, cargo), release, dt))
    })
    context.table(routeTable(route, step), 'f64', rows)
  }
}

/** Free and enclosed cargo per substrate that was taken up, then the shares of what was enclosed: freed, kept. */
function routeRow(delivered: number, step: CargoStep): readonly number[] {
  return [delivered * step.arrived, delivered * step.enclosedArrived, step.freed, step.enclosed]
}
