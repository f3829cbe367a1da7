import { timeSection } from '../compile/core-sections.ts'
import type { Model } from '../compile/model.ts'
import { sectionOf } from '../model/assemble.ts'
import type { Experiment } from './experiment.ts'

/** A model run once, seen as an experiment with one arm, so that it has the same report. */
export function singleRunExperiment(
  model: Model,
  file: string,
  measures: readonly string[],
  name = 'model',
): Experiment {
  const stop = sectionOf(model.data, timeSection).stop
  const arm = { kind: 'map', entries: new Map(), position: { file, line: 1, column: 1, length: 1 } } as const
  const pictureTimes = [0, 1 / 3, 2 / 3, 1].map((share) => ({ ...stop, value: stop.value * share }))
  return {
    file,
    text: model.files.at(-1)?.text ?? '',
    arms: [{ name, model }],
    data: {
      format: 1,
      question: model.data.title,
      model: file,
      seed: 1,
      replicates: 1,
      pairing: 'twins',
      common: arm,
      arms: { [name]: arm },
      endpoints: Object.fromEntries(measures.map((measure) => [measure, { measure, at: 'end' as const }])),
      compare: [],
      expect: [],
      pictures: { at: pictureTimes },
      limits: ['A single run shows what can happen, not what usually does: use a trial for that.'],
      sources: {},
    },
  }
}
