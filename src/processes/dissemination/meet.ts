import { carryDaughter } from '../../engine/carried-cell.ts'
import { behaviourColumn } from '../../engine/cell-views.ts'
import { type Departure, type Organism, PRIMARY, type Settler } from '../../engine/organism.ts'
import { sendBoth, withoutPacket } from '../../engine/packets.ts'
import { type Place, pointIn } from '../../engine/place.ts'
import { stream, uniformAt } from '../../engine/random.ts'
import { presentVessels } from '../../engine/vessel-points.ts'
import type { World } from '../../engine/world.ts'
import { binomial } from '../../math/binomial.ts'
import type { CompiledOrgan, DisseminationTables } from './compile.ts'
import { CLUSTER_SHARE } from './schema.ts'
import { type Rows, viewsOf } from './views.ts'

const PACK = stream('dissemination.pack')
const ALIVE = stream('dissemination.alive')
const CLUSTERS = stream('dissemination.clusters')
const HOME_DRAW = stream('dissemination.home')
const VESSEL = stream('dissemination.vessel')
const POINT = stream('dissemination.point')

/** Those who left a tissue come into the blood, with those for which they stand. */
export function gatherDepartures(organism: Organism, tables: DisseminationTables): void {
  const weight = weightOf(organism)
  for (const departure of organism.takeDepartures())
    pack(organism.blood, departure, departure.from === PRIMARY ? weight : 1, tables)
}

/** How many cells a simulated cell of the first tissue stands for: at least itself. */
function weightOf({ host }: Organism): number {
  return Math.max(1, host.program.organism?.weight ?? 0)
}

function pack(
  blood: World,
  { cell, from, way }: Departure,
  weight: number,
  { clusterSize, alive }: DisseminationTables,
): void {
  const [low, high] = cell.lineage
  const uniform = (draw: number): number => uniformAt(blood, low, high, draw)[0]
  const whole = Math.floor(weight)
  const left = whole + (uniform(PACK) < weight - whole ? 1 : 0)
  // A cell of a site is itself, and was alive when it left.
  const cells =
    from === PRIMARY && alive < 1 ? binomial(left, alive, (index) => uniform(ALIVE + index)) : left
  const possible = clusterSize > 0 ? Math.floor(cells / clusterSize) : 0
  const clusters =
    possible > 0 ? binomial(possible, clusterShare(blood, cell), (index) => uniform(CLUSTERS + index)) : 0
  const parcel = { cell, way, from, cause: 'departure', count: cells - clusters * clusterSize }
  sendBoth(blood, parcel, { count: clusters, size: clusterSize })
}

/** As rules made it in the tissue that the cell left, or as its type has it. */
function clusterShare(blood: World, { type, columns }: Departure['cell']): number {
  const compiled = blood.program.behaviours.get(CLUSTER_SHARE)
  if (compiled === undefined) return 0
  const carried = compiled.isPerCell ? columns.get(behaviourColumn(CLUSTER_SHARE))?.values[0] : undefined
  return Math.min(1, Math.max(0, carried ?? blood.behaviourBase(compiled, type)))
}

/** New rows get to know those that they split from, who came is counted, and who settles does. */
export function deliverSettlers(organism: Organism, tables: DisseminationTables): void {
  const { blood } = organism
  if (blood.count === 0) return
  const { rows, sums } = viewsOf(blood, tables)
  for (let slot = 0; slot < blood.count; slot++) {
    const parent = rows.parent[slot] ?? -1
    if (parent >= 0) rows.children[(rows.place[slot] ?? 0) * rows.stride + parent] = slot
    if (rows.isNew[slot] === 1) {
      rows.isNew[slot] = 2
      const size = rows.size[slot] ?? 1
      sums.left(
        rows.pairOf(slot),
        (rows.drawn.circulating[slot] ?? 0) * size,
        (rows.expected.circulating[slot] ?? 0) * size,
      )
    }
    if ((rows.settling[slot] ?? 0) > 0) settleRow(organism, tables, rows, slot)
  }
}

function settleRow(organism: Organism, tables: DisseminationTables, rows: Rows, slot: number): void {
  const organ = tables.organs[(rows.place[slot] ?? 0) - 1]
  const particles = rows.settling[slot] ?? 0
  rows.settling[slot] = 0
  if (organ === undefined) return
  const count = organ.isHome ? simulated(organism, slot, particles) : particles
  if (count === 0) return
  const site = organism.layOut(organ.name)
  const settlers: Settler[] = []
  for (let k = 0; k < count; k++)
    settlers.push(...settle(organism.blood, site, slot, rows.size[slot] ?? 1, organ))
  organism.settle(organ.name, settlers)
}

/** Of the cells that come home, those of which the simulated part of the tumour has its share. */
function simulated(organism: Organism, slot: number, particles: number): number {
  const { blood } = organism
  const { lineageLow, lineageHigh } = blood.cells
  const [low, high] = [lineageLow[slot] ?? 0, lineageHigh[slot] ?? 0]
  const uniform = (index: number): number => uniformAt(blood, low, high, HOME_DRAW + index)[0]
  return binomial(particles, 1 / weightOf(organism), uniform)
}

/** How far from a vessel point cells come to lie [um]. Chosen: a cell beyond its wall. */
const BESIDE = 15

/** The cells of a particle, beside one vessel point of the site, or anywhere where it has none. */
function settle(
  blood: World,
  site: World,
  slot: number,
  size: number,
  { isHome }: CompiledOrgan,
): readonly Settler[] {
  const { space } = site.program
  let place: Place | undefined
  return Array.from({ length: size }, () => {
    const cell = withoutPacket(carryDaughter(blood, slot))
    const draw = (use: number) => (index: number) => uniformAt(blood, ...cell.lineage, use + index)
    place ??= placeIn(site, draw(VESSEL)(0)[0])
    return { cell, ...pointIn(space, place, draw(POINT)), cause: isHome ? 'return' : 'colony' }
  })
}

function placeIn(site: World, u: number): Place {
  const { space } = site.program
  const { count, x, y, z } = presentVessels(site)
  const [left, low, bottom] = space.corner
  const [width, height, depth] = space.size
  if (count === 0) return { low: space.corner, high: [left + width, low + height, bottom + depth] }
  const row = Math.floor(u * count)
  const centre = [x[row] ?? 0, y[row] ?? 0, z[row] ?? 0] as const
  return {
    low: [centre[0] - BESIDE, centre[1] - BESIDE, centre[2] - BESIDE],
    high: [centre[0] + BESIDE, centre[1] + BESIDE, centre[2] + BESIDE],
    radius: BESIDE,
  }
}
