import type { Band, Bound } from '../experiment/band.ts'
import { meanInterval } from '../math/statistics.ts'
import { alignedSamples, overSettings, unitWord } from './endpoint-values.ts'
import { thresholdIn, unitMistake } from './event-times.ts'
import { type Judgement, LEVEL, type RelationData, judgedBy, unjudged, within } from './judgement.ts'
import { lastOf } from './relations-of-arms.ts'

const MEAN = 'mean'

/** Whether the mean of an endpoint in one arm lies between two bounds, by its interval over replicates or patients. */
export function judgeBand(band: Band, { endpoints, shape }: RelationData): Judgement {
  const endpoint = lastOf(endpoints, band.endpoint)
  const values = endpoint?.values.get(band.arm)
  if (endpoint === undefined || values === undefined) return unjudged(MEAN, 0, 'the arm has no values')
  const [samples = []] = alignedSamples([overSettings(values, shape)], shape, 'independent')
  if (samples.length < 2) return unjudged(MEAN, samples.length, 'no interval: fewer than two runs')
  const { unit } = endpoint
  const found = meanInterval(samples, LEVEL)
  const method = `Student t over ${unitWord(shape, 'independent', samples.length)}`
  const [least, most] = [band.least, band.most].map((bound) => thresholdIn(bounded(band, bound), unit))
  return {
    met: within({ ...found, method }, least ?? Number.NaN, most ?? Number.NaN),
    judgedBy: judgedBy({ ...found, method }, { statistic: MEAN, unit }),
  }
}

/** What is wrong with the unit of a bound, if anything is; `unit` is that of the endpoint's measure. */
export function bandUnitMistake(band: Band, unit: string): string | undefined {
  return unitMistake(bounded(band, band.least), unit) ?? unitMistake(bounded(band, band.most), unit)
}

function bounded({ endpoint }: Band, { value, unit }: Bound): Parameters<typeof unitMistake>[0] {
  return { measure: endpoint, level: { kind: 'quantity', value, unit } }
}
