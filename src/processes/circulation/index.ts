import { defineProcess } from '../../engine/process.ts'
import { type CirculationTables, circulationBehaviours, compileCirculation } from './compile.ts'
import { leavingSignals, leavingUses } from './leaving.ts'
import { bindFeltVessels, bindLymphEntry } from './leaving-step.ts'
import {
  circulationSection,
  intravasationSection,
  lymphEntrySection,
  lymphaticPointsSection,
  lymphaticsSection,
} from './schema.ts'
import { bindFates, bindIntravasation, circulationHooks, startCirculation } from './step.ts'
import { validateCirculation } from './validate.ts'

/** Circulation: cells that leave the tissue through vessels and lymphatics, and, where there is no body, what becomes of them. */
export const circulationProcess = defineProcess<CirculationTables>({
  name: 'circulation',
  doc: 'intravasation, entry into lymph, and without a body cells in the blood and metastasis in organs without space',
  sections: [
    circulationSection,
    intravasationSection,
    lymphEntrySection,
    lymphaticsSection,
    lymphaticPointsSection,
  ],
  validate: validateCirculation,
  signals: leavingSignals,
  behaviours: circulationBehaviours,
  uses: (model) => ({ signals: leavingUses(model), behaviours: [] }),
  compile: compileCirculation,
  activities: [
    { name: 'vessels felt', phase: 'sensing', bind: bindFeltVessels },
    { name: 'intravasation', phase: 'decisions', bind: bindIntravasation },
    { name: 'entry into lymph', phase: 'decisions', bind: bindLymphEntry },
    { name: 'fates in the blood', phase: 'decisions', bind: bindFates },
  ],
  start: startCirculation,
  hooks: circulationHooks,
})
