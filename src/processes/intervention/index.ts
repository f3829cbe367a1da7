import { defineProcess } from '../../engine/process.ts'
import { type InterventionTables, compileIntervention } from './compile.ts'
import { ablationsSection, injectionsSection } from './schema.ts'
import { bindInterventions } from './step.ts'
import { validateIntervention } from './validate.ts'

/** What somebody does to the cells at a place: takes them out, or brings others. */
export const interventionProcess = defineProcess<InterventionTables>({
  name: 'intervention',
  doc: 'cells that are taken out of a place, and cells that are brought to one',
  sections: [ablationsSection, injectionsSection],
  validate: validateIntervention,
  compile: compileIntervention,
  activities: [{ name: 'ablation and injection', phase: 'interventions', bind: bindInterventions }],
})
