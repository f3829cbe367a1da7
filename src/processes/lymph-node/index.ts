import { defineProcess } from '../../engine/process.ts'
import { type LymphNodeTables, compileLymphNode, lymphNodeBehaviours } from './compile.ts'
import { emigrationSection, lymphNodeSection } from './schema.ts'
import { bindEmigration, bindNode, lymphNodeHooks, startLymphNode } from './step.ts'
import { validateLymphNode } from './validate.ts'

/** Lymph node: dendritic cells that leave the tissue for it, and the T cells that they prime. */
export const lymphNodeProcess = defineProcess<LymphNodeTables>({
  name: 'lymph-node',
  doc: 'dendritic cells that leave for the lymph node, priming there, and T cells in the blood',
  sections: [lymphNodeSection, emigrationSection],
  validate: validateLymphNode,
  behaviours: lymphNodeBehaviours,
  compile: compileLymphNode,
  activities: [
    { name: 'emigration', phase: 'decisions', bind: bindEmigration },
    { name: 'lymph node', phase: 'decisions', bind: bindNode },
  ],
  start: startLymphNode,
  hooks: lymphNodeHooks,
})
