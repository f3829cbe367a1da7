import type { SynergySummary } from '../analysis/summary-results.ts'
import { heatMap } from './heat-map.ts'
import { formatExact, formatUnit } from './number-format.ts'
import { rankedDots, rankedWidth } from './ranked-dots.ts'
import type { RankedRow } from './ranked-dots.ts'
import { armStyle } from './theme.ts'
import type { FigureContext } from './theme.ts'

/** Draw how far combinations go beyond what each treatment alone lets expect, one row per pair and model. */
export function synergyFigure(
  label: string,
  synergies: readonly SynergySummary[],
  context: FigureContext,
  width = 330,
): string {
  const isOnePair = synergies.every(({ a, b }) => a === synergies[0]?.a && b === synergies[0].b)
  const rows = synergies.map((synergy): RankedRow => {
    const colour = synergy.both === undefined ? context.theme.accent : armStyle(context, synergy.both).colour
    const points = [synergy.excess, synergy.low, synergy.high].map((share) => percent(share))
    const [value = null, low = null, high = null] = points
    const name = isOnePair ? synergy.model : `${synergy.a} + ${synergy.b}, ${synergy.model}`
    return { name, marks: [{ value, low, high, colour, shape: 'point' }] }
  })
  const [first] = synergies
  const ends = rows.flatMap(({ marks }) => marks.flatMap(({ value, low, high }) => [value, low, high]))
  const reach = Math.max(5, ...ends.map((end) => Math.abs(end ?? 0)))
  const pair = first === undefined || !isOnePair ? 'combinations' : `${first.a} + ${first.b}`
  return rankedDots(
    {
      heading: `${label}: ${pair}`,
      second: 'inhibition beyond what is expected of both (percentage points)',
      axis: '\u2190 antagonism \u00a0\u00a0|\u00a0\u00a0 synergy \u2192',
      // Zero in the middle, so that the axis names its sides.
      least: [-reach, reach],
      rows,
      title: `${label}: inhibition beyond what is expected of ${pair}, with intervals`,
    },
    context,
    rankedWidth(rows, context.theme, width),
  )
}

/** Draw a grid of doses: how much each pair of doses inhibits, and how far that is beyond what is expected. */
export function doseGrid(
  label: string,
  synergy: SynergySummary,
  context: FigureContext,
  width = 270,
): { readonly inhibition: string; readonly excess: string } | undefined {
  const { grid } = synergy
  if (grid === undefined) return undefined
  const axes = {
    x: { name: doseName(synergy.b, grid.unitB), labels: grid.dosesB.map(formatExact) },
    y: { name: doseName(synergy.a, grid.unitA), labels: grid.dosesA.map(formatExact) },
  }
  const pair = `${synergy.a} and ${synergy.b}`
  const inhibition = heatMap(
    {
      heading: `${label}: inhibition (%)`,
      second: `against ${synergy.control}`,
      ...axes,
      values: grid.inhibition.map((row) => row.map((share) => percent(share))),
      map: 'sequential',
      ends: [0, 100],
      title: `${label}: inhibition at each pair of doses of ${pair}`,
    },
    context,
    width,
  )
  const excess = heatMap(
    {
      heading: `${label}: beyond ${synergy.model} (points)`,
      second: 'orange: synergy; blue: antagonism',
      ...axes,
      values: grid.excess.map((row) => row.map((share) => percent(share))),
      map: 'diverging',
      title: `${label}: inhibition beyond what ${synergy.model} expects at each pair of doses of ${pair}`,
    },
    context,
    width,
  )
  return { inhibition, excess }
}

function doseName(drug: string, unit: string): string {
  return unit === '' || unit === '1' ? drug : `${drug} (${formatUnit(unit)})`
}

/** A fraction in percent, to a tenth: more digits would say more than the runs do. */
function percent(share: number | null): number | null {
  return share === null ? null : Math.round(share * 1000) / 10
}
