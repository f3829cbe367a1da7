import { timeSection } from '../compile/core-sections.ts'
import type { Model } from '../compile/model.ts'
import { sectionOf } from '../model/assemble.ts'
import type { Experiment } from './experiment.ts'

/** Branches of a run, seen as an experiment with one replicate, so that they have the same report. */
export function branchExperiment(
  arms: Experiment['arms'],
  file: string,
  measures: readonly string[],
  branch: { readonly from: string; readonly start: number },
): Experiment {
  const [first] = arms
  if (first === undefined) throw new Error('a branch has at least one arm')
  const single = singleRunExperiment(first.model, file, measures, first.name)
  const { stop } = sectionOf(first.model.data, timeSection)
  const length = stop.value - branch.start
  const at = [0, 1 / 3, 2 / 3, 1].map((share) => ({ ...stop, value: branch.start + length * share }))
  return {
    ...single,
    arms,
    data: {
      ...single.data,
      question: `${first.model.data.title}: branches from ${branch.from} on`,
      arms: Object.fromEntries(
        arms.map(({ name }) => [name, single.data.arms[first.name] ?? single.data.common]),
      ),
      pictures: { at },
      limits: ['One run per branch shows what can happen, not what usually does: use a trial for that.'],
    },
  }
}

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
