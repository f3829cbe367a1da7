import type { TrialSummary } from '../analysis/summary.ts'
import type { Profile } from '../engine/step.ts'
import { formatNumber, formatTime } from '../figures/number-format.ts'
import type { RunManifest, RunResult } from '../store/run-store.ts'
import type { Terminal } from './terminal.ts'

/** The end of a run: first and last value of each series, and where everything is. */
export function runTable(
  summary: TrialSummary,
  manifest: RunManifest,
  terminal: Terminal,
  report?: string,
): string {
  const rows = summary.series.map(({ label, unit, times, values }) => {
    const run = values['model']?.[0] ?? []
    const show = (value: number | null | undefined): string =>
      value === null || value === undefined ? 'none' : formatNumber(value)
    return {
      name: unit === '1' || unit === 'cells' ? label : `${label} [${unit}]`,
      from: show(run[0]),
      to: show(run.at(-1)),
      at: times.at(-1) ?? 0,
    }
  })
  const width = Math.max(12, ...rows.map((row) => row.name.length))
  const end = formatTime(manifest.time, summary.duration)
  const lines = rows.map(
    (row) => `  ${row.name.padEnd(width)}  ${row.from.padStart(12)}  ${row.to.padStart(12)}`,
  )
  return [
    '',
    terminal.colours.bold(`  ${summary.title.padEnd(width)}  ${'start'.padStart(12)}  ${end.padStart(12)}`),
    ...lines,
    ...(report === undefined
      ? []
      : [
          '',
          `  state    ${manifest.stateHash}${manifest.status === 'finished' ? '' : `   (${manifest.status})`}`,
          `  report   ${report}`,
        ]),
  ].join('\n')
}

/** Time per phase of the step [ms, %]. */
export function profileTable(result: RunResult & { readonly profile: Profile }): string {
  const entries = Object.entries(result.profile).toSorted(([, a], [, b]) => b - a)
  const total = entries.reduce((sum, [, ms]) => sum + ms, 0)
  const lines = entries.map(
    ([phase, ms]) =>
      `  ${phase.padEnd(14)} ${ms.toFixed(1).padStart(10)} ms ${((100 * ms) / total).toFixed(1).padStart(6)} %`,
  )
  const perTick = (1000 * total) / Math.max(result.ticks, 1)
  return [
    ...lines,
    `  ${'in all'.padEnd(14)} ${total.toFixed(1).padStart(10)} ms   ${result.ticks} ticks, ${perTick.toFixed(1)} us per tick`,
  ].join('\n')
}
