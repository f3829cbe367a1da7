import type { BehaviourDeclaration, CompileContext, SignalDeclaration, Usage } from '../../engine/process.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { DIVISIONS_LEFT, STEMNESS, hierarchyColumns } from './columns.ts'
import { type Hierarchy, hierarchySection } from './schema.ts'

export const SELF_RENEWAL = 'self-renewal'
export const DEDIFFERENTIATION = 'dedifferentiation'

/** By cell type: 1 where cells may become stem cells again. */
export const HAS_HIERARCHY = 'hierarchy.types'

/** The hierarchy of one type. */
export interface TypeHierarchy {
  readonly stemShare: number
  readonly differentiatedShare: number
  readonly divisions: number
}

export interface HierarchyTables {
  /** By cell type; undefined in types without one. */
  readonly types: readonly (TypeHierarchy | undefined)[]
  readonly dedifferentiates: boolean
}

function hasHierarchy(model: ModelData): boolean {
  return model.cellTypes.some((type) => sectionOf(type, hierarchySection) !== undefined)
}

/** What cells may sense of themselves, in models with a hierarchy. */
export function hierarchySignals(model: ModelData): readonly SignalDeclaration[] {
  if (!hasHierarchy(model)) return []
  return [
    { name: 'stemness', unit: '1', doc: '1 in stem cells, else 0', column: STEMNESS },
    {
      name: 'divisions left',
      unit: '1',
      doc: 'divisions that a transit-amplifying cell has left; 0 in stem cells and in differentiated ones',
      column: DIVISIONS_LEFT,
    },
  ]
}

/** What rules may change of the hierarchy, in models with one. */
export function hierarchyBehaviours(model: ModelData): readonly BehaviourDeclaration[] {
  if (!hasHierarchy(model)) return []
  const baseOf = (key: 'self-renewal' | 'dedifferentiation') =>
    model.cellTypes.map((type) => sectionOf(type, hierarchySection)?.[key].value ?? 0)
  return [
    {
      name: SELF_RENEWAL,
      unit: '1',
      doc: 'probability that the division of a stem cell gives two stem cells',
      base: baseOf('self-renewal'),
      whenDead: 0,
    },
    {
      name: DEDIFFERENTIATION,
      unit: '1/min',
      doc: 'rate at which a cell that is not a stem cell becomes one',
      base: baseOf('dedifferentiation'),
      whenDead: 0,
    },
  ]
}

/** Shares and divisions of each type; undefined when no type has a hierarchy. */
export function compileHierarchy(
  model: ModelData,
  context: CompileContext,
  usage: Usage,
): HierarchyTables | undefined {
  if (!hasHierarchy(model)) return undefined
  for (const column of hierarchyColumns) context.column(column)
  const types = model.cellTypes.map((type) => typeHierarchy(sectionOf(type, hierarchySection)))
  const dedifferentiates =
    usage.behaviours.has(DEDIFFERENTIATION) ||
    context.behaviourBase(DEDIFFERENTIATION).some((rate) => rate > 0)
  if (dedifferentiates)
    context.table(
      HAS_HIERARCHY,
      'u8',
      types.map((type) => (type === undefined ? 0 : 1)),
    )
  return { types, dedifferentiates }
}

function typeHierarchy(section: Hierarchy | undefined): TypeHierarchy | undefined {
  if (section === undefined) return undefined
  return {
    stemShare: section['stem share'].value,
    differentiatedShare: section['differentiated share'].value,
    divisions: section.divisions,
  }
}
