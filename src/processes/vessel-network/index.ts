import { defineProcess } from '../../engine/process.ts'
import { sectionOf } from '../../model/assemble.ts'
import { type VesselNetworkTables, compileVesselNetwork, vesselSignals } from './compile.ts'
import { bindFlow } from './flow.ts'
import { bindGrowthSecretion, bindGrowthSources, bindGrowthStep } from './growth/step.ts'
import { validateGrowth } from './growth/validate.ts'
import { bindNearby } from './nearby.ts'
import { vesselNetworkSection } from './schema.ts'
import { carryVesselNetwork, startVesselNetwork } from './start.ts'
import { validateVesselNetwork } from './validate.ts'

/** Vessels that live: a graph of nodes and segments that carries blood. */
export const vesselNetworkProcess = defineProcess<VesselNetworkTables>({
  name: 'vessel-network',
  doc: 'a graph of vessels that carries blood, is squeezed, and may grow and regress',
  sections: [vesselNetworkSection],
  uses: (model) => ({
    signals: sectionOf(model, vesselNetworkSection)?.squeeze?.pressure === undefined ? [] : ['pressure'],
    behaviours: [],
  }),
  signals: vesselSignals,
  compile: compileVesselNetwork,
  validate: (model, sink) => {
    validateVesselNetwork(model, sink)
    validateGrowth(model, sectionOf(model, vesselNetworkSection), sink)
  },
  validatePart: (model, sink, _dictionary, isLost) =>
    validateGrowth(model, sectionOf(model, vesselNetworkSection), sink, isLost),
  activities: [
    { name: 'vessel secretion sources', phase: 'sources', bind: bindGrowthSources },
    { name: 'vessel secretion', phase: 'fields', bind: bindGrowthSecretion },
    { name: 'vessels nearby', phase: 'sensing', bind: bindNearby },
    // What changes the graph comes before flow, so that a step ends with the flow of the graph that it leaves.
    { name: 'vessel growth', phase: 'decisions', bind: bindGrowthStep },
    { name: 'blood flow', phase: 'decisions', bind: bindFlow },
  ],
  start: startVesselNetwork,
  carry: carryVesselNetwork,
})
