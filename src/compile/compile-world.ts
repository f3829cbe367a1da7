import { CORE_COLUMNS, type ColumnDeclaration, LIFE_STATES } from '../engine/columns.ts'
import type {
  BehaviourDeclaration,
  CompileContext,
  Dictionary,
  Process,
  SignalDeclaration,
  Usage,
} from '../engine/process.ts'
import {
  type Activity,
  type Carrier,
  type CompiledBehaviour,
  type CompiledSignal,
  type HookedProcess,
  type Initialiser,
  type Meeting,
  type Program,
  STEP_PHASES,
  type StepPhase,
} from '../engine/program.ts'
import { behaviourColumn } from '../engine/cell-views.ts'
import { type NamedSections, sectionOf } from '../model/assemble.ts'
import { transportSection } from '../processes/transport/schema.ts'
import { vesselRoom } from '../processes/vessel-network/compile.ts'
import { bodySection } from '../model/body.ts'
import { canonicalUnit } from '../units/dimension.ts'
import { requireUnit } from '../units/unit.ts'
import type { AnyProcess } from './any-process.ts'
import { displaySection, formsNests } from './core-sections.ts'
import { collectDictionary } from './dictionary.ts'
import { keptSignals } from './kept-signals.ts'
import type { Model } from './model.ts'
import { restingReaches, restingVolumes } from './resting.ts'
import { compileClock, compileSpace } from './space-time.ts'
import { vesselPoints } from './vessel-points.ts'

/** Where in an organism a world is, for those processes that do not work everywhere. */
export type Place = 'tissue' | 'blood'

/**
 * Turns a checked model into the tables and the program of one world:
 *
 *   dictionary   every signal and behaviour that the processes offer for this model
 *   usage        which of them rules, networks and gates name, and signals that are kept for measures
 *   tables       each process compiles itself; those that the model does not use drop out
 *   schema       columns of the memory, including one per used signal and modulated behaviour
 *   program      activities by phase, hooks and initialisers, in process order
 *
 * Pure; throws only on impossible states, since the model was checked.
 */
export function compileWorld(model: Model, processes: readonly AnyProcess[], place: Place): Program {
  const dictionary = collectDictionary(model, processes)
  const elsewhere = namesBeyond(dictionary, place)
  const usage = collectUsage(model, processes, dictionary)
  const signals = compileSignals(dictionary.signals, usage)
  const behaviours = compileBehaviours(dictionary.behaviours, modulated(usage, elsewhere, place))
  const collector = createCollector(model, dictionary, signals, behaviours)
  const compiled = processes
    .filter(({ worksIn = 'tissue' }) => worksIn === 'both' || worksIn === place)
    .flatMap((process) => compileProcess(process, model, collector.context, usage))
  collector.context.table(
    'table.behaviours',
    'f64',
    behaviourTable(dictionary.behaviours, model.data.cellTypes.length),
  )
  if (sectionOf(model.data, bodySection) !== undefined) silentSignals(dictionary.signals, usage, collector)
  const vessels = vesselPoints(model)
  const room = vesselRoom(model.data, vessels, collector.context.space)
  return {
    modelHash: model.hash,
    title: model.data.title,
    space: collector.context.space,
    clock: collector.context.clock,
    cellTypes: collector.context.cellTypes,
    substrates: collector.context.substrates,
    substrateUnits: model.data.substrates.map(canonicalSubstrateUnit),
    lineages: model.data.cellTypes.map((type) => sectionOf(type, displaySection).lineage),
    isTumour: model.data.cellTypes.map((type) => formsNests(sectionOf(type, displaySection))),
    volumes: restingVolumes(model.data),
    reaches: restingReaches(model.data),
    columns: [...CORE_COLUMNS, ...collector.columns(), ...modulatedColumns(behaviours)],
    behaviours,
    signals,
    offered: new Map(
      [...dictionary.signals].map(([name, { unit, column, needs, isLate }]) => [
        name,
        { name, unit, column, ...(needs === undefined ? {} : { needs }), ...(isLate ? { isLate } : {}) },
      ]),
    ),
    elsewhere,
    activities: byPhase(compiled.flatMap((part) => part.activities)),
    hooks: compiled.flatMap((part) => part.hooks),
    initialisers: compiled.flatMap((part) => part.initialisers),
    carriers: compiled.flatMap((part) => part.carriers),
    initialCells: model.initialCells,
    vessels,
    meetings: compiled.flatMap((part) => part.meetings),
    ...(room === undefined ? {} : { vesselRoom: room }),
  }
}

