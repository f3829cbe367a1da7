import { defineProcess } from '../../engine/process.ts'
import { type NetworkTables, compileNetworks, networkUse, nodeSignals } from './compile.ts'
import { networkSection } from './schema.ts'
import { bindNetworks, networkHooks } from './step.ts'
import { validateNetworks, validateSomeNetworks } from './validate.ts'

/** Networks: levels inside of cells that edges drive, as ordinary differential equations. */
export const networkProcess = defineProcess<NetworkTables>({
  name: 'network',
  worksIn: 'both',
  doc: 'networks inside cells as differential equations: nodes that edges activate, inhibit and convert',
  sections: [networkSection],
  validate: validateNetworks,
  validatePart: validateSomeNetworks,
  signals: nodeSignals,
  uses: networkUse,
  compile: compileNetworks,
  activities: [{ name: 'network', phase: 'response', bind: bindNetworks }],
  hooks: networkHooks,
})
