import { defineProcess } from '../../engine/process.ts'
import { type MembraneTables, compileMembranes, membraneBehaviours } from './compile.ts'
import { membranesSection, passageSection } from './schema.ts'
import { bindHold, bindPush, membraneHooks } from './step.ts'
import { validateMembranes } from './validate.ts'

/** Membranes: planes across the domain that hold cells back and let substrates through. */
export const membraneProcess = defineProcess<MembraneTables>({
  name: 'membrane',
  doc: 'planes that cells do not cross and substrates do, and the passage of cells through them',
  sections: [membranesSection, passageSection],
  validate: validateMembranes,
  behaviours: membraneBehaviours,
  compile: compileMembranes,
  activities: [
    { name: 'membranes', phase: 'forces', bind: bindPush },
    { name: 'sides', phase: 'motion', bind: bindHold },
  ],
  hooks: membraneHooks,
})
