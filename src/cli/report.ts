import { join } from 'node:path'
import type { TrialSummary } from '../analysis/summary.ts'
import { nodeFiles } from '../platform/node/files.ts'
import { ExitCode } from './exit-code.ts'
import { writeSummary } from './results.ts'
import { withSensitivity } from './sensitivity-results.ts'
import type { Terminal } from './terminal.ts'

/** `milieu report`: renders report, figures and tables again from a trial's or run's summary; tables of runs and series are those of `analyse`. */
export function reportCommand(
  folder: string,
  options: { readonly quiet?: boolean },
  terminal: Terminal,
): number {
  const path = join(folder, 'summary.json')
  if (!nodeFiles.exists(path)) {
    terminal.error(
      `${folder} holds no trial or run: there is no summary.json (milieu trial and milieu run write it)`,
    )
    return ExitCode.mistakes
  }
  const summary = parseSummary(new TextDecoder().decode(nodeFiles.read(path)))
  if (summary === undefined) {
    terminal.error(`${path} is not the summary of a trial`)
    return ExitCode.mistakes
  }
  const { report } = writeSummary(nodeFiles, folder, withSensitivity(nodeFiles, folder, summary))
  if (options.quiet !== true) terminal.print(`  report   ${report}`)
  return ExitCode.done
}

/** A trial's summary from its text; undefined where it is none. */
export function parseSummary(text: string): TrialSummary | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    const isSummary =
      typeof parsed === 'object' && parsed !== null && 'question' in parsed && 'effects' in parsed
    return isSummary ? (parsed as TrialSummary) : undefined // written by writeSummary
  } catch {
    return undefined
  }
}
