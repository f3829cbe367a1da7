import { levelSignals } from '../../engine/body-levels.ts'
import { defineProcess } from '../../engine/process.ts'
import { type PoolsTables, bloodLevels, compilePools } from './compile.ts'
import { poolsSection } from './schema.ts'
import { bindPoolSignals, deliverPools, gatherPools, startPools } from './step.ts'
import { validatePools } from './validate.ts'

/** Pools: cells of blood and marrow, how marrow lets them go, and how many tissues get. */
export const poolsProcess = defineProcess<PoolsTables>({
  name: 'pools',
  doc: 'cells of blood and marrow, how marrow lets them go, and how many tissues get',
  worksIn: 'blood',
  sections: [poolsSection],
  validate: validatePools,
  signals: (model) => levelSignals(bloodLevels(model)),
  compile: compilePools,
  start: startPools,
  gather: gatherPools,
  deliver: deliverPools,
  activities: [{ name: 'pools as signals', phase: 'sensing', bind: bindPoolSignals }],
})
