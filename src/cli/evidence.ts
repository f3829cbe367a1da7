import { interactionGraph } from '../analysis/evidence/interaction-graph.ts'
import { type ModelEvidence, modelEvidence } from '../analysis/evidence/model-evidence.ts'
import { displaySection } from '../compile/core-sections.ts'
import type { Model } from '../compile/model.ts'
import { hasErrors, parseModel } from '../compile/parse-model.ts'
import { ENGINE_VERSION } from '../experiment/run-plan.ts'
import { networkFigure } from '../figures/network.ts'
import { paperTheme } from '../figures/theme.ts'
import { sectionOf } from '../model/assemble.ts'
import { nodeFiles } from '../platform/node/files.ts'
import { readFile } from '../platform/node/read-file.ts'
import { evidencePage } from '../report/evidence-page.ts'
import { otherVerb } from './check.ts'
import { evidenceAnswer } from './evidence-answer.ts'
import { ExitCode } from './exit-code.ts'
import { reportIssues } from './issues.ts'
import { openLedger } from './open-evidence.ts'
import { type Terminal, quietTerminal } from './terminal.ts'

export interface EvidenceOptions {
  readonly claims?: boolean
  readonly json?: boolean
  /** SVG file for the picture of the network. */
  readonly picture?: string
  /** HTML file for picture and tables. */
  readonly page?: string
  /** Folder of another ledger. */
  readonly ledger?: string
}

/** `milieu evidence`: what of the literature is in a model, what shows it, and whether it came out. */
export function evidenceCommand(file: string, options: EvidenceOptions, terminal: Terminal): number {
  const other = otherVerb(file, 'model', readFile)
  if (other !== undefined) {
    terminal.error(other)
    return ExitCode.usage
  }
  const { model, issues } = parseModel(file, readFile)
  if (reportIssues(issues, model === undefined ? terminal : quietTerminal(terminal)) || model === undefined)
    return ExitCode.mistakes
  const { ledger, resolver, issues: ledgerIssues } = openLedger(options.ledger)
  if (hasErrors(ledgerIssues)) {
    reportIssues(ledgerIssues, terminal)
    return ExitCode.mistakes
  }
  const unkinded = issues.filter(({ code }) => code === 'no-source').length
  const evidence = modelEvidence(model, ledger, resolver, unkinded)
  const written = writePictures(model, evidence, file, options)
  if (options.json === true) terminal.print(JSON.stringify(evidence, undefined, 2))
  else terminal.print([evidenceAnswer(evidence, terminal, options.claims === true), ...written].join('\n'))
  return ExitCode.done
}

/** Writes what was asked for beside the answer; says where it is. */
function writePictures(
  model: Model,
  evidence: ModelEvidence,
  file: string,
  { picture, page }: EvidenceOptions,
): readonly string[] {
  if (picture === undefined && page === undefined) return []
  const graph = interactionGraph(model)
  const cellTypes = model.data.cellTypes.map((type) => {
    const { lineage, colour } = sectionOf(type, displaySection)
    return { name: type.name, lineage, ...(colour === undefined ? {} : { colour }) }
  })
  if (picture !== undefined) {
    const title = `Who acts on whom in ${evidence.title}`
    nodeFiles.write(picture, networkFigure(graph, { title, theme: paperTheme, cellTypes }))
  }
  if (page !== undefined)
    nodeFiles.write(page, evidencePage({ evidence, graph, cellTypes, file, version: ENGINE_VERSION }))
  return [
    ...(picture === undefined ? [] : [`picture  ${picture}`]),
    ...(page === undefined ? [] : [`page     ${page}`]),
  ]
}
