import { bodyMeasures } from '../analysis/body-numbers.ts'
import { resolveMeasure } from '../analysis/measures.ts'
import { recordSection } from '../compile/core-sections.ts'
import type { Model } from '../compile/model.ts'
import type { Program } from '../engine/program.ts'
import { ratesAmong } from '../experiment/asked-rates.ts'
import { sectionOf } from '../model/assemble.ts'
import type { Measure } from '../record/measure.ts'

/**
 * The series of a steered run: what its model records, what is asked for beside it, and the numbers of an organism, as far as they can be
 * read off an instant.
 */
export function seriesMeasures(
  model: Model,
  program: Program,
  asked: readonly string[] = [],
): readonly Measure[] {
  const names = [...new Set([...sectionOf(model.data, recordSection).series, ...asked])]
  const rates = ratesAmong(names, model)
  const plain = names.filter((name) => rates.every((rate) => rate.name !== name))
  const wanted = [...plain, ...rates.flatMap(({ series }) => series)]
  const found = wanted.flatMap((name) => resolveMeasure(name, program) ?? [])
  const all = [...found, ...bodyMeasures(program)]
  return [...new Map(all.map((measure) => [measure.name, measure])).values()]
}

/** Ticks between rows of the series. */
export function seriesBeat(model: Model, program: Program): number {
  const { every } = sectionOf(model.data, recordSection)['series every']
  return Math.max(1, Math.round(every / program.clock.tick))
}

/** Time between states that are kept [min]. Chosen: the past is at most an hour of computing away, and keeping costs little beside it. */
const STATE_INTERVAL = 60

/** Ticks between states that are kept: whole steps of the phenotype, at most STATE_INTERVAL. */
export function stateBeat({ clock }: Program): number {
  const step = clock.every.phenotype
  return step * Math.max(1, Math.floor(STATE_INTERVAL / (step * clock.tick)))
}
