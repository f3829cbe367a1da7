import { join } from 'node:path'
import type { CalibrationSummary } from '../analysis/calibration/summary.ts'
import type { TrialSummary } from '../analysis/summary.ts'
import { nodeFiles } from '../platform/node/files.ts'
import { writeCalibrationPage } from './calibrate-files.ts'
import { ExitCode } from './exit-code.ts'
import { writeSummary } from '../report/results.ts'
import { withSensitivity } from './sensitivity-results.ts'
import type { Terminal } from './terminal.ts'

/** `milieu report`: renders report, figures and tables again from the summary of a trial, a run or a calibration; tables of runs and series are those of `analyse`. */
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
  if (summary !== undefined && 'generations' in summary) {
    const [page] = writeCalibrationPage(nodeFiles, folder, summary)
    if (options.quiet !== true)
      terminal.print(page === undefined ? '  a point estimate alone has no page' : `  report   ${page}`)
    return ExitCode.done
  }
  if (summary === undefined) {
    terminal.error(`${path} is not the summary of a trial`)
    return ExitCode.mistakes
  }
  const { report } = writeSummary(nodeFiles, folder, withSensitivity(nodeFiles, folder, summary))
  if (options.quiet !== true) terminal.print(`  report   ${report}`)
  return ExitCode.done
}

/** A summary from its text; undefined where it is none. */
export function parseSummary(text: string): TrialSummary | CalibrationSummary | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed !== 'object' || parsed === null || !('question' in parsed)) return undefined
    if ('generations' in parsed) return parsed as CalibrationSummary // written by writeCalibrationPage
    return 'effects' in parsed ? (parsed as TrialSummary) : undefined // written by writeSummary
  } catch {
    return undefined
  }
}
