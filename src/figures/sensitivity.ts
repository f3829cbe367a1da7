import type { EvidenceKind, SensitivitySummary } from '../analysis/summary.ts'
import { formatUnit } from './number-format.ts'
import { rankedDots, rankedWidth } from './ranked-dots.ts'
import type { RankedMark } from './ranked-dots.ts'
import type { FigureContext } from './theme.ts'

/** Parameters that a ranking shows; chosen: what lies below them does not matter. */
const mostRows = 16

/** Parameters from the most to the least that an endpoint hangs on: by total order where there is one. */
export function ranked(entries: readonly SensitivitySummary[]): readonly SensitivitySummary[] {
  return entries.toSorted((a, b) => (b.total ?? b.index) - (a.total ?? a.index))
}

/** What a ranking is of, beside its entries. */
export interface SensitivityTitle {
  /** Of the endpoint. */
  readonly label: string
  readonly unit: string
  readonly kindOf: (entry: SensitivitySummary) => EvidenceKind | undefined
}

/** Draw what an endpoint hangs on: first and total order side by side, or mean and scatter of elementary effects. */
export function sensitivityFigure(
  entries: readonly SensitivitySummary[],
  { label, unit, kindOf }: SensitivityTitle,
  context: FigureContext,
  narrow = 330,
): string {
  const isScreening = entries.some(({ sigma }) => sigma !== undefined)
  const hasTotal = entries.some(({ total }) => total !== undefined)
  const rows = ranked(entries)
    .slice(0, mostRows)
    .map((entry) => ({
      name: entry.parameter,
      ...(kindOf(entry) === 'assumed' ? { tag: 'assumed' } : {}),
      marks: marksOf(entry, context),
    }))
  const { accent, muted } = context.theme
  const pair = isScreening
    ? [
        { name: '\u03bc*, mean size of effects', colour: accent, shape: 'solid' as const },
        { name: '\u03c3, their scatter', colour: muted, shape: 'diamond' as const },
      ]
    : [
        { name: 'total order', colour: accent, shape: 'solid' as const },
        { name: 'first order', colour: muted, shape: 'hollow' as const },
      ]
  const suffix = unit === '' || unit === '1' ? '' : ` (${formatUnit(unit)})`
  const plot = {
    heading: `${label}: what it hangs on`,
    second: entries[0]?.interval === undefined ? '' : `lines: ${entries[0].interval}`,
    legend: isScreening || hasTotal ? pair : [],
    axis: isScreening ? `size of elementary effects${suffix}` : 'share of the variance',
    least: isScreening ? ([0, 0] as const) : ([0, 1] as const),
    rows,
    title: `${label}: parameters ranked by how much it hangs on them`,
  }
  return rankedDots(plot, context, rankedWidth(rows, context.theme, narrow))
}

function marksOf(entry: SensitivitySummary, context: FigureContext): RankedMark[] {
  const { accent, muted } = context.theme
  const own = { value: entry.index, low: entry.low ?? null, high: entry.high ?? null }
  if (entry.sigma !== undefined)
    return [
      { ...own, colour: accent, shape: 'solid' },
      { value: entry.sigma, low: null, high: null, colour: muted, shape: 'diamond' },
    ]
  if (entry.total === undefined) return [{ ...own, colour: accent, shape: 'solid' }]
  const total = { value: entry.total, low: entry.totalLow ?? null, high: entry.totalHigh ?? null }
  return [
    { ...total, colour: accent, shape: 'solid' },
    { ...own, colour: muted, shape: 'hollow' },
  ]
}
