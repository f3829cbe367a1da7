import type { SeriesSummary } from '../analysis/summary.ts'

/** The one value that a series of at least three times has everywhere; a shorter one is drawn. */
export function constantOf({ times, values }: SeriesSummary): number | undefined {
  const all = Object.values(values).flat(2)
  const [first] = all
  return times.length > 2 && typeof first === 'number' && all.every((value) => value === first)
    ? first
    : undefined
}
