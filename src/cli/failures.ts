import { type Outcome, failureOf } from '../experiment/executor.ts'
import type { RunPlan } from '../experiment/run-plan.ts'
import { wrap } from './columns.ts'
import { type Terminal, counted } from './terminal.ts'

/** Failed runs that are named one by one. Chosen: enough to see whether they have one reason. */
const NAMED = 5

/** Says which runs failed and why, the first few one by one, and where to read about the rest; returns how many. */
export function reportFailures(outcomes: readonly Outcome[], terminal: Terminal, attempts?: string): number {
  const failed = outcomes.filter((outcome) => failureOf(outcome) !== undefined)
  if (failed.length === 0) return 0
  terminal.error('')
  for (const outcome of failed.slice(0, NAMED)) {
    const tries = outcome.attempts?.length ?? 0
    const often = tries > 1 ? `, tried ${tries} times` : ''
    const text = `${planName(outcome.job.plan)} failed${often}: ${failureOf(outcome) ?? ''}`
    for (const line of wrap(text, terminal.width)) terminal.error(line)
  }
  const rest = failed.length - NAMED
  const hasFiles = attempts !== undefined && failed.some((outcome) => (outcome.attempts?.length ?? 0) > 0)
  const where = hasFiles ? `${rest > 0 ? '; a' : 'A'}ll of it stands in ${attempts}` : ''
  if (rest > 0 || hasFiles) terminal.error(`  ${rest > 0 ? `and ${counted(rest, 'more run')}` : ''}${where}`)
  return failed.length
}

/** What a run is, for people: `run 3 of arm anti-PD-1, point 12`. */
export function planName({ arm, replicate, point }: Pick<RunPlan, 'arm' | 'replicate' | 'point'>): string {
  return `run ${replicate + 1} of arm ${arm}${point === undefined ? '' : `, point ${point + 1}`}`
}
