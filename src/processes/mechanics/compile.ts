import { bondColumns, BOND_WIDTH } from '../../engine/bonds.ts'
import { type ColumnDeclaration, LIFE_STATES } from '../../engine/columns.ts'
import type { BehaviourDeclaration, CompileContext, Usage } from '../../engine/process.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { WALL_STRENGTH } from './kernels.ts'
import { type MechanicsSection, mechanicsSection, wallSection } from './schema.ts'

export interface MechanicsTables {
  /** Strength of the repulsion by closed faces [um/min]; 0 where they do not repel. */
  readonly wallStrength: number
  /** True when springs form and end by themselves. */
  readonly hasSprings: boolean
  /** True when somebody wants to know the pressure. */
  readonly needsPressure: boolean
  /** True when rules modulate adhesion, repulsion or an affinity, so that strengths differ from cell to cell. */
  readonly isModulated: boolean
  /** Springs that a cell of each type can have. */
  readonly most: readonly number[]
}

const velocity = (axis: string): ColumnDeclaration => ({
  name: `mechanics.v${axis}`,
  group: 'cell',
  type: 'f64',
  unit: 'um/min',
  doc: 'velocity: sum of all that moves the cell in this step',
  isScratch: true,
})

const previous: ColumnDeclaration = {
  name: 'mechanics.previous',
  group: 'cell',
  type: 'f64',
  unit: 'um/min',
  doc: 'velocity of the step before, along x, y and z; zero for a new cell',
  width: 3,
  divide: 'clear',
}

const pressure: ColumnDeclaration = {
  name: 'mechanics.pressure',
  group: 'cell',
  type: 'f64',
  unit: '1',
  doc: 'overlap with the neighbours; 1 = twelve of them in close packing at rest',
}

/** What cells ask of commit; empty between ticks. */
const requests: readonly ColumnDeclaration[] = [
  {
    name: 'spring.request',
    group: 'cell',
    type: 'i32',
    unit: '1',
    doc: 'slots of the cells to bind, -1 = none',
    width: BOND_WIDTH,
    initial: -1,
    divide: 'clear',
    refersToCells: true,
  },
  {
    name: 'spring.release',
    group: 'cell',
    type: 'u32',
    unit: '1',
    doc: 'bits: places in bond.partner whose spring shall end',
    divide: 'clear',
  },
]

/** Declares what forces and motion store; springs only when the model has some. */
export function compileMechanics(
  model: ModelData,
  context: CompileContext,
  usage: Usage,
): MechanicsTables | undefined {
  const sections = model.cellTypes.map((type) => sectionOf(type, mechanicsSection))
  if (sections.length === 0) return undefined
  const hasSprings =
    usage.behaviours.has('spring attachment') ||
    sections.some((section) => section.springs.attachment.value > 0)
  const needsPressure = usage.signals.has('pressure')
  for (const declaration of [...['x', 'y', 'z'].map(velocity), previous]) context.column(declaration)
  if (needsPressure) context.column(pressure)
  if (hasSprings) for (const declaration of [...bondColumns(), ...requests]) context.column(declaration)
  const most = sections.map((section) => section.springs.most)
  context.table(
    'mechanics.movable',
    'u8',
    sections.map((section) => (section.movable ? 1 : 0)),
  )
  context.table('mechanics.most', 'u32', most)
  context.column(affinityPointers(sections.length))
  const isModulated = ['adhesion', 'repulsion', ...context.cellTypes.map(affinityTo)].some((name) =>
    usage.behaviours.has(name),
  )
  if (!isModulated) context.column(strengthTable(LIFE_STATES * sections.length))
  const walls = sectionOf(model, wallSection)
  const wallStrength = walls.wall ? (walls['wall strength']?.value ?? WALL_STRENGTH) : 0
  return { wallStrength, hasSprings, needsPressure, isModulated, most }
}

/** Where the affinities to each type lie: they are behaviours, so each has a pointer of its own. */
function affinityPointers(types: number): ColumnDeclaration {
  return {
    name: 'mechanics.affinities',
    group: 'table',
    type: 'u32',
    unit: '1',
    doc: 'pointer to and kind of each affinity behaviour, two words per type; written when activities are bound',
    width: 2 * types,
    isScratch: true,
  }
}

/** Strengths of pairs where nothing modulates them. */
function strengthTable(classes: number): ColumnDeclaration {
  return {
    name: 'mechanics.strengths',
    group: 'table',
    type: 'f64',
    unit: 'um/min',
    doc: 'adhesion and repulsion of each pair of classes; written when activities are bound',
    width: 2 * classes * classes,
    isScratch: true,
  }
}

/** Behaviours of mechanics: the same for live and dead cells, save that the dead bind no one. */
export function mechanicsBehaviours(model: ModelData): readonly BehaviourDeclaration[] {
  const sections = model.cellTypes.map((type) => sectionOf(type, mechanicsSection))
  const declare = (
    name: string,
    unit: string,
    doc: string,
    base: (section: MechanicsSection) => number,
    whenDead = 1,
  ): BehaviourDeclaration => ({ name, unit, doc, base: sections.map(base), whenDead })
  return [
    declare('adhesion', 'um/min', 'strength of adhesion to cells in reach', (s) => s.adhesion.value),
    declare('repulsion', 'um/min', 'strength of repulsion from cells that overlap', (s) => s.repulsion.value),
    declare(
      'reach',
      '1',
      'distance of adhesion and touch, relative to the radius; at least 1',
      (s) => s.reach.value,
    ),
    declare(
      'spring attachment',
      '1/min',
      'rate of binding a touching cell',
      (s) => s.springs.attachment.value,
      0,
    ),
    declare(
      'spring detachment',
      '1/min',
      'rate of letting go of a bound cell',
      (s) => s.springs.detachment.value,
    ),
    declare('spring constant', '1/min', 'velocity per length of a spring', (s) => s.springs.constant.value),
    ...model.cellTypes.map(({ name }) =>
      declare(
        affinityTo(name),
        '1',
        `factor on adhesion and springs to ${name}`,
        (s) => s.affinities[name]?.value ?? 1,
      ),
    ),
  ]
}

/** Name of the behaviour: how much a cell likes to stick to cells of a type. */
export function affinityTo(type: string): string {
  return `affinity to ${type}`
}
