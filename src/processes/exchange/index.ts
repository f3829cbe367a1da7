import { defineProcess } from '../../engine/process.ts'
import { type ExchangeTables, compileExchange, declareBehaviours, declareSignals } from './compile.ts'
import { exchangeSection } from './schema.ts'
import { bindExchange, exchangeHooks } from './step.ts'
import { validateExchange } from './validate.ts'

/** Exchange of substrates between cells and the medium: secretion, uptake, export, release at death. */
export const exchangeProcess = defineProcess<ExchangeTables>({
  name: 'exchange',
  doc: 'secretion, uptake and export of substrates by cells',
  sections: [exchangeSection],
  validate: validateExchange,
  signals: declareSignals,
  behaviours: declareBehaviours,
  compile: compileExchange,
  activities: [{ name: 'exchange', phase: 'fields', bind: bindExchange }],
  hooks: exchangeHooks,
})
