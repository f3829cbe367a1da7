import { measureNames, resolveMeasure } from '../analysis/measures.ts'
import { recordSection } from '../compile/core-sections.ts'
import { compile } from '../compile/compile.ts'
import type { Model } from '../compile/parse-model.ts'
import type { Experiment } from '../experiment/experiment.ts'
import { sectionOf } from '../model/assemble.ts'
import { parseDocument } from '../model/document.ts'
import type { Issue } from '../model/issue.ts'
import { unknownName } from '../model/messages.ts'
import { issueAt } from '../model/reader.ts'

/** Endpoints whose measure does not exist in the experiment's model. */
export function checkMeasures(experiment: Experiment): readonly Issue[] {
  const { root } = parseDocument(experiment.text, experiment.file)
  const model = experiment.arms[0]?.model
  if (root === undefined || model === undefined) return []
  const program = compile(model)
  const endpoints = Object.entries(experiment.data.endpoints)
  return endpoints.flatMap(([name, { measure }]) => {
    if (resolveMeasure(measure, program) !== undefined) return []
    return [issueAt(unknownName('measure', measure, measureNames(program)), root, ['endpoints', name, 'measure'])]
  })
}

/** Series of a model's `record` whose measure does not exist. */
export function unknownSeries(model: Model): readonly string[] {
  const program = compile(model)
  return sectionOf(model.data, recordSection).series.filter((name) => resolveMeasure(name, program) === undefined)
}
