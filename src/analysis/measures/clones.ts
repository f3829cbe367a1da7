import type { Program } from '../../engine/program.ts'
import type { World } from '../../engine/world.ts'
import { log } from '../../math/elementary.ts'
import { FOUNDER_HIGH, FOUNDER_LOW } from '../../processes/clones/columns.ts'
import { type MeasureFamily, defineFamily } from './family.ts'
import { type CellSet, forEachCell, tumourSet } from './selection.ts'
import { cellsSlot } from './slots.ts'

/** Clones: the live descendants of one founder. */
export const cloneFamilies: readonly MeasureFamily[] = [
  cloneFamily('number of clones', 'clones', 'number of clones that have live cells', (sizes) => sizes.length),
  cloneFamily(
    'Shannon diversity of clones',
    '1',
    'Shannon entropy of the shares p of the clones, -sum p ln p, in nats: 0 for one clone, ln n for n of the same size',
    shannon,
  ),
  cloneFamily(
    'Simpson diversity of clones',
    '1',
    'Gini-Simpson index, 1 - sum p^2: the probability that two cells, drawn with replacement, are of two clones',
    simpson,
  ),
  cloneFamily('share of largest clone', '1', 'share of the live cells that the largest clone has', (sizes) =>
    sizes.length === 0 ? Number.NaN : Math.max(...sizes) / total(sizes),
  ),
]

function cloneFamily(
  name: string,
  unit: string,
  meaning: string,
  summary: (sizes: readonly number[]) => number,
): MeasureFamily {
  return defineFamily({
    pattern: `${name} [of <cells>]`,
    unit,
    doc: `${meaning}; of the tumour lineage unless said. The model must say \`clones: { founders: [...] }\`: descendants of one of these cells at the start, or of one that arrived, are a clone`,
    optional: { cells: cellsSlot },
    names: (program) => (lacksClones(program) === undefined ? [name] : []),
    lacks: lacksClones,
    measure: ({ cells }, program) => ({
      unit,
      evaluate: (world) => summary(cloneSizes(world, cells ?? tumourSet(program))),
    }),
  })
}

function lacksClones({ columns }: Program): string | undefined {
  return columns.some(({ name }) => name === FOUNDER_LOW)
    ? undefined
    : 'the model does not follow clones: write clones: { founders: [...] } with the types of the founders'
}

/** 2^32: the high word of a key counts so much. */
const WORD = 4_294_967_296
/** Keys below this are told apart as numbers: 53 bits of a hash, enough for a million clones with a chance of one in 10^4 of a clash. */
const HIGH_BITS = 2_097_151

/** Live cells of each clone among the cells of a set; cells without a founder are left out. */
function cloneSizes(world: World, cells: CellSet): readonly number[] {
  const [low, high] = [world.u32(FOUNDER_LOW), world.u32(FOUNDER_HIGH)]
  const sizes = new Map<number, number>()
  forEachCell(world, cells, 'live', (slot) => {
    const [l, h] = [low[slot] ?? 0, high[slot] ?? 0]
    if (l === 0 && h === 0) return
    const key = (h & HIGH_BITS) * WORD + l
    sizes.set(key, (sizes.get(key) ?? 0) + 1)
  })
  return [...sizes.values()]
}

function total(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** Shannon entropy of sizes [n] as shares [nat]; NaN of none. */
export function shannon(sizes: readonly number[]): number {
  const all = total(sizes)
  if (all === 0) return Number.NaN
  return sizes.reduce((sum, size) => sum + (size === 0 ? 0 : (size / all) * log(all / size)), 0)
}

/** Gini-Simpson index of sizes [n]; NaN of none. */
export function simpson(sizes: readonly number[]): number {
  const all = total(sizes)
  if (all === 0) return Number.NaN
  return 1 - sizes.reduce((sum, size) => sum + (size / all) * (size / all), 0)
}
