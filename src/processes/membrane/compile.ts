import { sideColumn } from '../../engine/sides.ts'
import type { BehaviourDeclaration, CompileContext } from '../../engine/process.ts'
import { stream } from '../../engine/random.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { membranesSection, passageSection } from './schema.ts'

/** The behaviour: how often a cell goes through a membrane that it reaches. */
export const PASSAGE = 'membrane passage'

export interface CompiledMembrane {
  readonly axis: 0 | 1 | 2
  /** [um] */
  readonly at: number
  /** Bit in the sides of cells: set above the membrane. */
  readonly bit: number
  /** [um/min] */
  readonly strength: number
  /** Name of the table that has a 1 for each type that passes. */
  readonly passes: string
  readonly isFree: readonly boolean[]
  /** Stream of the passages; by name, so that other membranes leave the luck of this one alone. */
  readonly stream: number
}

export interface MembraneTables {
  readonly membranes: readonly CompiledMembrane[]
}

const AXES = { x: 0, y: 1, z: 2 } as const

/** Lays out the sides of cells; undefined without membranes. */
export function compileMembranes(model: ModelData, context: CompileContext): MembraneTables | undefined {
  const membranes = Object.entries(sectionOf(model, membranesSection) ?? {})
  if (membranes.length === 0) return undefined
  context.column(sideColumn)
  context.column({
    name: 'membrane.crossed',
    group: 'world',
    type: 'u32',
    unit: '1',
    doc: 'not zero when a cell came to another side in this step',
    isScratch: true,
  })
  return {
    membranes: membranes.map(([name, { axis, at, passes, strength }], index) => {
      const isFree = context.cellTypes.map((type) => passes.includes(type))
      const table = `membrane.passes/${name}`
      context.table(
        table,
        'u8',
        isFree.map((free) => (free ? 1 : 0)),
      )
      return {
        axis: AXES[axis],
        at: at.value,
        bit: (1 << index) >>> 0,
        strength: strength.value,
        passes: table,
        isFree,
        stream: stream(`membrane.${name}`),
      }
    }),
  }
}

/** The passage through membranes, where there are some; the dead stay where they are. */
export function membraneBehaviours(model: ModelData): readonly BehaviourDeclaration[] {
  if (Object.keys(sectionOf(model, membranesSection) ?? {}).length === 0) return []
  const base = model.cellTypes.map((type) => sectionOf(type, passageSection)?.value ?? 0)
  const doc = 'rate at which a cell goes through a membrane within its reach'
  return [{ name: PASSAGE, unit: '1/min', doc, base, whenDead: 0 }]
}
