import { defineProcess } from '../../engine/process.ts'
import {
  type VesiclesTables,
  compileVesicles,
  declareBehaviours,
  declareSignals,
  usedBehaviours,
} from './compile.ts'
import { cargoLossSection, trafficSection, vesiclesSection } from './schema.ts'
import { bindCargo, bindRelease, bindTaking } from './step.ts'
import { validateVesicles } from './validate.ts'

/** Extracellular vesicles: substrates that carry a cargo from cell to cell. */
export const vesiclesProcess = defineProcess<VesiclesTables>({
  name: 'vesicles',
  doc: 'release and uptake of extracellular vesicles, and what their cargo does in the recipient',
  sections: [vesiclesSection, trafficSection, cargoLossSection],
  validate: validateVesicles,
  signals: declareSignals,
  behaviours: declareBehaviours,
  uses: (model) => ({ signals: [], behaviours: usedBehaviours(model) }),
  compile: compileVesicles,
  activities: [
    { name: 'uptake', phase: 'fields', bind: bindTaking },
    { name: 'cargo', phase: 'sensing', bind: bindCargo },
    { name: 'release', phase: 'response', bind: bindRelease },
  ],
})
