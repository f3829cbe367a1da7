import { hasErrors, parseModel } from '../compile/parse-model.ts'
import { parseExperiment } from '../experiment/experiment.ts'
import { parseDocument } from '../model/document.ts'
import { issuesToJson } from '../model/format-issue.ts'
import type { Issue } from '../model/issue.ts'
import { readFile } from '../platform/node/read-file.ts'
import { ExitCode } from './exit-code.ts'
import { reportIssues } from './issues.ts'
import { checkMeasures } from './measure-check.ts'
import type { Terminal } from './terminal.ts'

export interface CheckOptions {
  readonly notes?: boolean
  readonly json?: boolean
}

/** `milieu check`: prints every finding. */
export function checkCommand(file: string, options: CheckOptions, terminal: Terminal): number {
  const { kind, issues, summary } = checkFile(file)
  const code = hasErrors(issues) ? ExitCode.mistakes : ExitCode.done
  if (options.json === true) {
    terminal.print(JSON.stringify({ file, kind, issues: issuesToJson(issues) }, undefined, 2))
    return code
  }
  reportIssues(issues, terminal, options)
  if (code === ExitCode.done) {
    const count = (severity: Issue['severity']) => issues.filter((issue) => issue.severity === severity).length
    const notes = count('note') > 0 && options.notes !== true ? ` (${count('note')} notes: --notes shows them)` : ''
    terminal.print(`${file}: ${kind} without errors${notes}. ${summary}`)
  }
  return code
}

function checkFile(file: string): { kind: 'model' | 'experiment'; issues: readonly Issue[]; summary: string } {
  if (isExperiment(file)) {
    const { experiment, issues } = parseExperiment(file, readFile)
    const measures = experiment === undefined ? [] : checkMeasures(experiment)
    const arms = experiment?.arms.length ?? 0
    return { kind: 'experiment', issues: [...issues, ...measures], summary: `${arms} arms x ${experiment?.data.replicates ?? 0} replicates.` }
  }
  const { model, issues } = parseModel(file, readFile)
  const cells = model?.initialCells.length ?? 0
  const types = model?.data.cellTypes.length ?? 0
  const summary = `${types} cell types, ${model?.data.substrates.length ?? 0} substrates, ${cells} cells at the start.`
  return { kind: 'model', issues, summary }
}

/** An experiment asks a question; a model does not. */
export function isExperiment(file: string): boolean {
  const result = readFile(file)
  if (!result.ok) return false
  const { root } = parseDocument(result.text, file)
  return root?.kind === 'map' && (root.entries.has('question') || root.entries.has('arms'))
}
