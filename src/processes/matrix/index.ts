import { defineProcess } from '../../engine/process.ts'
import { type MatrixTables, compileMatrix, matrixBehaviours, matrixSignals } from './compile.ts'
import { hindranceSection, makerSection, matrixSection } from './schema.ts'
import { startMatrix } from './start.ts'
import { bindAdvance, bindBinding, bindSenses } from './step.ts'
import { validateMatrix } from './validate.ts'

/** Matrix between cells: fibres that cells lay down, link and turn, that proteases cut, and that hold and hinder what diffuses. */
export const matrixProcess = defineProcess<MatrixTables>({
  name: 'matrix',
  doc: 'fibres and basement membrane: deposition, cutting, links, alignment, binding, and hindered diffusion',
  sections: [matrixSection, makerSection, hindranceSection],
  validate: validateMatrix,
  signals: matrixSignals,
  behaviours: matrixBehaviours,
  compile: compileMatrix,
  activities: [
    { name: 'binding', phase: 'fields', bind: bindBinding },
    { name: 'senses', phase: 'sensing', bind: bindSenses },
    { name: 'matrix', phase: 'growth', bind: bindAdvance },
  ],
  start: startMatrix,
})