/** Of what nobody senses here but elsewhere in the organism, rules read zeros. */
function silentSignals(
  offered: ReadonlyMap<string, SignalDeclaration>,
  usage: Usage,
  { context, columns }: ReturnType<typeof createCollector>,
): void {
  const known = new Set(columns().map(({ name }) => name))
  for (const { name, column, unit, doc } of offered.values())
    if (usage.signals.has(name) && !known.has(column))
      context.column({ name: column, group: 'cell', type: 'f64', unit, doc })
}

/** Signals and behaviours that only worlds of another kind set or act on. */
function namesBeyond({ signals, behaviours }: Dictionary, place: Place): ReadonlySet<string> {
  const beyond = [...signals.values(), ...behaviours.values()].filter(
    ({ actsIn = 'tissue' }) => actsIn !== 'both' && actsIn !== place,
  )
  return new Set(beyond.map(({ name }) => name))
}

function canonicalSubstrateUnit(substrate: NamedSections): string {
  return canonicalUnit(requireUnit(sectionOf(substrate, transportSection).unit).dimension)
}

function collectUsage(model: Model, processes: readonly AnyProcess[], { signals }: Dictionary): Usage {
  const uses = processes.map((process) => process.uses?.(model.data) ?? { signals: [], behaviours: [] })
  return {
    signals: new Set([...uses.flatMap((use) => use.signals), ...keptSignals(model.data, signals)]),
    behaviours: new Set(uses.flatMap((use) => use.behaviours)),
  }
}

function compileSignals(
  dictionary: ReadonlyMap<string, SignalDeclaration>,
  usage: Usage,
): ReadonlyMap<string, CompiledSignal> {
  const used = [...dictionary.values()].filter((signal) => usage.signals.has(signal.name))
  return new Map(used.map(({ name, unit, column }) => [name, { name, unit, column }]))
}

/**
 * Behaviours that each cell has its own value of. What only the blood does is not computed for cells of tissues; what tissues do is for those in
 * the blood, who bring it along where they settle.
 */
function modulated({ behaviours }: Usage, elsewhere: ReadonlySet<string>, place: Place): ReadonlySet<string> {
  return place === 'blood' ? behaviours : new Set([...behaviours].filter((name) => !elsewhere.has(name)))
}

function compileBehaviours(
  dictionary: ReadonlyMap<string, BehaviourDeclaration>,
  perCell: ReadonlySet<string>,
): ReadonlyMap<string, CompiledBehaviour> {
  const entries = [...dictionary.values()].map(({ name, unit }, index): [string, CompiledBehaviour] => [
    name,
    { name, unit, index, isPerCell: perCell.has(name) },
  ])
  return new Map(entries)
}

/** One row per behaviour, one value per class: the base of the type, times the factor for the dead. */
function behaviourTable(
  dictionary: ReadonlyMap<string, BehaviourDeclaration>,
  types: number,
): readonly number[] {
  const states = Array.from({ length: LIFE_STATES }, (_, state) => state)
  return [...dictionary.values()].flatMap(({ name, base, whenDead }) => {
    if (base.length !== types)
      throw new Error(`behaviour '${name}' has ${base.length} bases for ${types} types`)
    return states.flatMap((state) => base.map((value) => (state === 0 ? value : value * whenDead)))
  })
}

