import { defineProcess } from '../../engine/process.ts'
import { type InterventionTables, compileIntervention } from './compile.ts'
import { injectIntoBlood } from './into-blood.ts'
import { resectionHooks } from './resect.ts'
import { ablationsSection, injectionsSection, resectionSection } from './schema.ts'
import { bindInterventions } from './step.ts'
import { validateIntervention } from './validate.ts'

/** What somebody does to the cells at a place: takes them out, or brings others; in an organism also whole tissues, and the blood. */
export const interventionProcess = defineProcess<InterventionTables>({
  name: 'intervention',
  worksIn: 'both',
  doc: 'cells that are taken out of a place or tissue, and cells that are brought to a place or into the blood',
  sections: [ablationsSection, injectionsSection, resectionSection],
  validate: validateIntervention,
  compile: compileIntervention,
  activities: [{ name: 'ablation and injection', phase: 'interventions', bind: bindInterventions }],
  hooks: resectionHooks,
  gather: injectIntoBlood,
})
