import { defineProcess } from '../../engine/process.ts'
import { type MotilityTables, compileMotility, motilityBehaviours } from './compile.ts'
import { motilitySection } from './schema.ts'
import { bindHold, bindMotility } from './step.ts'
import { validateMotility } from './validate.ts'

/** Active motion of live cells: a persistent random walk, biased along the gradients of substrates. */
export const motilityProcess = defineProcess<MotilityTables>({
  name: 'motility',
  doc: 'persistent random walk and chemotaxis of live cells',
  sections: [motilitySection],
  validate: validateMotility,
  behaviours: motilityBehaviours,
  compile: compileMotility,
  activities: [
    { name: 'motility', phase: 'forces', bind: bindMotility },
    { name: 'basement membrane', phase: 'forces', bind: bindHold },
  ],
})
