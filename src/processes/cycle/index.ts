import type { ColumnDeclaration } from '../../engine/columns.ts'
import { defineProcess } from '../../engine/process.ts'
import { type CycleTables, compileCycle, cycleBehaviours } from './compile.ts'
import { cycleSection } from './schema.ts'
import { bindCycle, cycleHooks } from './step.ts'

const columns: readonly ColumnDeclaration[] = [
  { name: 'cycle.phase', group: 'cell', type: 'u8', unit: '1', doc: 'phase of the cell cycle, from 0' },
  {
    name: 'cycle.elapsed',
    group: 'cell',
    type: 'f64',
    unit: 'min',
    doc: 'time in the phase of the cell cycle',
  },
]

/** Cell cycle: phases of fixed or exponential duration, growth at their entry and division at their exit. */
export const cycleProcess = defineProcess<CycleTables>({
  name: 'cycle',
  doc: 'cell cycle: phases, growth and division',
  sections: [cycleSection],
  behaviours: cycleBehaviours,
  compile: (model, context, usage) => {
    const tables = compileCycle(model, context, usage)
    if (tables !== undefined) for (const declaration of columns) context.column(declaration)
    return tables
  },
  activities: [{ name: 'cycle', phase: 'decisions', bind: bindCycle }],
  hooks: cycleHooks,
})
