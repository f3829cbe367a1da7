import { cadenceMinutes } from '../../engine/clock.ts'
import { LIFE_STATES } from '../../engine/columns.ts'
import type { CompileContext, Usage } from '../../engine/process.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { CENTRAL, COMPARTMENTS, SITE, propagator } from './propagator.ts'
import { type Occasions, type Schedule, compileSchedule, drugOf, occasions } from './schedule.ts'
import {
  type Drug,
  type Receptor,
  depletionSection,
  drugsSection,
  neutralisationSection,
  receptorsSection,
  therapySection,
} from './schema.ts'

export interface CompiledDrug {
  readonly name: string
  readonly substrate: string
  /** True for the first of the drugs that are this substrate: it sets the level in plasma, the others add to it. */
  readonly isFirst: boolean
  /** Compartment that doses go to. */
  readonly input: number
  /** Free concentration in plasma per amount in the central compartment [1/um^3]. */
  readonly level: number
  readonly schedules: readonly Schedule[]
}

export interface CompiledReceptor {
  readonly name: string
  readonly ligand: string
  readonly isSubstrate: boolean
  readonly blockers: readonly string[]
}

export interface CompiledNeutralisation {
  readonly antibody: string
  readonly target: string
  /** [1/(nM min)] */
  readonly association: number
}

/** Cells of one type that are taken out. */
export interface CompiledDepletion {
  readonly type: number
  readonly share: number
  readonly when: Occasions
  /** Places of an organism where it takes them; everywhere unless given. */
  readonly places?: readonly string[]
}

export interface TherapyTables {
  readonly depletions: readonly CompiledDepletion[]
  readonly drugs: readonly CompiledDrug[]
  readonly receptors: readonly CompiledReceptor[]
  readonly neutralisations: readonly CompiledNeutralisation[]
}

/** Works out pharmacokinetics, schedules and receptor tables; undefined when the model has nothing of them. */
export function compileTherapy(
  model: ModelData,
  context: CompileContext,
  usage: Usage,
): TherapyTables | undefined {
  const drugs = compileDrugs(model, context)
  const depletions = compileDepletions(model, context)
  const receptors = compileReceptors(model, context, usage)
  const neutralisations = sectionOf(model, neutralisationSection).map(
    ({ antibody, target, association }) => ({
      antibody,
      target,
      association: association.value,
    }),
  )
  const tables = { drugs, depletions, receptors, neutralisations }
  return Object.values(tables).every((part) => part.length === 0) ? undefined : tables
}

function compileDepletions(model: ModelData, context: CompileContext): readonly CompiledDepletion[] {
  const cadence = cadenceMinutes(context.clock, 'fields')
  return Object.entries(sectionOf(model, depletionSection)).map(([name, depletion]) => ({
    type: context.cellTypes.indexOf(name),
    share: depletion.share.value,
    when: occasions(depletion, cadence),
    ...(depletion.in === undefined ? {} : { places: depletion.in }),
  }))
}

function compileDrugs(model: ModelData, context: CompileContext): readonly CompiledDrug[] {
  const cadence = cadenceMinutes(context.clock, 'fields')
  const therapies = Object.entries(sectionOf(model, therapySection))
  const seen = new Set<string>()
  return Object.entries(sectionOf(model, drugsSection)).map(([name, drug]) => {
    const input = drug.absorption === undefined ? CENTRAL : SITE
    context.table(propagatorColumn(name), 'f64', propagator(ratesOf(drug), input, cadence))
    declareDrug(name, drug, context)
    const isFirst = !seen.has(drug.substrate)
    seen.add(drug.substrate)
    const own = therapies.filter(([therapyName, therapy]) => drugOf(therapyName, therapy) === name)
    return {
      name,
      substrate: drug.substrate,
      isFirst,
      input,
      level: drug['free fraction'].value / drug['central volume'].value,
      schedules: own.map(([, therapy]) => compileSchedule(therapy, drug, cadence)),
    }
  })
}

