import type { BehaviourDeclaration, CompileContext, Usage } from '../../engine/process.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { deathSection } from './schema.ts'

/** Column of the signal 'dead', kept only where something listens. */
export const DEAD_COLUMN = 'death.dead'

export interface DeathTables {
  /** Volume at bursting relative to the onset, per type. */
  readonly burstsAt: readonly number[]
  readonly hasSignal: boolean
}

/** Rates of the two ways to die [1/min]; the dead do not die again. */
export function deathBehaviours(model: ModelData): readonly BehaviourDeclaration[] {
  const sections = model.cellTypes.map((type) => sectionOf(type, deathSection))
  return (['apoptosis', 'necrosis'] as const).map((name) => ({
    name,
    unit: '1/min',
    doc: `rate at which live cells begin ${name}`,
    base: sections.map((section) => section[name].rate.value),
    whenDead: 0,
  }))
}

/** Puts durations into tables, one value per type. Never left out: other processes may kill cells, too. */
export function compileDeath(model: ModelData, context: CompileContext, usage: Usage): DeathTables {
  const sections = model.cellTypes.map((type) => sectionOf(type, deathSection))
  const of = sections.map(({ apoptosis }) => apoptosis)
  context.table(
    'death.apoptosisDuration',
    'f64',
    of.map(({ duration }) => duration.value),
  )
  context.table(
    'death.apoptosisIsFixed',
    'u8',
    of.map(({ distribution }) => (distribution === 'fixed' ? 1 : 0)),
  )
  context.table(
    'death.clearance',
    'f64',
    sections.map(({ necrosis }) => necrosis.clearance.value),
  )
  return {
    burstsAt: sections.map(({ necrosis }) => necrosis['bursts at'].value),
    hasSignal: usage.signals.has('dead'),
  }
}
