import { cadenceMinutes } from '../../engine/clock.ts'
import type { BehaviourDeclaration, CompileContext } from '../../engine/process.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { type LinearStep, type Naive, PRIMED, clonalStep, dendriticStep } from './chain.ts'
import {
  BEFORE,
  BLOOD_PREFIX,
  DENDRITIC_COLUMN,
  DIVISION_PREFIX,
  LEFT,
  PRESENTING,
  PRIMED_PREFIX,
  TRAVEL_TABLE,
  VESSELS,
} from './columns.ts'
import { type LymphNodeSection, type Priming, emigrationSection, lymphNodeSection } from './schema.ts'

/** The behaviour: how often a cell leaves the tissue through lymphatics. */
export const EMIGRATION = 'emigration to lymph node'

/** A drug at its level in plasma: `constant` is its level of half effect [nM]. */
export interface PlasmaLevel {
  readonly substrate: string
  readonly constant: number
}

/** What holds activation back, less what drugs lift of it. */
export interface CompiledHold {
  readonly share: number
  readonly blockers: readonly PlasmaLevel[]
}

/** A drug that raises activation `to`-fold. */
export interface CompiledRaise extends PlasmaLevel {
  readonly to: number
}

export interface CompiledPriming extends Naive {
  /** Column with naive and primed cells, and that with cells in the blood. */
  readonly column: string
  readonly blood: string
  readonly baseline: number
  /** [1/min] among very many dendritic cells, of which `half` are enough for half of it. */
  readonly activation: number
  readonly half: number
  /** Table with the change of `width` states in a step, of which entry `inBlood` holds cells in the blood. */
  readonly table: string
  readonly width: number
  readonly inBlood: number
  readonly holds: readonly CompiledHold[]
  readonly raises: readonly CompiledRaise[]
}

export interface LymphNodeTables {
  readonly type: number
  readonly from: 'anywhere' | 'edge' | 'vessels'
  /** How near to a side or a vessel point [um]. */
  readonly margin: number
  /** Cells of the tumour for which each that leaves stands. */
  readonly weight: number
  readonly stages: number
  /** Number of states of dendritic cells that a step changes. */
  readonly width: number
  readonly primes: readonly CompiledPriming[]
}

/** Declares node and blood; undefined without a lymph node. */
export function compileLymphNode(model: ModelData, context: CompileContext): LymphNodeTables | undefined {
  const section = sectionOf(model, lymphNodeSection)
  if (section === undefined) return undefined
  const dt = cadenceMinutes(context.clock, 'phenotype')
  const { type, from, within, travel, stages, lifespan } = section['dendritic cells']
  context.column({
    name: 'lymph.leaving',
    group: 'cell',
    type: 'u8',
    unit: '1',
    doc: '1 when the cell leaves through a lymphatic at the next commit',
    divide: 'clear',
  })
  context.column({
    name: DENDRITIC_COLUMN,
    group: 'world',
    type: 'f64',
    unit: 'cells',
    doc: `${type}: on the way, by stage, in the lymph node, died there (expected), left the tissue (counted)`,
    width: stages + 3,
  })
  if (from === 'vessels')
    context.column({
      name: VESSELS,
      group: 'vessel',
      type: 'f64',
      unit: 'um',
      doc: 'x, y and z of each vessel point that stays',
      width: 3,
    })
  const travelling = dendriticStep(stages, travel.value, lifespan.value, dt)
  context.table(TRAVEL_TABLE, 'f64', travelling.change)
  const primes = Object.entries(section.primes).map(([name, priming]) =>
    compilePriming(name, priming, dt, context),
  )
  declareRoom(Math.max(travelling.width, ...primes.map(({ width }) => width)), context)
  return {
    type: context.cellTypes.indexOf(type),
    from,
    margin: within.value,
    weight: weightOf(section, context),
    stages,
    width: travelling.width,
    primes,
  }
}

/** Room for what one step works out. */
function declareRoom(width: number, context: CompileContext): void {
  const room = { group: 'world', type: 'f64', unit: '1', isScratch: true } as const
  context.column({ ...room, name: BEFORE, doc: 'states before a step', width })
  context.column({ ...room, name: PRESENTING, doc: 'dendritic cells in the node, mean over a step' })
  context.column({ ...room, name: LEFT, doc: 'what is left of what holds activation back' })
}

function weightOf(section: LymphNodeSection, { space }: CompileContext): number {
  const [width, height, depth] = space.size
  const whole = section['tissue stands for']?.value
  return whole === undefined ? 1 : whole / (width * height * depth)
}

function divisionOf(priming: Priming, dt: number): LinearStep {
  const rates = {
    generations: priming.generations,
    division: 1 / priming.doubling.value,
    leaves: priming.leaves.value,
    death: 1 / priming['lives in blood'].value,
  }
  return clonalStep(rates, dt)
}

function compilePriming(
  name: string,
  priming: Priming,
  dt: number,
  context: CompileContext,
): CompiledPriming {
  const step = divisionOf(priming, dt)
  const [column, blood] = [`${PRIMED_PREFIX}${name}`, `${BLOOD_PREFIX}${name}`]
  const table = `${DIVISION_PREFIX}${name}`
  context.table(table, 'f64', step.change)
  const relative = { group: 'world', type: 'f64', unit: '1' } as const
  const doc = `${name}: naive, supplied, activated, activated per minute, by generation, effectors in the node, in the blood, died there; relative to the blood`
  context.column({ ...relative, name: column, doc, width: PRIMED.flow + step.width })
  context.column({
    ...relative,
    name: blood,
    doc: `${name} in the blood, relative to those for which vessels.entry was written`,
  })
  return {
    column,
    blood,
    baseline: priming.baseline.value,
    resting: priming.naive.value,
    renewal: priming.renewal.value,
    activation: priming.activation.value,
    half: priming.half.value,
    table,
    width: step.width,
    inBlood: priming.generations + 2,
    holds: holdsOf(priming),
    raises: raisesOf(priming),
  }
}

function holdsOf(priming: Priming): readonly CompiledHold[] {
  return Object.values(priming['held back by']).map(({ share, 'blocked by': blockers }) => ({
    share: share.value,
    blockers: Object.entries(blockers).map(([substrate, { value }]) => ({ substrate, constant: value })),
  }))
}

function raisesOf(priming: Priming): readonly CompiledRaise[] {
  return Object.entries(priming['raised by']).map(([substrate, { to, half }]) => ({
    substrate,
    to: to.value,
    constant: half.value,
  }))
}

/** Emigration, where there is a lymph node to go to; the dead stay. */
export function lymphNodeBehaviours(model: ModelData): readonly BehaviourDeclaration[] {
  if (sectionOf(model, lymphNodeSection) === undefined) return []
  const base = model.cellTypes.map((type) => sectionOf(type, emigrationSection)?.value ?? 0)
  const doc = 'rate at which a cell leaves the tissue through lymphatics'
  return [{ name: EMIGRATION, unit: '1/min', doc, base, whenDead: 0 }]
}
