import { levelSignals } from '../../engine/body-levels.ts'
import { defineProcess } from '../../engine/process.ts'
import { type FactorsTables, compileFactors, plasmaLevels } from './compile.ts'
import { factorsSection } from './schema.ts'
import { bindFactorSignals, deliverFactors, gatherFactors, startFactors } from './step.ts'
import { validateFactors } from './validate.ts'

/** Factors: what tissues give to the blood, and the levels in plasma that all of them get. */
export const factorsProcess = defineProcess<FactorsTables>({
  name: 'factors',
  doc: 'levels in plasma of what tissues give to the blood',
  worksIn: 'blood',
  sections: [factorsSection],
  validate: validateFactors,
  signals: (model) => levelSignals(plasmaLevels(model)),
  compile: compileFactors,
  start: startFactors,
  gather: gatherFactors,
  deliver: deliverFactors,
  activities: [{ name: 'factors as signals', phase: 'sensing', bind: bindFactorSignals }],
})
