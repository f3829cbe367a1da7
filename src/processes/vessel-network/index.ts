import { defineProcess } from '../../engine/process.ts'
import { type VesselNetworkTables, compileVesselNetwork } from './compile.ts'
import { vesselNetworkSection } from './schema.ts'
import { startVesselNetwork } from './start.ts'

/** Vessels that live: a graph of nodes and segments that carries blood. */
export const vesselNetworkProcess = defineProcess<VesselNetworkTables>({
  name: 'vessel network',
  doc: 'a graph of vessels that carries blood, is squeezed, and may grow and regress',
  sections: [vesselNetworkSection],
  compile: compileVesselNetwork,
  activities: [],
  start: startVesselNetwork,
})
