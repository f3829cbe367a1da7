import type { EventMeasure } from '../analysis/measures/event-measure.ts'
import { isWrittenAsRate, resolveEventMeasure } from '../analysis/measures/rates.ts'
import { recordSection } from '../compile/core-sections.ts'
import { compile } from '../compile/compile.ts'
import type { Model } from '../compile/model.ts'
import { sectionOf } from '../model/assemble.ts'
import { analysedMeasures } from './analysed-measures.ts'
import type { Experiment } from './experiment.ts'

/** The rates among names of measures, for a model; other names are left out. */
export function ratesAmong(names: readonly string[], model: Model): readonly EventMeasure[] {
  const likely = [...new Set(names)].filter(isWrittenAsRate)
  // Most experiments ask for no rate: compiling their models again would only take time.
  if (likely.length === 0) return []
  const program = compile(model)
  return likely.map((name) => resolveEventMeasure(name, program)).filter((rate) => rate !== undefined)
}

/** Arm -> rates that an experiment and the arm's model ask for. What varies beside arms are numbers: no rate depends on it. */
export function askedRates({ data, arms }: Experiment): ReadonlyMap<string, readonly EventMeasure[]> {
  const measures = analysedMeasures(data)
  return new Map(
    arms.map(({ name, model }) => {
      const { series } = sectionOf(model.data, recordSection)
      return [name, ratesAmong([...series, ...measures], model)]
    }),
  )
}
