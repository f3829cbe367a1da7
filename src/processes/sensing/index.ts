import { defineProcess } from '../../engine/process.ts'
import { type SensingTables, compileSensing } from './compile.ts'
import { markersSection } from './schema.ts'
import { markerBehaviours, sensedSignals } from './signals.ts'
import { bindSensing } from './step.ts'

/** Sensing: what is around a cell, as signals that rules and networks may read. */
export const sensingProcess = defineProcess<SensingTables>({
  name: 'sensing',
  worksIn: 'both',
  doc: 'concentrations, gradients, contacts and surface markers around each cell',
  sections: [markersSection],
  signals: sensedSignals,
  behaviours: markerBehaviours,
  compile: compileSensing,
  activities: [{ name: 'sensing', phase: 'sensing', bind: bindSensing }],
})
