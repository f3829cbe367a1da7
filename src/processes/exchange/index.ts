import { defineProcess } from '../../engine/process.ts'
import { type ExchangeTables, compileExchange, declareBehaviours, declareSignals } from './compile.ts'
import { exchangeSection } from './schema.ts'
import { bindBooking, bindSources } from './sources.ts'
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
  activities: [
    {
      name: 'sources',
      phase: 'sources',
      bind: (world, tables) => (tables.isSolvedWithTransport ? bindSources(world, tables) : () => undefined),
    },
    {
      name: 'exchange',
      phase: 'fields',
      bind: (world, tables, dt) =>
        tables.isSolvedWithTransport ? bindBooking(world, tables) : bindExchange(world, tables, dt),
    },
  ],
  hooks: exchangeHooks,
})
