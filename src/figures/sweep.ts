import type { DesignSummary, EndpointSummary, TrialSummary } from '../analysis/summary.ts'
import type { BiomarkerSummary, MaybeNumber, SweepSummary } from '../analysis/summary-results.ts'
import { endsOf, heatMap } from './heat-map.ts'
import { formatExact, formatUnit } from './number-format.ts'
import { rankedDots } from './ranked-dots.ts'
import type { RankedMark } from './ranked-dots.ts'
import { armStyle } from './theme.ts'
import type { FigureContext } from './theme.ts'

/** Rows that a ranking shows; chosen: what lies below them does not matter. */
const mostRows = 16

/** A grid of two swept parameters: the values along each and which setting lies at each pair. */
interface SettingGrid {
  readonly x: readonly number[]
  readonly y: readonly number[]
  /** [y][x], undefined where nothing was run. */
  readonly setting: readonly (readonly (number | undefined)[])[]
  readonly names: readonly [x: string, y: string]
}

/** Indices of the parameters that a sweep sets. */
export function sweptParameters(design: DesignSummary): readonly number[] {
  return design.parameters.flatMap(({ varies }, index) => (varies === 'setting' ? [index] : []))
}

/** A parameter and its unit: "kill rate (1/h)". */
export function parameterName(parameter: DesignSummary['parameters'][number]): string {
  const { name, unit } = parameter
  return unit === '' || unit === '1' ? name : `${name} (${formatUnit(unit)})`
}

/** The grid of a sweep of two parameters; undefined where it has more, or settings that lie on no grid. */
export function settingGrid(design: DesignSummary): SettingGrid | undefined {
  const swept = sweptParameters(design)
  const [first, second] = swept
  if (swept.length !== 2 || first === undefined || second === undefined) return undefined
  const valuesOf = (index: number) =>
    [...new Set(design.settingValues.map((values) => values[index] ?? 0))].toSorted((a, b) => a - b)
  const [x, y] = [valuesOf(first), valuesOf(second)]
  if (x.length * y.length !== design.settingValues.length) return undefined
  const at = (a: number, b: number) =>
    design.settingValues.findIndex((values) => values[first] === a && values[second] === b)
  const setting = y.map((b) => x.map((a) => (at(a, b) < 0 ? undefined : at(a, b))))
  const [own, other] = [design.parameters[first], design.parameters[second]]
  if (own === undefined || other === undefined) return undefined
  return { x, y, setting, names: [parameterName(own), parameterName(other)] }
}

/** Draw an endpoint over a grid of two parameters: one map per arm on one scale, then one per comparison. */
export function sweepMaps(
  endpoint: Pick<EndpointSummary, 'label' | 'unit'>,
  sweep: SweepSummary,
  grid: SettingGrid,
  context: FigureContext,
  width = 250,
): string[] {
  const axes = {
    x: { name: grid.names[0], labels: grid.x.map(formatExact) },
    y: { name: grid.names[1], labels: grid.y.map(formatExact) },
  }
  const place = (values: readonly MaybeNumber[]) =>
    grid.setting.map((row) =>
      row.map((setting) => (setting === undefined ? null : (values[setting] ?? null))),
    )
  const unit = endpoint.unit === '' || endpoint.unit === '1' ? '' : ` (${formatUnit(endpoint.unit)})`
  const levels = Object.entries(sweep.arms).map(([arm, settings]) => ({
    arm,
    values: place(settings.map(({ median }) => median)),
  }))
  const ends = endsOf(
    levels.flatMap(({ values }) => values),
    'sequential',
  )
  const maps = levels.map(({ arm, values }) => ({
    heading: `${endpoint.label}${unit}`,
    second: `${arm}, median`,
    values,
    map: 'sequential' as const,
    ends,
  }))
  const effects = sweep.effects.map(({ arm, against, settings }) => ({
    heading: `Difference${unit}`,
    second: `${arm} \u2212 ${against}`,
    values: place(settings.map(({ estimate }) => estimate)),
    map: 'diverging' as const,
  }))
  return [...maps, ...effects].map((map) =>
    heatMap(
      { ...map, ...axes, title: `${map.heading} over ${axes.x.name} and ${axes.y.name}: ${map.second}` },
      context,
      width,
    ),
  )
}

/** Draw which parameters an endpoint goes with over the settings of a sweep, the strongest first, by arm. */
export function correlationFigure(
  summary: Pick<TrialSummary, 'arms'>,
  label: string,
  sweep: Pick<SweepSummary, 'correlations'>,
  context: FigureContext,
  width = 300,
): string {
  const entries = sweep.correlations.map((entry) => ({ ...entry, group: entry.arm }))
  const order = summary.arms.map(({ name }) => name)
  return correlationDots(entries, order, `${label}: what it goes with`, context, width)
}

/** Draw which of the differences between virtual patients an endpoint, or a benefit, goes with. */
export function biomarkerFigure(
  summary: Pick<TrialSummary, 'arms'>,
  label: string,
  biomarkers: readonly BiomarkerSummary[],
  context: FigureContext,
  width = 300,
): string {
  const entries = biomarkers.map((entry) => ({
    ...entry,
    group: entry.against === undefined ? entry.arm : `${entry.arm} \u2212 ${entry.against}`,
  }))
  const order = [...summary.arms.map(({ name }) => name), ...entries.map(({ group }) => group)]
  return correlationDots(entries, [...new Set(order)], `${label}: what patients differ in`, context, width)
}

interface Correlation {
  readonly parameter: string
  readonly arm: string
  readonly rho: MaybeNumber
  readonly low: MaybeNumber
  readonly high: MaybeNumber
  /** What the mark belongs to: an arm, or a comparison. */
  readonly group: string
}

function correlationDots(
  entries: readonly Correlation[],
  order: readonly string[],
  heading: string,
  context: FigureContext,
  width: number,
): string {
  const strength = (parameter: string): number =>
    Math.max(...entries.filter((e) => e.parameter === parameter).map(({ rho }) => Math.abs(rho ?? 0)))
  const parameters = [...new Set(entries.map(({ parameter }) => parameter))]
    .toSorted((a, b) => strength(b) - strength(a))
    .slice(0, mostRows)
  const markOf = ({ rho, low, high, arm, group }: Correlation): RankedMark => ({
    value: rho,
    low,
    high,
    colour: armStyle(context, arm).colour,
    shape: 'point',
    name: group,
  })
  const rows = parameters.map((parameter) => ({
    name: parameter,
    marks: order.flatMap((group) =>
      entries.filter((entry) => entry.parameter === parameter && entry.group === group).map(markOf),
    ),
  }))
  const legend = order.flatMap((group) => {
    const entry = entries.find((candidate) => candidate.group === group)
    return entry === undefined ? [] : [{ ...markOf(entry), shape: 'solid' as const }]
  })
  const plot = {
    heading,
    second: 'rank correlation with 95\u00a0% CI; hollow: the interval holds zero',
    legend,
    axis: 'Spearman\u2019s \u03c1',
    least: [-1, 1] as const,
    rows,
    title: `${heading}: rank correlations with intervals, the strongest first`,
  }
  return rankedDots(plot, context, width)
}
