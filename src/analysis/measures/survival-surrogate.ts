import type { EventFamily } from './event-measure.ts'
import { readerOf } from './family.ts'
import { HAZARD, lacksHazard } from './prognosis.ts'
import { integral, requireKept } from './recorded-values.ts'

/** Minutes in a day: the hazard is per day. */
const DAY = 1440

const pattern = 'survival surrogate'
const unit = '1'
const doc =
  'exp(-integral of `hazard of death`) from the start of the run on: the share that would be alive of many who had this tumour. A surrogate: nobody dies of it in the model'

const { read, complaint } = readerOf({
  pattern,
  unit,
  doc,
  lacks: lacksHazard,
  measure: () => ({ kinds: [], series: [HAZARD] }),
})

/** What the hazard of death comes to, from the series of a finished run. */
export const survivalSurrogate: EventFamily = {
  pattern,
  unit,
  doc,
  complaint,
  resolve: (name, program) => {
    const needs = read(name, program)
    return (
      needs && {
        name,
        unit,
        doc,
        ...needs,
        window: Number.POSITIVE_INFINITY,
        during: (run, from, to) => {
          requireKept(run, needs.kinds, needs.series)
          return Math.exp(-integral(run, HAZARD, from, to) / DAY)
        },
      }
    )
  },
}
