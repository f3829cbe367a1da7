import { defineProcess } from '../../engine/process.ts'
import { fateBehaviours, traitSignals } from './behaviours.ts'
import { carryTraits } from './carry.ts'
import { type FateTables, compileFate } from './compile.ts'
import { asymmetricSection, mutationsSection, traitsSection, transitionsSection } from './schema.ts'
import { bindTransitions, fateHooks } from './step.ts'
import { validateFate } from './validate.ts'

/** Fate: changes of type, daughters of another type than their mother's, and inherited traits. */
export const fateProcess = defineProcess<FateTables>({
  name: 'fate',
  worksIn: 'both',
  doc: 'transitions between cell types, asymmetric division, inherited traits and their mutations',
  sections: [transitionsSection, asymmetricSection, traitsSection, mutationsSection],
  validate: validateFate,
  signals: traitSignals,
  behaviours: fateBehaviours,
  compile: compileFate,
  activities: [{ name: 'transitions', phase: 'decisions', bind: bindTransitions }],
  hooks: fateHooks,
  carry: carryTraits,
})
