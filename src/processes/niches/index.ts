import { levelSignals } from '../../engine/body-levels.ts'
import { defineProcess } from '../../engine/process.ts'
import { type NichesTables, compileNiches, organLevels } from './compile.ts'
import { nichesSection } from './schema.ts'
import { bindNicheSignals, carryNiches, gatherNiches, startNiches } from './step.ts'
import { validateNiches } from './validate.ts'

/** Niches: what becomes of organs before tumour cells come, by what is in plasma and blood. */
export const nichesProcess = defineProcess<NichesTables>({
  name: 'niches',
  doc: 'what becomes of organs before tumour cells come',
  worksIn: 'blood',
  sections: [nichesSection],
  validate: validateNiches,
  signals: (model) => levelSignals(organLevels(model)),
  compile: compileNiches,
  start: startNiches,
  gather: gatherNiches,
  carry: carryNiches,
  activities: [{ name: 'niches as signals', phase: 'sensing', bind: bindNicheSignals }],
})
