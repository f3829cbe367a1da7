import { interactionGraph } from '../analysis/evidence/interaction-graph.ts'
import { type ModelEvidence, ledgerClaims, modelEvidence } from '../analysis/evidence/model-evidence.ts'
import { sourcesOf } from '../analysis/model-parameters.ts'
import { displaySection } from '../compile/core-sections.ts'
import type { Model } from '../compile/model.ts'
import { hasErrors, parseModel } from '../compile/parse-model.ts'
import { ENGINE_VERSION } from '../experiment/run-plan.ts'
import { networkFigure } from '../figures/network.ts'
import { paperTheme } from '../figures/theme.ts'
import { sectionOf } from '../model/assemble.ts'
import { nodeFiles } from '../platform/node/files.ts'
import { packageFolder } from '../platform/node/package-folder.ts'
import { readFile } from '../platform/node/read-file.ts'
import { evidencePage } from '../report/evidence-page.ts'
import { otherVerb } from './check.ts'
import { evidenceAnswer } from './evidence-answer.ts'
import { ExitCode } from './exit-code.ts'
import { reportIssues } from './issues.ts'
import { ledgerAnswer } from './ledger-answer.ts'
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

/** `milieu evidence`: what of the literature is in a model, what shows it, and whether it came out; without a model, the ledger. */
export function evidenceCommand(
  given: string | undefined,
  options: EvidenceOptions,
  terminal: Terminal,
): number {
  if (given === undefined) return ledgerCommand(options, terminal)
  const file = modelFile(given)
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

/** The model in a folder, where a folder is given. */
function modelFile(given: string): string {
  const inside = `${given.replace(/[/\\]+$/, '')}/model.yaml`
  return !/\.ya?ml$/.test(given) && nodeFiles.exists(inside) ? inside : given
}

/** What became of every statement, and which models one may ask about. */
function ledgerCommand(options: EvidenceOptions, terminal: Terminal): number {
  const { ledger, resolver, issues } = openLedger(options.ledger)
  if (hasErrors(issues)) {
    reportIssues(issues, terminal)
    return ExitCode.mistakes
  }
  const claims = ledgerClaims(ledger, resolver)
  const models = nodeFiles
    .list(`${packageFolder}models`)
    .filter((name) => nodeFiles.exists(`${packageFolder}models/${name}/model.yaml`))
  if (options.json === true) terminal.print(JSON.stringify({ claims, models }, undefined, 2))
  else terminal.print(ledgerAnswer(ledger.documents, claims, models, terminal))
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
    nodeFiles.write(
      page,
      evidencePage({
        evidence,
        graph,
        cellTypes,
        sources: sourcesOf(model.data.sources),
        file,
        version: ENGINE_VERSION,
      }),
    )
  return [
    ...(picture === undefined ? [] : [`picture  ${picture}`]),
    ...(page === undefined ? [] : [`page     ${page}`]),
  ]
}
