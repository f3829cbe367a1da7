import { defineProcess } from '../../engine/process.ts'
import { type MechanicsTables, compileMechanics, mechanicsBehaviours } from './compile.ts'
import { mechanicsSection, wallSection } from './schema.ts'
import { bindSpringRequests } from './springs.ts'
import { bindForces, bindMotion, bindReach, mechanicsHooks } from './step.ts'

/** Mechanics of cells: they repel and adhere, hold each other by springs, stop at walls, and move without inertia. */
export const mechanicsProcess = defineProcess<MechanicsTables>({
  name: 'mechanics',
  doc: 'repulsion, adhesion, springs and walls, and the motion of cells that follows',
  sections: [mechanicsSection, wallSection],
  signals: () => [
    {
      name: 'pressure',
      unit: '1',
      doc: 'squeeze by neighbours; 1 = twelve of them in close packing at rest',
      column: 'mechanics.pressure',
    },
  ],
  behaviours: mechanicsBehaviours,
  compile: compileMechanics,
  activities: [
    { name: 'forces', phase: 'forces', bind: bindForces },
    { name: 'spring requests', phase: 'contacts', bind: bindSpringRequests },
    { name: 'motion', phase: 'motion', bind: bindMotion },
    { name: 'reach', phase: 'growth', bind: bindReach },
  ],
  hooks: mechanicsHooks,
})
