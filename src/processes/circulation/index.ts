import { defineProcess } from '../../engine/process.ts'
import { type CirculationTables, circulationBehaviours, compileCirculation } from './compile.ts'
import { circulationSection, intravasationSection } from './schema.ts'
import { bindFates, bindIntravasation, circulationHooks, startCirculation } from './step.ts'
import { validateCirculation } from './validate.ts'

/** Circulation: cells that leave the tissue through vessels, and what becomes of them in organs without space. */
export const circulationProcess = defineProcess<CirculationTables>({
  name: 'circulation',
  doc: 'intravasation, cells in the blood, and metastasis in organs that are not simulated in space',
  sections: [circulationSection, intravasationSection],
  validate: validateCirculation,
  behaviours: circulationBehaviours,
  compile: compileCirculation,
  activities: [
    { name: 'intravasation', phase: 'decisions', bind: bindIntravasation },
    { name: 'fates in the blood', phase: 'decisions', bind: bindFates },
  ],
  start: startCirculation,
  hooks: circulationHooks,
})
