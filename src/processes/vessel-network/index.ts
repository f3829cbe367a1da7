import { defineProcess } from '../../engine/process.ts'
import { type VesselNetworkTables, compileVesselNetwork } from './compile.ts'
import { bindGrowthStep, bindGrowthSecretion, bindGrowthSources } from './growth/step.ts'
import { validateGrowth } from './growth/validate.ts'
import { sectionOf } from '../../model/assemble.ts'
import { vesselNetworkSection } from './schema.ts'
import { startVesselNetwork } from './start.ts'

/** Vessels that live: a graph of nodes and segments that carries blood. */
export const vesselNetworkProcess = defineProcess<VesselNetworkTables>({
  name: 'vessel network',
  doc: 'a graph of vessels that carries blood, is squeezed, and may grow and regress',
  sections: [vesselNetworkSection],
  compile: compileVesselNetwork,
  validate: (model, sink) => validateGrowth(model, sectionOf(model, vesselNetworkSection), sink),
  validatePart: (model, sink, _dictionary, isLost) =>
    validateGrowth(model, sectionOf(model, vesselNetworkSection), sink, isLost),
  activities: [
    { name: 'vessel secretion sources', phase: 'sources', bind: bindGrowthSources },
    { name: 'vessel secretion', phase: 'fields', bind: bindGrowthSecretion },
    { name: 'vessel growth', phase: 'decisions', bind: bindGrowthStep },
  ],
  start: startVesselNetwork,
})
