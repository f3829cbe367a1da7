import { eventsOf } from './event-schema.ts'
import type { ExperimentData } from './experiment-schema.ts'

/** The measures that the analysis of an experiment needs: of its endpoints, times to event and responses, each once. */
export function analysedMeasures(data: ExperimentData): readonly string[] {
  const endpoints = Object.values(data.endpoints).map(({ measure }) => measure)
  const events = eventsOf(data['times to event']).map(({ condition }) => condition.measure)
  const responses = Object.values(data.responses ?? {}).map(({ measure }) => measure)
  return [...new Set([...endpoints, ...events, ...responses])]
}

/** Every measure that an experiment names: those of its analysis, and those that stand for measured quantities. */
export function namedMeasures(data: ExperimentData): readonly string[] {
  const fitted = Object.values(data.calibration?.quantities ?? {}).map(({ measure }) => measure)
  return [...new Set([...analysedMeasures(data), ...fitted])]
}
