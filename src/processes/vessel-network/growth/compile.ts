import type { ColumnDeclaration } from '../../../engine/columns.ts'
import type { CompileContext } from '../../../engine/process.ts'
import type { Quantity } from '../../../model/kit.ts'
import type { Steering } from './direction.ts'
import type { Felt } from './schema-felt.ts'
import type { GrowthSection } from './schema.ts'
import type { Sprouting } from './schema-sprouting.ts'
import type { Leak, Pericytes, Regression, Secreted, Tie2 } from './schema-walls.ts'

/** A blocker of what is felt, and its dissociation constant [nM]. */
export interface CompiledBlocker {
  readonly substrate: string
  readonly constant: number
}

/** A substrate that walls feel; levels in its unit. */
export interface CompiledFelt {
  readonly substrate: string
  readonly half: number
  readonly hill: number
  readonly blockers: readonly CompiledBlocker[]
}

/** Lengths in [um], times in [min], rates in [1/min], speeds in [um/min]. */
export interface CompiledSprouting {
  readonly rate: number
  readonly closed: number
  readonly covered: number
  readonly exclusion: number
  readonly least: number
  readonly patience: number
  readonly slowest: number
  readonly fastest: number
  readonly steering: Steering
  readonly branching: number
  readonly joins: number
  readonly radius: number
  /** Density of matrix that stops tips. */
  readonly matrix?: number
  /** Share of basement membrane that stops tips. */
  readonly membrane?: number
}

/** Rates in [1/min]. */
export interface CompiledPericytes {
  readonly by: CompiledFelt
  readonly start: number
  readonly coating: number
  readonly loss: number
  readonly lossWhenOpen: number
}

/** Times in [min], rates in [1/min], pressures in [mmHg]. */
export interface CompiledRegression {
  readonly unperfused: number
  readonly hazard: number
  readonly shear: number
  readonly withdrawal: number
  readonly protection: number
  /** [um] */
  readonly widest?: number
}

/** Amounts in [ymol/min]. */
export interface CompiledSecretion {
  readonly substrate: string
  readonly walls: number
  readonly tips: number
  readonly by?: CompiledFelt
  readonly rest: number
}

/** What the wall feels through Tie2; levels over dissociation constants. */
export interface CompiledTie2 {
  readonly antagonist: CompiledFelt
  readonly agonist: number
}

export interface GrowthTables {
  /** True where transport solves what vessels secrete with diffusion in one equation. */
  readonly isSolvedWithTransport: boolean
  readonly spacing: number
  /** What walls feel of the substrate that makes them sprout; absent without sprouting. */
  readonly by?: CompiledFelt
  readonly sprouting?: CompiledSprouting
  readonly tie2?: CompiledTie2
  readonly pericytes?: CompiledPericytes
  readonly leak?: { readonly bare: number; readonly activated: number }
  readonly regression?: CompiledRegression
  readonly secretes: readonly CompiledSecretion[]
}

/** Columns of tips, three of them one per axis. */
export const TIP_DIRECTION = ['vessel.directionX', 'vessel.directionY', 'vessel.directionZ'] as const
export const TIP_REACH = 'vessel.reach'
export const TIP_STARVED = 'vessel.starved'
export const NODE_IDLE = 'vessel.idle'

const node = (name: string, unit: string, doc: string): ColumnDeclaration => ({
  name,
  group: 'vessel',
  type: 'f64',
  unit,
  doc,
})

const tipColumns: readonly ColumnDeclaration[] = [
  ...TIP_DIRECTION.map((name) => node(name, '1', 'where a tip is going: a unit vector')),
  node(TIP_REACH, 'um', 'how far a tip has gone since its last node'),
  node(TIP_STARVED, 'min', 'how long a tip has stood for lack of what attracts it'),
]

/** What growth takes from the rest of the model: lengths in [um]. */
interface Shared {
  readonly spacing: number
  readonly radius: number
  readonly scheme: string | undefined
}

