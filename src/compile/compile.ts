import { BLOOD } from '../engine/organism.ts'
import { type OrganismProgram, type Program, STEP_PHASES, type StepPhase } from '../engine/program.ts'
import type { ColumnDeclaration } from '../engine/columns.ts'
import { sectionOf } from '../model/assemble.ts'
import { bodySection } from '../model/body.ts'
import type { AnyProcess } from './any-process.ts'
import { compileWorld } from './compile-world.ts'
import { domainSection } from './core-sections.ts'
import type { Model } from './model.ts'
import { standardProcesses } from './order.ts'

/** Phases that mean something where nothing has a place. */
const BLOOD_PHASES: ReadonlySet<StepPhase> = new Set(['interventions', 'sensing', 'response', 'decisions'])

/**
 * Turns a checked model into a program (`compile-world.ts`), with programs for the blood and the sites where it describes an
 * organism. Pure; throws only on impossible states, since the model was checked.
 */
export function compile(model: Model, processes: readonly AnyProcess[] = standardProcesses): Program {
  const host = compileWorld(model, processes, 'tissue')
  if (sectionOf(model.data, bodySection) === undefined) return host
  const organism = compileOrganism(model, host, processes)
  return { ...withBody(host, organism.blood), organism }
}

function compileOrganism(model: Model, host: Program, processes: readonly AnyProcess[]): OrganismProgram {
  const blood = compileBlood(model, host, processes)
  const sites = (model.sites ?? []).map(({ name, model: site }) => ({
    name,
    program: { ...withBody(compileWorld(site, processes, 'tissue'), blood), site: name },
  }))
  return { blood, sites, ...bodyOf(model, host) }
}

/** What the section `body` says that only measures read. */
function bodyOf({ data }: Model, { space }: Program): Pick<OrganismProgram, 'weight' | 'hazard'> {
  const body = sectionOf(data, bodySection)
  const [x, y, z] = space.size
  const weight = (body?.['tissue stands for'].value ?? 0) / (x * y * z)
  const hazard = body?.['hazard of death']
  if (hazard === undefined) return { weight }
  const { base, burden, metastases, 'reference burden': reference } = hazard
  const numbers = { base: base.value, burden: burden.value, reference: reference.value }
  return { weight, hazard: { ...numbers, metastases: metastases.value } }
}

/** A tissue with what the blood's processes say to it: levels that are the same in the whole body. */
function withBody(tissue: Program, blood: Program): Program {
  const known = new Set(tissue.columns.map(({ name }) => name))
  const more = blood.columns.filter(({ name, isSystemic }) => isSystemic === true && !known.has(name))
  return more.length === 0 ? tissue : { ...tissue, columns: [...tissue.columns, ...more] }
}

/** The blood: one voxel, and every column that a cell of a tissue has, so that cells keep what they are on their way. */
function compileBlood(model: Model, host: Program, processes: readonly AnyProcess[]): Program {
  const domain = sectionOf(model.data, domainSection)
  const size = [domain.voxel, domain.voxel, domain.voxel]
  const sections = {
    ...model.data.sections,
    [domainSection.key]: { size, voxel: domain.voxel, boundary: 'closed' },
  }
  const inBlood: Model = { ...model, data: { ...model.data, sections }, initialCells: [], vessels: [] }
  const program = compileWorld(inBlood, processes, 'blood')
  const phases = STEP_PHASES.map((phase) => [phase, BLOOD_PHASES.has(phase) ? program.activities[phase] : []])
  const { vesselRoom: _, ...rest } = program
  return {
    ...rest,
    site: BLOOD,
    isSpaceless: true,
    vessels: [],
    columns: withCellColumns(program.columns, host.columns),
    activities: Object.fromEntries(phases) as Program['activities'], // STEP_PHASES lists every phase
  }
}

function withCellColumns(
  own: readonly ColumnDeclaration[],
  tissue: readonly ColumnDeclaration[],
): readonly ColumnDeclaration[] {
  const known = new Set(own.map(({ name }) => name))
  return [...own, ...tissue.filter(({ name, group }) => group === 'cell' && !known.has(name))]
}
