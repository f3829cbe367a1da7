import { InvalidArgumentError } from 'commander'
import { parseQuantity } from '../units/quantity.ts'

const MS_PER_MINUTE = 60_000

/** What `--checkpoint-every` says of itself. */
export const CHECKPOINT_HELP =
  'wall time between checkpoints, such as 30s (default: a minute, more where that would cost over 0.5 %)'

/** Reads a length of time such as `12 day` or `36h` [min]. */
export function simulatedTime(text: string): number {
  const parsed = parseQuantity(text)
  if (!parsed.ok) throw new InvalidArgumentError(`${parsed.message}; write for example "12 day" or 36h.`)
  const { dimension } = parsed.unit
  const isTime =
    dimension.time === 1 && dimension.length === 0 && dimension.amount === 0 && dimension.mass === 0
  if (!isTime || parsed.canonical < 0)
    throw new InvalidArgumentError('Expected a length of time, for example "12 day" or 36h.')
  return parsed.canonical
}

/** Reads a wall time such as `30s` or `5min` [ms]. */
export function wallTime(text: string): number {
  return simulatedTime(text) * MS_PER_MINUTE
}

/** Gathers an option that may be repeated. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text]
}

/** Lines at the end of a verb's help. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`
}

/** Reads a whole number, zero or more. */
export function wholeNumber(text: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new InvalidArgumentError('Expected a whole number, zero or more.')
  return value
}

/** Reads a whole number, one or more. */
export function positiveNumber(text: string): number {
  const value = wholeNumber(text)
  if (value === 0) throw new InvalidArgumentError('Expected a whole number, one or more.')
  return value
}

/** Reads a share strictly between nothing and all, such as `80 %` or 0.8 [1]. */
export function properShare(text: string): number {
  const share = positiveShare(text)
  if (share >= 1)
    throw new InvalidArgumentError('Expected a share between 0 and 1, for example "80 %" or 0.8.')
  return share
}

/** Reads a ratio above zero, such as `40 %` or 0.4 [1]. */
export function positiveShare(text: string): number {
  const parsed = parseQuantity(text)
  const share = parsed.ok ? parsed.canonical : Number.NaN
  const isPlain = parsed.ok && Object.values(parsed.unit.dimension).every((exponent) => exponent === 0)
  if (!isPlain || !(share > 0) || !Number.isFinite(share))
    throw new InvalidArgumentError('Expected a share above 0, for example "40 %" or 0.4.')
  return share
}

/** The k-th of n equal shares of a batch, counted from 1. */
export interface Share {
  readonly k: number
  readonly n: number
}

/** Reads `3/16`. */
export function shareArgument(text: string): Share {
  const [, k, n] = /^(\d+)\/(\d+)$/.exec(text) ?? []
  const share = { k: Number(k), n: Number(n) }
  if (!(share.k >= 1 && share.k <= share.n))
    throw new InvalidArgumentError('Expected a share such as 3/16: the third of sixteen.')
  return share
}

/** What `--executor` is. */
export const EXECUTOR_HELP =
  'who computes: local, serial (in this thread, to debug) or slurm (default: local)'