/** Turns what the section says about growth into tables, with nodes every `spacing`; undefined when it says nothing. */
export function compileGrowth(
  section: GrowthSection,
  { spacing, radius, scheme }: Shared,
  context: CompileContext,
): GrowthTables | undefined {
  const { sprouting, tie2, pericytes, leak, regression, secretes = {} } = section
  const secretion = Object.entries(secretes)
  const parts = [sprouting, tie2, pericytes, leak, regression]
  if (parts.every((part) => part === undefined) && secretion.length === 0) return undefined
  if (sprouting !== undefined) for (const column of tipColumns) context.column(column)
  if (regression !== undefined)
    context.column(node(NODE_IDLE, 'min', 'how long a node has been without flow'))
  return {
    isSolvedWithTransport: scheme === 'adaptive',
    spacing,
    ...(sprouting && { by: feltOf(sprouting.by), sprouting: sproutingOf(sprouting, radius) }),
    ...(tie2 && { tie2: tie2Of(tie2) }),
    ...(pericytes && { pericytes: pericytesOf(pericytes) }),
    ...(leak && { leak: leakOf(leak) }),
    ...(regression && { regression: regressionOf(regression) }),
    secretes: secretion.map(([substrate, one]) => secretionOf(substrate, one)),
  }
}

function blockersOf(blockers: Readonly<Record<string, Quantity>>): readonly CompiledBlocker[] {
  return Object.entries(blockers).map(([substrate, { value }]) => ({ substrate, constant: value }))
}

function feltOf({ substrate, half, hill, 'blocked by': blockers }: Felt): CompiledFelt {
  return { substrate, half: half.value, hill: hill.value, blockers: blockersOf(blockers) }
}

function sproutingOf(section: Sprouting, radius: number): CompiledSprouting {
  const { speed, direction, matrix } = section
  return {
    rate: section.rate.value,
    closed: section.closed.value,
    covered: section.covered.value,
    exclusion: section.exclusion.value,
    least: section.least.value,
    patience: section.patience.value,
    slowest: speed.without.value,
    fastest: speed.most.value,
    steering: {
      persistence: direction.persistence.value,
      gradient: direction.gradient.value,
      random: direction.random.value,
      fibres: direction.fibres.value,
      filopodia: direction.filopodia.value,
    },
    branching: section.branching.value,
    joins: section['joins within'].value,
    radius: section.radius?.value ?? radius,
    ...(matrix && { matrix: matrix.value }),
    ...(section['membrane stops'] && { membrane: section['membrane stops'].value }),
  }
}

function tie2Of({ 'opened by': opened, 'closed by': closed }: Tie2): CompiledTie2 {
  const { substrate, constant, 'blocked by': blockers } = opened
  return {
    antagonist: { substrate, half: constant.value, hill: 1, blockers: blockersOf(blockers) },
    agonist: closed.level.value / closed.constant.value,
  }
}

function pericytesOf(section: Pericytes): CompiledPericytes {
  return {
    by: feltOf(section.by),
    start: section.start.value,
    coating: section.coating.value,
    loss: section.loss.value,
    lossWhenOpen: section['loss when open'].value,
  }
}

function leakOf({ bare, activated }: Leak) {
  return { bare: bare.value, activated: activated.value }
}

function regressionOf(section: Regression): CompiledRegression {
  return {
    unperfused: section.unperfused.value,
    hazard: section.hazard.value,
    shear: section['critical shear'].value,
    withdrawal: section.withdrawal.value,
    protection: section.protection.value,
    ...(section.widest && { widest: section.widest.value }),
  }
}

function secretionOf(substrate: string, { walls, tips, by, rest }: Secreted): CompiledSecretion {
  const felt = by === undefined ? {} : { by: feltOf(by) }
  return { substrate, walls: walls.value, tips: tips.value, ...felt, rest: rest.value }
}
