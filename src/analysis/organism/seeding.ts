import type { World } from '../../engine/world.ts'
import { type CloneTree, cloneTree, parentsOf } from '../clone-tree.ts'
import { type LesionEvents, lesionsOf } from './lesions.ts'
import { organismClones } from './organism-clones.ts'
import type { LesionSummary, SeedingSummary } from './organism-summary.ts'

/** Lesions that a summary lists. Chosen: more nobody reads, and small ones come last. */
const MOST_LESIONS = 40

/** Who seeded what, from the last state of a run and its events. */
export function seedingOf(
  host: World,
  recorded: LesionEvents,
  run: { readonly arm: string; readonly replicate: number },
  traits: readonly string[],
): SeedingSummary {
  const tree = treeOf(host, recorded, traits)
  const lesions = lesionsOf(host, recorded, tree?.nodes ?? [])
  return {
    arm: run.arm,
    replicate: run.replicate,
    ...(tree === undefined ? {} : { tree }),
    lesions: lesions.slice(0, MOST_LESIONS),
    counts: countsOf(lesions),
  }
}

function countsOf(lesions: readonly LesionSummary[]): SeedingSummary['counts'] {
  const groups = Map.groupBy(lesions, ({ place, kind }) => `${place}/${kind}`)
  const order = ['tissue', 'metastases', 'micrometastases']
  const rank = ([first]: readonly LesionSummary[]): number => order.indexOf(first?.kind ?? '')
  const sorted = [...groups.values()].toSorted((a, b) => rank(a) - rank(b))
  return sorted.flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [
          {
            place: first.place,
            kind: first.kind,
            count: others.reduce((sum, { count }) => sum + count, first.count),
          },
        ],
  )
}

/** The tree of all clones that live anywhere in an organism, or whose cells are on their way. */
function treeOf(
  host: World,
  { events, tick }: LesionEvents,
  traits: readonly string[],
): CloneTree | undefined {
  const census = organismClones(host, traits)
  return census && census.clones.length > 0 ? cloneTree([census], parentsOf(events, tick)) : undefined
}
