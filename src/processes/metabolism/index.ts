import { defineProcess } from '../../engine/process.ts'
import {
  type MetabolismTables,
  compileMetabolism,
  metabolismBehaviours,
  metabolismSignals,
} from './compile.ts'
import { aciditySection, metabolismSection } from './schema.ts'
import { bindSensing, bindSources, bindTurning } from './step.ts'
import { validateMetabolism } from './validate.ts'

/** Metabolism: saturable uptake of oxygen and glucose, lactate, energy, and the pH that lactate makes. */
export const metabolismProcess = defineProcess<MetabolismTables>({
  name: 'metabolism',
  doc: 'saturable uptake of oxygen and glucose, release of lactate, energy, and pH',
  sections: [metabolismSection, aciditySection],
  validate: validateMetabolism,
  signals: metabolismSignals,
  behaviours: metabolismBehaviours,
  compile: compileMetabolism,
  activities: [
    { name: 'metabolism', phase: 'sources', bind: bindSources },
    { name: 'turning of glucose', phase: 'fields', bind: bindTurning },
    { name: 'energy and pH', phase: 'sensing', bind: bindSensing },
  ],
})
