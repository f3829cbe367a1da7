import { hasErrors, parseModel } from '../compile/parse-model.ts'
import { settingCount } from '../experiment/design-of.ts'
import { parseExperiment } from '../experiment/experiment.ts'
import { parseDocument } from '../model/document.ts'
import { issuesToJson } from '../model/format-issue.ts'
import type { ReadFile } from '../model/include.ts'
import type { Issue } from '../model/issue.ts'
import { readFile } from '../platform/node/read-file.ts'
import { wrap } from './columns.ts'
import { ExitCode } from './exit-code.ts'
import { reportIssues } from './issues.ts'
import { checkMeasures, checkSeries } from '../analysis/measure-check.ts'
import { counted, type Terminal } from './terminal.ts'

export interface CheckOptions {
  readonly notes?: boolean
  readonly json?: boolean
}

/** What a document is and what there is to say about it. */
export interface CheckedDocument {
  readonly kind: 'model' | 'experiment'
  readonly issues: readonly Issue[]
  /** Its size in a sentence; empty when it has errors. */
  readonly summary: string
}

/** `milieu check`: prints every finding. */
export function checkCommand(file: string, options: CheckOptions, terminal: Terminal): number {
  const { kind, issues, summary } = checkDocument(file, readFile)
  const code = hasErrors(issues) ? ExitCode.mistakes : ExitCode.done
  if (options.json === true) {
    terminal.print(JSON.stringify({ file, kind, issues: issuesToJson(issues) }, undefined, 2))
    return code
  }
  reportIssues(issues, terminal, { ...options, isAnswer: true })
  if (code === ExitCode.done) {
    const notes = issues.filter((issue) => issue.severity === 'note').length
    const hidden =
      notes > 0 && options.notes !== true ? ` ${counted(notes, 'note')}; --notes prints them.` : ''
    const text = `${file}: this ${kind} can run. ${summary}${hidden}`
    terminal.print(wrap(text, terminal.answerWidth, '').join('\n'))
  }
  return code
}

/** Reads a model or an experiment and finds everything that is wrong with it. */
export function checkDocument(file: string, read: ReadFile): CheckedDocument {
  return kindOf(file, read) === 'experiment' ? checkExperiment(file, read) : checkModel(file, read)
}

function checkExperiment(file: string, read: ReadFile): CheckedDocument {
  const { experiment, issues } = parseExperiment(file, read)
  if (experiment === undefined) return { kind: 'experiment', issues, summary: '' }
  const { arms, data } = experiment
  const settings = data.sweep === undefined ? 1 : settingCount(data.sweep)
  const patients = data.cohort?.patients ?? 1
  const parts = [
    counted(arms.length, 'arm'),
    ...(data.sweep === undefined ? [] : [counted(settings, 'setting')]),
    ...(data.cohort === undefined ? [] : [counted(patients, 'patient')]),
    `${counted(data.replicates, 'replicate')} each`,
    counted(arms.length * settings * patients * data.replicates, 'run'),
  ]
  const summary = `${parts.join(', ')}.`
  return { kind: 'experiment', issues: [...issues, ...checkMeasures(experiment)], summary }
}

function checkModel(file: string, read: ReadFile): CheckedDocument {
  const { model, root, issues } = parseModel(file, read)
  if (model === undefined || root === undefined) return { kind: 'model', issues, summary: '' }
  const { cellTypes, substrates } = model.data
  const parts = [
    counted(cellTypes.length, 'cell type'),
    counted(substrates.length, 'substrate'),
    `${counted(model.initialCells.length, 'cell')} at the start`,
  ]
  return { kind: 'model', issues: [...issues, ...checkSeries(model, root)], summary: `${parts.join(', ')}.` }
}

/** Says which verb the file is for, when it is not for this one; undefined when it is, or cannot be told. */
export function otherVerb(file: string, wanted: 'model' | 'experiment', read: ReadFile): string | undefined {
  const kind = kindOf(file, read) ?? wanted
  if (kind === wanted) return undefined
  return kind === 'model'
    ? `error: ${file} is a model, not an experiment: milieu run ${file} runs it`
    : `error: ${file} is an experiment, not a model: milieu trial ${file} runs it`
}

/** An experiment asks a question; a model does not. Undefined when the file reads like neither. */
function kindOf(file: string, read: ReadFile): 'model' | 'experiment' | undefined {
  const result = read(file)
  const root = result.ok ? parseDocument(result.text, file).root : undefined
  if (root?.kind !== 'map') return undefined
  const has = (key: string): boolean => root.entries.has(key)
  if (has('question') || has('arms')) return 'experiment'
  return has('title') || has('cell types') ? 'model' : undefined
}
