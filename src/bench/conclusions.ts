/** What follows from several scenes together: growth of cost, gain by threads, how two machines compare. */
import { median } from './measure.ts'
import { PER_CELL } from './packed-scenes.ts'
import type { Quantity, SceneResult } from './result.ts'
import { type Comparison, medianOf } from './results-file.ts'

/** How much dearer a packed cell becomes when there are more of them. */
export interface Growth {
  readonly from: number
  readonly to: number
  readonly threads: number
  /** Cost per cell at `to` divided by that at `from`. */
  readonly factor: number
}

const PACKED = /^mechanics 3-D (\d+)$/

/** From the smallest packing that was measured to the largest, for each number of threads. */
export function growthOfCost(results: readonly SceneResult[]): readonly Growth[] {
  const threads = [...new Set(results.map((result) => result.threads))]
  return threads.flatMap((count) => {
    const costs = results
      .filter((result) => result.threads === count && PACKED.test(result.scene))
      .map((result) => ({ cells: Number(PACKED.exec(result.scene)?.[1]), cost: costPerCell(result) }))
      .toSorted((a, b) => a.cells - b.cells)
    const [first, last] = [costs[0], costs.at(-1)]
    if (first === undefined || last === undefined || first === last) return []
    return [{ from: first.cells, to: last.cells, threads: count, factor: last.cost / first.cost }]
  })
}

/** Of one thread the time that it had a core, which other work disturbs little; of several the time that passed. */
function costPerCell({ quantities, threads }: SceneResult): number {
  const found = quantities.find(({ name }) => name === PER_CELL)
  return (threads === 1 ? found?.median : found?.wall) ?? Number.NaN
}

/** How many times faster several threads are than one, by the clock on the wall. */
export interface SpeedUp {
  readonly scene: string
  readonly threads: number
  readonly factor: number
}

/** One number per scene that ran on several threads: that of its first time. */
export function speedUps(results: readonly SceneResult[]): readonly SpeedUp[] {
  return results.flatMap((result) => {
    if (result.threads === 1) return []
    const alone = results.find(({ scene, threads }) => scene === result.scene && threads === 1)
    const [one, several] = [firstWall(alone), firstWall(result)]
    if (one === undefined || several === undefined) return []
    return [{ scene: result.scene, threads: result.threads, factor: one / several }]
  })
}

function firstWall(result: SceneResult | undefined): number | undefined {
  return result?.quantities.find(({ wall }) => wall !== undefined)?.wall
}

/** Middle of the ratios here / there over all times that both machines have, and how many there are. */
export function overall(results: readonly SceneResult[], comparison: Comparison) {
  const ratios = results.flatMap((result) =>
    result.quantities.filter(isTime).flatMap((quantity) => {
      const there = medianOf(comparison, result, quantity)
      return there === undefined ? [] : [quantity.median / there]
    }),
  )
  return { times: ratios.length, ratio: median(ratios) }
}

function isTime({ unit }: Quantity): boolean {
  return ['ns', 'us', 'ms', 's'].includes(unit)
}
