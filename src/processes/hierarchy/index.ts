import { defineProcess } from '../../engine/process.ts'
import { type HierarchyTables, compileHierarchy, hierarchyBehaviours, hierarchySignals } from './compile.ts'
import { hierarchySection } from './schema.ts'
import { bindDedifferentiation, carryRanks, hierarchyHooks } from './step.ts'
import { validateHierarchy } from './validate.ts'

/** Hierarchy: stem cells, transit-amplifying cells whose divisions are counted, and differentiated cells. */
export const hierarchyProcess = defineProcess<HierarchyTables>({
  name: 'hierarchy',
  worksIn: 'both',
  doc: 'stem, transit-amplifying and differentiated cells within a type',
  sections: [hierarchySection],
  validate: validateHierarchy,
  signals: hierarchySignals,
  behaviours: hierarchyBehaviours,
  compile: compileHierarchy,
  activities: [{ name: 'dedifferentiation', phase: 'decisions', bind: bindDedifferentiation }],
  hooks: hierarchyHooks,
  carry: carryRanks,
})