function ratesOf(drug: Drug): Parameters<typeof propagator>[0] {
  const volume = drug['central volume'].value
  const flow = drug.exchange?.value ?? 0
  const halfLife = drug['half-life']?.value
  return {
    absorption: drug.absorption?.value ?? 0,
    elimination: halfLife === undefined ? (drug.clearance?.value ?? 0) / volume : Math.LN2 / halfLife,
    toPeripheral: flow / volume,
    toCentral: flow / (drug['peripheral volume']?.value ?? 1),
  }
}

/** Name of the column with the amounts of a drug: where it was given, blood, periphery, gone, and given so far. */
export function amountsColumn(drug: string): string {
  return `therapy.amounts/${drug}`
}

/** Name of the table that advances a drug by one step. */
export function propagatorColumn(drug: string): string {
  return `therapy.propagator/${drug}`
}

/** Name of the column with the free concentration in plasma [nM] that vessels exchange. */
export function plasmaColumn(substrate: string): string {
  return `plasma/${substrate}`
}

function declareDrug(name: string, drug: Drug, context: CompileContext): void {
  context.column({
    name: amountsColumn(name),
    group: 'world',
    type: 'f64',
    unit: 'ymol',
    doc: `${name} at the site of the dose, in blood, in the periphery, gone, and absorbed in all`,
    width: COMPARTMENTS + 1,
    isSystemic: true,
  })
  context.column({
    name: plasmaColumn(drug.substrate),
    group: 'world',
    type: 'f64',
    unit: 'nM',
    doc: `free ${drug.substrate} in plasma`,
    isSystemic: true,
  })
}

/** Name of a receptor's signal. */
export function signalName(receptor: string): string {
  return `${receptor} signalling`
}

/** Name of the column of a receptor's signal. */
export function signalColumn(receptor: string): string {
  return `signal/${signalName(receptor)}`
}

/** The signal that counts a marker on the cells around. */
export function markerSignal(marker: string): string {
  return `${marker} on neighbours`
}

/** Names of the receptors of all types, sorted, each with the ligand that they share. */
export function receptorLigands(model: ModelData): ReadonlyMap<string, string> {
  const pairs = model.cellTypes.flatMap((type) =>
    Object.entries(sectionOf(type, receptorsSection)).map(([name, { ligand }]) => [name, ligand] as const),
  )
  return new Map(pairs.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
}

/** Receptors that somebody listens to; constants per class, so that only living cells signal. */
function compileReceptors(
  model: ModelData,
  context: CompileContext,
  usage: Usage,
): readonly CompiledReceptor[] {
  const used = [...receptorLigands(model)].filter(([name]) => usage.signals.has(signalName(name)))
  return used.map(([name, ligand]) => {
    const perType = model.cellTypes.map((type) => sectionOf(type, receptorsSection)[name])
    const blockers = [
      ...new Set(perType.flatMap((receptor) => Object.keys(receptor?.['blocked by'] ?? {}))),
    ].toSorted()
    declareReceptor(name, perType, blockers, context)
    return { name, ligand, isSubstrate: context.substrates.includes(ligand), blockers }
  })
}

function declareReceptor(
  name: string,
  perType: readonly (Receptor | undefined)[],
  blockers: readonly string[],
  context: CompileContext,
): void {
  const perClass = (value: (receptor: Receptor | undefined) => number, dead: number): readonly number[] =>
    Array.from({ length: LIFE_STATES }, (_, state) =>
      perType.map((receptor) => (state === 0 ? value(receptor) : dead)),
    ).flat()
  context.table(
    `therapy.half/${name}`,
    'f64',
    perClass((receptor) => receptor?.half.value ?? 0, 0),
  )
  context.table(
    `therapy.hill/${name}`,
    'f64',
    perClass((receptor) => receptor?.hill.value ?? 1, 1),
  )
  for (const blocker of blockers) {
    const kd = perClass((receptor) => receptor?.['blocked by'][blocker]?.value ?? Infinity, Infinity)
    context.table(`therapy.kd/${name}/${blocker}`, 'f64', kd)
  }
  context.column({
    name: signalColumn(name),
    group: 'cell',
    type: 'f64',
    unit: '1',
    doc: `signalling of ${name}, from 0 to 1`,
  })
}
