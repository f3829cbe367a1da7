import { InvalidArgumentError } from 'commander'
import { parseQuantity } from '../units/quantity.ts'

const MS_PER_MINUTE = 60_000

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
