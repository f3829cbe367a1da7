import { defineProcess } from '../../engine/process.ts'
import {
  type DisseminationTables,
  compileDissemination,
  disseminationBehaviours,
  disseminationSignals,
} from './compile.ts'
import { carryPlaces } from './carry.ts'
import { deliverSettlers, gatherDepartures } from './meet.ts'
import { countRemoved } from './pooled-rows.ts'
import { disseminationSection, typeSection } from './schema.ts'
import { bindFates } from './step.ts'
import { validateDissemination, validateFields } from './validate.ts'

/** Dissemination: packets of cells in the blood, at organs, and on their way into tissues. */
export const disseminationProcess = defineProcess<DisseminationTables>({
  name: 'dissemination',
  doc: 'what becomes of cells between leaving one tissue and growing in another',
  worksIn: 'blood',
  sections: [disseminationSection, typeSection],
  signals: disseminationSignals,
  behaviours: disseminationBehaviours,
  validate: validateDissemination,
  validateSites: validateFields,
  compile: compileDissemination,
  gather: gatherDepartures,
  deliver: deliverSettlers,
  hooks: countRemoved,
  carry: carryPlaces,
  activities: [{ name: 'fates of packets', phase: 'decisions', bind: bindFates }],
})
