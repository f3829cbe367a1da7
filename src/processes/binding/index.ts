import { defineProcess } from '../../engine/process.ts'
import { type BindingTables, compileBinding, declareBehaviours, declareSignals } from './compile.ts'
import { bindingSection } from './schema.ts'
import { bindBooking, bindOccupancy, bindSources, bindingHooks } from './step.ts'
import { validateBinding } from './validate.ts'

/** Binding of substrates to sites on cells: saturable, reversible, with internalisation. */
export const bindingProcess = defineProcess<BindingTables>({
  name: 'binding',
  doc: 'binding of substrates to sites on cells, and their internalisation',
  sections: [bindingSection],
  validate: validateBinding,
  signals: declareSignals,
  behaviours: declareBehaviours,
  compile: compileBinding,
  activities: [
    { name: 'binding sources', phase: 'sources', bind: bindSources },
    { name: 'binding', phase: 'fields', bind: bindBooking },
    { name: 'occupancy', phase: 'sensing', bind: bindOccupancy },
  ],
  hooks: bindingHooks,
})
