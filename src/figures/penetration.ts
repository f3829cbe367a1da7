import type { TissueSummary, TrialSummary } from '../analysis/summary.ts'
import { tickRoom, verticalAxis } from './axes.ts'
import { curvePath } from './curve-path.ts'
import { endLabels, figureHeading, labelRoom, pointMark } from './marks.ts'
import { exactScale } from './scale.ts'
import { element, svgDocument } from './svg.ts'
import { armStyle } from './theme.ts'
import type { FigureContext } from './theme.ts'
import { valueAxis } from './value-axis.ts'

/** Beyond the distance at which every arm is below this share nothing is drawn. Chosen: it would lie on the axis. */
const INVISIBLE = 0.02
/** Points are marked where a curve has at most so many; chosen: they would touch each other. */
const MOST_MARKS = 30

/** What an arm has of a substrate by distance, relative to the voxels next to vessels. */
interface ArmProfile {
  readonly name: string
  readonly distances: readonly number[]
  readonly shares: readonly number[]
}

/** Substrates with a profile, in the order in which they were asked for. */
export function profiledSubstrates(summary: Pick<TrialSummary, 'tissue'>): readonly string[] {
  return [
    ...new Set(summary.tissue.flatMap(({ profiles = [] }) => profiles.map(({ substrate }) => substrate))),
  ]
}

/** The last pictures of all arms, the time that they show [min]. */
export function profileTime({ tissue }: Pick<TrialSummary, 'tissue'>): number {
  return Math.max(...tissue.map(({ time }) => time))
}

/** Draw how a substrate falls with the distance from vessels, at the end, in all arms. */
export function penetrationFigure(
  summary: Pick<TrialSummary, 'arms' | 'tissue'>,
  substrate: string,
  context: FigureContext,
  { width, height }: { readonly width: number; readonly height: number },
): string {
  const { theme } = context
  const arms = profilesOf(summary, substrate)
  const farthest = Math.max(20, ...arms.map(({ distances, shares }) => visible(distances, shares)))
  const y = exactScale(0, 1, [height - 26, 32], 4)
  const area = {
    left: tickRoom(y.ticks, theme),
    right: width - labelRoom(arms, width, theme) - 8,
    top: 32,
    bottom: height - 26,
  }
  const x = exactScale(0, farthest, [area.left + 6, area.right - 6], 5)
  const curves = arms.map(({ name, distances, shares }) => {
    const shown = distances.filter((distance) => distance <= farthest).length
    const { colour, dash } = armStyle(context, name)
    const line = { fill: 'none', stroke: colour, 'stroke-width': 1.3, 'stroke-dasharray': dash }
    const path = element('path', {
      d: curvePath(distances.slice(0, shown), shares.slice(0, shown), { x, y }),
      ...line,
    })
    if (shown > MOST_MARKS) return path
    const marks = distances
      .slice(0, shown)
      .map((distance, k) => pointMark(x.place(distance), y.place(shares[k] ?? 0), colour, theme))
    return path + marks.join('')
  })
  const labels = arms.map(({ name, distances, shares }) => ({
    name,
    colour: armStyle(context, name).colour,
    place: y.place(shares[distances.filter((distance) => distance <= farthest).length - 1] ?? 0),
  }))
  const content = [
    figureHeading(`${substrate} around vessels`, 'mean level, relative to that beside vessels', width, theme),
    verticalAxis(y, area, theme),
    valueAxis(x, area, 'distance from vessels (\u00b5m)', theme, false),
    ...curves,
    endLabels(labels, area, width, context),
  ]
  const title = `${substrate} by distance from vessels in ${arms.map(({ name }) => name).join(', ')}`
  return svgDocument({ width, height, title }, theme, content.join(''))
}

function profilesOf(
  summary: Pick<TrialSummary, 'arms' | 'tissue'>,
  substrate: string,
): readonly ArmProfile[] {
  const time = profileTime(summary)
  return summary.arms.flatMap(({ name }) => {
    const last = summary.tissue.find((tissue) => tissue.arm === name && tissue.time === time)
    const profile = profileIn(last, substrate)
    const [first = 0] = profile?.values ?? []
    if (profile === undefined || first <= 0) return []
    return [{ name, distances: profile.distances, shares: profile.values.map((value) => value / first) }]
  })
}

function profileIn(tissue: TissueSummary | undefined, substrate: string) {
  return tissue?.profiles?.find((profile) => profile.substrate === substrate)
}

/** The farthest distance at which a share can be seen [um]. */
function visible(distances: readonly number[], shares: readonly number[]): number {
  const last = shares.findLastIndex((share) => share >= INVISIBLE)
  return distances[Math.min(last + 1, distances.length - 1)] ?? 0
}
