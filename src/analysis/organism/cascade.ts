import { BLOOD } from '../../engine/organism.ts'
import type { World } from '../../engine/world.ts'
import {
  EXPECTED,
  FUNNEL,
  FUNNEL_PREFIX,
  type FunnelEvent,
  HOME,
  LEFT,
} from '../../processes/dissemination/columns.ts'
import { namesWith } from '../measures/named-slot.ts'
import { finite } from '../finite.ts'
import type { CascadeStep, CascadeSummary } from './organism-summary.ts'

/** What the dissemination of an organism counted up to now, organ by organ: whole numbers, and what was to be expected. */
export interface Cascade {
  readonly organ: string
  readonly steps: readonly { readonly name: string; readonly count: number; readonly expected: number }[]
}

/** Steps at an organ: those who took one of the events, by its name in words. */
const STEPS: readonly (readonly [name: string, events: readonly FunnelEvent[]])[] = [
  ['arrested in its vessels', ['arrested at first pass', 'arrested later']],
  ['left the vessels', ['extravasated']],
  ['began to grow', ['began to grow']],
  ['grew out', ['grew out']],
]
/** The same in the tissue that cells come back to. */
const HOME_STEPS: typeof STEPS = [...STEPS.slice(0, 2), ['settled in the tissue', ['settled']]]

/** The cascade of an organism so far; none where the model has no dissemination. */
export function cascadesOf(host: World): readonly Cascade[] {
  const blood = host.inner.get(BLOOD)
  if (blood === undefined || !blood.has(LEFT)) return []
  const left = { name: 'came into the blood', ...bothOf(blood, LEFT, (column) => sum(column)) }
  return namesWith(blood.program, FUNNEL_PREFIX).map((organ) => ({
    organ,
    steps: [
      left,
      ...(organ === HOME ? HOME_STEPS : STEPS).map(([name, events]) => ({
        name,
        ...stepOf(blood, organ, events),
      })),
    ],
  }))
}

function stepOf(blood: World, organ: string, events: readonly FunnelEvent[]) {
  return bothOf(blood, FUNNEL_PREFIX + organ, (column) => {
    const pairs = column.length / FUNNEL.length
    return events.reduce((total, event) => {
      const at = FUNNEL.indexOf(event) * pairs
      return total + sum(column.subarray(at, at + pairs))
    }, 0)
  })
}

function bothOf(blood: World, column: string, read: (values: Float64Array) => number) {
  const twin = EXPECTED + column
  const count = read(blood.f64(column))
  return { count, expected: blood.has(twin) ? read(blood.f64(twin)) : count }
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0)
}

/** The cascades of the runs of an arm, step by step; undefined where none has any. */
export function cascadeSummary(
  arm: string,
  runs: readonly (readonly Cascade[])[],
): CascadeSummary | undefined {
  const found = runs.filter((run) => run.length > 0)
  const [first] = found
  if (first === undefined) return undefined
  const organs = first.map(({ organ, steps }, k) => ({
    organ,
    steps: steps.map(({ name }, row): CascadeStep => {
      const all = found.flatMap((run) => run[k]?.steps[row] ?? [])
      const counts = all.map(({ count }) => count)
      const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length
      return {
        name,
        mean: finite(mean(counts)),
        low: finite(Math.min(...counts)),
        high: finite(Math.max(...counts)),
        expected: finite(mean(all.map(({ expected }) => expected))),
      }
    }),
  }))
  return { arm, runs: found.length, organs }
}