function modulatedColumns(behaviours: ReadonlyMap<string, CompiledBehaviour>): readonly ColumnDeclaration[] {
  return [...behaviours.values()]
    .filter((behaviour) => behaviour.isPerCell)
    .map(({ name, unit }) => ({
      name: behaviourColumn(name),
      group: 'cell',
      type: 'f64',
      unit,
      doc: `behaviour '${name}' of each cell, as its rules make it`,
    }))
}

/** Gathers the columns that processes ask for; an identical second request is the same column. */
function createCollector(
  model: Model,
  dictionary: Dictionary,
  signals: ReadonlyMap<string, CompiledSignal>,
  behaviours: ReadonlyMap<string, CompiledBehaviour>,
): { readonly context: CompileContext; columns(): readonly ColumnDeclaration[] } {
  const columns = new Map<string, ColumnDeclaration>()
  const column = (declaration: ColumnDeclaration): void => {
    const known = columns.get(declaration.name)
    if (known === undefined) columns.set(declaration.name, declaration)
    else if (JSON.stringify(known) !== JSON.stringify(declaration)) {
      throw new Error(`column '${declaration.name}' is declared in two ways`)
    }
  }
  const context: CompileContext = {
    space: compileSpace(model.data),
    clock: compileClock(model.data),
    cellTypes: model.data.cellTypes.map((type) => type.name),
    substrates: model.data.substrates.map((substrate) => substrate.name),
    signals,
    behaviours,
    behaviourBase: (name) => {
      const behaviour = dictionary.behaviours.get(name)
      if (behaviour === undefined) throw new Error(`no process offers the behaviour '${name}'`)
      return behaviour.base
    },
    column,
    table: (name, type, data) =>
      column({
        name,
        group: 'table',
        type,
        unit: '1',
        doc: 'constants of the model',
        width: data.length,
        data,
      }),
  }
  return { context, columns: () => [...columns.values()] }
}

interface CompiledProcess {
  readonly activities: readonly Activity[]
  readonly hooks: readonly HookedProcess[]
  readonly initialisers: readonly Initialiser[]
  readonly carriers: readonly Carrier[]
  readonly meetings: readonly Meeting[]
}

function compileProcess(
  anyProcess: AnyProcess,
  model: Model,
  context: CompileContext,
  usage: Usage,
): readonly CompiledProcess[] {
  // The tables go back to the process that made them, so what they are does not matter here.
  const process = anyProcess as Process
  const tables = process.compile(model.data, context, usage)
  if (tables === undefined) return []
  const { name, hooks, start, carry, gather, deliver } = process
  const activities = process.activities.map((activity): Activity => ({
    process: name,
    name: activity.name,
    phase: activity.phase,
    bind: (world, dt) => activity.bind(world, tables, dt),
  }))
  return [
    {
      activities,
      hooks: hooks === undefined ? [] : [{ process: name, bind: (world) => hooks(world, tables) }],
      initialisers:
        start === undefined ? [] : [{ process: name, initialise: (world) => start(world, tables) }],
      carriers:
        carry === undefined
          ? []
          : [{ process: name, tables, carry: (world, before) => carry(world, tables, before) }],
      meetings:
        gather === undefined && deliver === undefined
          ? []
          : [
              {
                process: name,
                ...(gather === undefined ? {} : { gather: (organism) => gather(organism, tables) }),
                ...(deliver === undefined ? {} : { deliver: (organism) => deliver(organism, tables) }),
              },
            ],
    },
  ]
}

function byPhase(activities: readonly Activity[]): Program['activities'] {
  const entries = STEP_PHASES.map(
    (phase) => [phase, activities.filter((activity) => activity.phase === phase)] as const,
  )
  return Object.fromEntries(entries) as unknown as Record<StepPhase, readonly Activity[]> // STEP_PHASES lists every phase
}
