import type { OrganismSummary } from '../analysis/summary.ts'
import type { CascadeSummary, SeedingSummary } from '../analysis/organism/organism-summary.ts'
import { formatNumber, formatTime } from '../figures/number-format.ts'
import { shareText } from '../figures/funnel.ts'

/** Steps of the cascade that a line has. */
const ARROW = ' > '

/** What happened where in a run of an organism: a line per place, and one per organ that says how far cells got. */
export function organismLines(organism: OrganismSummary, duration: number): readonly string[] {
  const { places, maps, cascades = [], seedings } = organism
  const width = Math.max(...places.map(({ name }) => name.length))
  const where = places.map(({ name }) => {
    const map = maps.find(({ place }) => place === name)
    return `  ${name.padEnd(width)}  ${placeText(name, map?.cells, seedings[0], duration)}`
  })
  const ways = cascades[0] === undefined ? [] : cascadeLines(cascades[0], width)
  return [...where, ...(ways.length === 0 ? [] : ['', ...ways])]
}

function placeText(
  place: string,
  cells: number | undefined,
  seeding: SeedingSummary | undefined,
  duration: number,
): string {
  const here = seeding?.counts.filter((each) => each.place === place) ?? []
  const begun = seeding?.lesions.flatMap((each) => (each.place === place ? (each.begun ?? []) : [])) ?? []
  const counted = here.map(({ kind, count }) => {
    const number = formatNumber(count)
    if (kind === 'tissue')
      return `${number} ${count === 1 ? 'lesion' : 'lesions'} in it, the first from ${formatTime(Math.min(...begun), duration)}`
    return `${number} ${count === 1 ? kind.replace(/es$/, 'is') : kind} beyond it`
  })
  const tissue = cells === undefined ? 'no tissue yet' : `${formatNumber(cells)} cells`
  return [tissue, ...counted].join('; ')
}

function cascadeLines({ organs }: CascadeSummary, width: number): readonly string[] {
  return organs.map(({ organ, steps }) => {
    const told = steps.map(({ name, mean }, k) => {
      const share = k === 0 ? undefined : shareText(steps[k - 1]?.mean, mean)
      return `${formatNumber(mean === null ? null : Number(mean.toPrecision(3)))} ${name}${share === undefined ? '' : ` (${share})`}`
    })
    return `  ${organ.padEnd(width)}  ${told.join(ARROW)}`
  })
}
