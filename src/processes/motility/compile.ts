import type { ColumnDeclaration } from '../../engine/columns.ts'
import type { BehaviourDeclaration, CompileContext, Usage } from '../../engine/process.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { type MotilitySection, motilitySection } from './schema.ts'
import { MATRIX_KEYS } from './validate.ts'

export interface MotilityTables {
  /** Substrates that some cell may follow. */
  readonly followed: readonly string[]
  /** True where matrix guides or holds up some cell. */
  readonly isInMatrix: boolean
  /** True where basement membrane stops some cell. */
  readonly isHeld: boolean
}

const direction: ColumnDeclaration = {
  name: 'motility.direction',
  group: 'cell',
  type: 'f64',
  unit: '1',
  doc: 'direction of active motion along x, y and z: length 1, or 0 before the first choice',
  width: 3,
}

/** Declares what active motion stores; nothing when no cell ever moves by itself. */
export function compileMotility(
  model: ModelData,
  context: CompileContext,
  usage: Usage,
): MotilityTables | undefined {
  const sections = model.cellTypes.map((type) => sectionOf(type, motilitySection))
  const moves = usage.behaviours.has('migration speed') || sections.some((section) => section.speed.value > 0)
  const isHeld = sections.some((section) => section['membrane stops'] !== undefined)
  if (sections.length === 0 || !(moves || isHeld)) return undefined
  const isFollowed = (substrate: string): boolean =>
    usage.behaviours.has(responseTo(substrate)) ||
    sections.some((section) => (section.chemotaxis[substrate]?.value ?? 0) !== 0)
  const followed = context.substrates.filter(isFollowed)
  context.column(direction)
  context.column(fieldPointers(followed.length))
  context.table(
    'motility.eachNormalised',
    'u8',
    sections.map((section) => (section['normalise gradients'] ? 1 : 0)),
  )
  const isInMatrix = sections.some((section) => MATRIX_KEYS.some((key) => section[key] !== undefined))
  if (isInMatrix) declareMatrix(sections, context)
  return { followed, isInMatrix, isHeld }
}

/** Numbers of a type in `motility.inMatrix`: guidance, smallest and free pores [um], membrane that stops. */
export const MATRIX_ROW = 4

/** No membrane is more than whole. */
const NEVER = 2

/** What matrix does to cells of each type, and where it lies. */
function declareMatrix(sections: readonly MotilitySection[], context: CompileContext): void {
  const rows = sections.flatMap((section) => [
    section['contact guidance']?.value ?? 0,
    section.pore?.smallest.value ?? 0,
    section.pore?.free.value ?? 0,
    section['membrane stops']?.value ?? NEVER,
  ])
  context.table('motility.inMatrix', 'f64', rows)
  context.column({
    name: 'motility.matrix',
    group: 'table',
    type: 'u32',
    unit: '1',
    doc: 'addresses of the columns of matrix, and the number of voxels; written when activities are bound',
    width: 6,
    isScratch: true,
  })
}

/** Where the followed fields and the cells' responses to them lie. */
function fieldPointers(followed: number): ColumnDeclaration {
  return {
    name: 'motility.fields',
    group: 'table',
    type: 'u32',
    unit: '1',
    doc: 'pointers to a field and to the response to it, and the kind of the latter; written when activities are bound',
    width: Math.max(3 * followed, 1),
    isScratch: true,
  }
}

/** Behaviours of active motion; the dead do not move. */
export function motilityBehaviours(model: ModelData): readonly BehaviourDeclaration[] {
  const sections = model.cellTypes.map((type) => sectionOf(type, motilitySection))
  const declare = (
    name: string,
    unit: string,
    doc: string,
    base: (section: MotilitySection) => number,
    whenDead = 1,
  ): BehaviourDeclaration => ({ name, unit, doc, base: sections.map(base), whenDead })
  return [
    declare('migration speed', 'um/min', 'speed of active motion', (s) => s.speed.value, 0),
    declare(
      'migration persistence',
      'min',
      'mean time between choices of direction',
      (s) => s.persistence.value,
    ),
    declare('migration bias', '1', 'weight of chemotaxis in a new direction', (s) => s.bias.value),
    ...model.substrates.map(({ name }) =>
      declare(
        responseTo(name),
        '1',
        `weight of the gradient of ${name}`,
        (s) => s.chemotaxis[name]?.value ?? 0,
      ),
    ),
  ]
}

/** Name of the behaviour: how much a cell follows the gradient of a substrate. */
export function responseTo(substrate: string): string {
  return `chemotactic response to ${substrate}`
}
