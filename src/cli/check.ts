import { hasErrors, parseModel } from '../compile/parse-model.ts'
import { settingCount } from '../experiment/design-of.ts'
import { parseExperiment } from '../experiment/experiment.ts'
import { changeLines, sessionModel } from '../session/session-model.ts'
import { openSessionSource } from './open-session.ts'
import { parseDocument } from '../model/document.ts'
import { issuesToJson } from '../model/format-issue.ts'
import type { ReadFile } from '../model/include.ts'
import type { Issue } from '../model/issue.ts'
import { readFile } from '../platform/node/read-file.ts'
import { wrap } from './columns.ts'
import { ExitCode } from './exit-code.ts'
import { reportIssues } from './issues.ts'
import { checkMeasures, checkSeries } from './measure-check.ts'
import { counted, type Terminal } from './terminal.ts'

export interface CheckOptions {
  readonly notes?: boolean
  readonly json?: boolean
}

type DocumentKind = 'model' | 'experiment' | 'session'

/** What a document is and what there is to say about it. */
export interface CheckedDocument {
  readonly kind: DocumentKind
  readonly issues: readonly Issue[]
  /** Its size in a sentence; empty when it has errors. */
  readonly summary: string
  /** Lines of what is no file: the texts of actions. */
  lines?(file: string): readonly string[] | undefined
}

/** `milieu check`: prints every finding. */
export function checkCommand(file: string, options: CheckOptions, terminal: Terminal): number {
  const { kind, issues, summary, lines } = checkDocument(file, readFile)
  const code = hasErrors(issues) ? ExitCode.mistakes : ExitCode.done
  if (options.json === true) {
    terminal.print(JSON.stringify({ file, kind, issues: issuesToJson(issues) }, undefined, 2))
    return code
  }
  reportIssues(issues, terminal, { ...options, isAnswer: true, ...(lines === undefined ? {} : { lines }) })
  if (code === ExitCode.done) {
    const notes = issues.filter((issue) => issue.severity === 'note').length
    const hidden =
      notes > 0 && options.notes !== true ? ` ${counted(notes, 'note')}; --notes prints them.` : ''
    const text = `${file}: this ${kind} can run. ${summary}${hidden}`
    terminal.print(wrap(text, terminal.answerWidth, '').join('\n'))
  }
  return code
}

/** Reads a model, an experiment or a session and finds everything that is wrong with it. */
export function checkDocument(file: string, read: ReadFile): CheckedDocument {
  const kind = kindOf(file, read)
  if (kind === 'session') return checkSession(file)
  return kind === 'experiment' ? checkExperiment(file, read) : checkModel(file, read)
}

/** A session is its own words, and the model that its actions make one after the other. */
function checkSession(file: string): CheckedDocument {
  const opened = openSessionSource(file)
  const issues = typeof opened === 'string' ? [] : opened.issues
  if (typeof opened === 'string' || opened.session === undefined)
    return { kind: 'session', issues, summary: '' }
  const { session, read } = opened
  const made = sessionModel(session, read)
  const actions = counted(session.actions.length, 'action')
  const summary =
    made.model === undefined ? '' : `${made.model.data.title}, seed ${session.seed}, ${actions}.`
  const lines = (name: string) => changeLines(session, name)
  return { kind: 'session', issues: [...issues, ...made.issues], summary, lines }
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
  if (kind === 'session') return `error: ${file} is a session: milieu replay ${file} does it again`
  return kind === 'model'
    ? `error: ${file} is a model, not an experiment: milieu run ${file} runs it`
    : `error: ${file} is an experiment, not a model: milieu trial ${file} runs it`
}

/** An experiment asks a question, a model has a title, a session names a model and a seed. Undefined when the file reads like none. */
function kindOf(file: string, read: ReadFile): DocumentKind | undefined {
  const result = read(file)
  const root = result.ok ? parseDocument(result.text, file).root : undefined
  if (root?.kind !== 'map') return undefined
  const has = (key: string): boolean => root.entries.has(key)
  if (has('question') || has('arms')) return 'experiment'
  if (has('title') || has('cell types')) return 'model'
  return has('model') && has('seed') ? 'session' : undefined
}
