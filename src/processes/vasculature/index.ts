import { defineProcess } from '../../engine/process.ts'
import { type VasculatureTables, compileVasculature } from './compile.ts'
import { bindLigation, carryLigations } from './ligation.ts'
import { siteStayingPoints } from './sites.ts'
import { ligationsSection, vesselsSection } from './schema.ts'
import { bindBooking, bindSources } from './sources.ts'
import { bindEntry, bindExchange } from './step.ts'
import { validateVasculature } from './validate.ts'

/** Blood vessels as points: what they exchange with the tissue, and the cells that leave them. */
export const vasculatureProcess = defineProcess<VasculatureTables>({
  name: 'vasculature',
  doc: 'exchange of substrates with the blood, and arrival of cells through vessels',
  sections: [vesselsSection, ligationsSection],
  validate: (model, sink) => validateVasculature(model, sink),
  validatePart: (model, sink, _dictionary, isLost) => validateVasculature(model, sink, isLost),
  compile: compileVasculature,
  activities: [
    { name: 'ligation', phase: 'interventions', bind: bindLigation },
    { name: 'vessel sources', phase: 'sources', bind: bindSources },
    {
      name: 'vessel exchange',
      phase: 'fields',
      bind: (world, tables, dt) =>
        tables.isSolvedWithTransport ? bindBooking(world, tables) : bindExchange(world, tables, dt),
    },
    { name: 'arrival', phase: 'decisions', bind: bindEntry },
  ],
  start: (world, { isLiving }) => {
    if (!isLiving) siteStayingPoints(world)
  },
  carry: carryLigations,
})
