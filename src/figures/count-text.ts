import { formatExact } from './number-format.ts'

/** A number of cells, short, with three digits: 34,300, 12.4 million, 0.43. */
export function formatCount(value: number): string {
  const large = [
    [1e12, 'trillion'],
    [1e9, 'billion'],
    [1e6, 'million'],
  ] as const
  const [unit, word] = large.find(([least]) => value >= least) ?? [1, '']
  const text = formatExact(Number((value / unit).toPrecision(value < 1 ? 2 : 3)))
  return word === '' ? text : `${text}\u00a0${word}`
}
