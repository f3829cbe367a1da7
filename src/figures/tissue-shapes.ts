import { HYPOXIC } from '../analysis/measures/fields.ts'
import type { FibreColumns, FieldSummary, NetworkColumns } from '../analysis/summary.ts'
import { mixHex } from './colour-space.ts'
import { tissueGround, vesselWall } from './palette.ts'
import { element } from './svg.ts'
import { flowRange, flowShare } from './vessel-map.ts'

/** Vessels without flow. Chosen: grey and hollow, so that no colour is needed to tell them. */
export const EMPTY_VESSEL = '#b4bcc8'
/** Tips of sprouts. Chosen: brighter than any vessel. */
export const TIP_COLOUR = '#ffe9b0'
/** Fibres of the matrix. Chosen: of collagen in a second-harmonic picture, paler than any stroma. */
export const FIBRE_COLOUR = '#d9cbb0'
/** Line around what lacks oxygen. Chosen: white and dashed, seen on any cell and any level of a field. */
export const CONTOUR_COLOUR = '#ffffff'

/** Classes of width in which tubes are drawn; chosen: a path each, and more cannot be told apart. */
const CLASSES = 6
/** Width of a tube with the least and with the most flow, in widths of its lumen; chosen: who carries the blood is seen first. */
const THIN = 0.55
const THICK = 1.25
/** Least width of a tube [um]; chosen: seen where a millimetre is a column wide. */
const LEAST_WIDTH = 3.5
/** Dark line on both sides of a tube [um]. */
const CASING = 1.2

/** The tubes of a network: wide and bright where much blood flows, hollow where none does; heads of arrows at tips. */
export function vesselTubes(network: NetworkColumns): string {
  const range = flowRange(network.flow)
  const share = (flow: number): number => (range === undefined ? 0 : flowShare(flow, range))
  const paths = new Map<string, { readonly colour: string; readonly width: number; d: string }>()
  network.ends.forEach((ends, tube) => {
    const flow = network.flow[tube] ?? 0
    const level = Math.round((CLASSES - 1) * share(flow)) / (CLASSES - 1)
    const lumen = 2 * (network.radius[tube] ?? 0)
    const width = Math.max(
      LEAST_WIDTH,
      Math.round(2 * lumen * (flow === 0 ? THIN : THIN + (THICK - THIN) * level)) / 2,
    )
    const colour = flow === 0 ? EMPTY_VESSEL : mixHex(vesselWall, '#ffffff', 0.3 * level)
    const key = `${width} ${colour}`
    const path = paths.get(key) ?? { colour, width, d: '' }
    path.d += lineOf(ends)
    paths.set(key, path)
  })
  const all = [...paths.values()].toSorted((a, b) => a.width - b.width)
  const drawn = (d: string, colour: string, width: number): string =>
    element('path', { d, stroke: colour, 'stroke-width': width })
  const casing = all.map(({ d, width }) => drawn(d, tissueGround, width + 2 * CASING))
  const bodies = all.map(({ d, width, colour }) => drawn(d, colour, width))
  const hollow = all
    .filter(({ colour }) => colour === EMPTY_VESSEL)
    .map(({ d, width }) => drawn(d, tissueGround, 0.42 * width))
  const lines = [...casing, ...bodies, ...hollow].join('')
  return `<g fill="none" stroke-linecap="round">${lines}</g>${network.tips.map(tipHead).join('')}`
}

function lineOf([ax, ay, bx, by]: NetworkColumns['ends'][number]): string {
  return `M${ax} ${-ay}L${bx} ${-by}`
}

/** Length of the head of a sprout [um]. */
const HEAD = 16

/** The head of an arrow at the tip of a sprout; a dot before it went anywhere. */
function tipHead([x, y, dx, dy]: NetworkColumns['tips'][number]): string {
  const look = { fill: TIP_COLOUR, stroke: tissueGround, 'stroke-width': 1 }
  if (dx === 0 && dy === 0) return element('circle', { cx: x, cy: -y, r: HEAD / 4, ...look })
  const at = (along: number, across: number): string =>
    `${short(x + HEAD * (along * dx - across * dy))} ${short(-(y + HEAD * (along * dy + across * dx)))}`
  return element('path', { d: `M${at(0.7, 0)}L${at(-0.3, 0.4)}L${at(-0.3, -0.4)}Z`, ...look })
}

/** Classes of opacity in which strokes are drawn; chosen: a path each. */
const SHADES = 5
/** Share of the volume from which on strokes are as opaque as they get, and opacity without and with one direction; chosen as in the Lab. */
const DENSE = 0.15
const FAINT = 0.5
const CLEAR = 0.95
/** Length of a stroke without and with one direction, in voxels; chosen likewise. */
const SHORT = 0.45
const LONG = 1.15
/** Least alignment that is drawn; chosen as in the Lab. */
const LEAST_DEGREE = 0.02
/** Least distance of strokes [pt]; chosen: closer ones are a grey veil. */
const LEAST_DISTANCE = 3

/** Fibres as strokes along their direction, the longer the more of them lie one way; `scale` is that of the picture [pt/um]. */
export function fibreStrokes({ nx, voxel, origin, x, y, density }: FibreColumns, scale: number): string {
  const every = Math.max(1, Math.ceil(LEAST_DISTANCE / (voxel * scale)))
  const shades = Array.from({ length: SHADES }, () => '')
  density.forEach((share, index) => {
    const [column, row] = [index % nx, Math.floor(index / nx)]
    if (column % every !== 0 || row % every !== 0) return
    const [alongX, alongY] = [x[index] ?? 0, y[index] ?? 0]
    const degree = Math.min(1, Math.hypot(alongX, alongY))
    const opacity = Math.sqrt(Math.min(1, share / DENSE)) * (FAINT + (CLEAR - FAINT) * degree)
    const shade = Math.round((SHADES - 1) * opacity)
    if (degree < LEAST_DEGREE || shade === 0) return
    const half = (every * voxel * (SHORT + (LONG - SHORT) * degree)) / 2 / degree
    const [middleX, middleY] = [origin[0] + (column + 0.5) * voxel, origin[1] + (row + 0.5) * voxel]
    shades[shade] +=
      `M${short(middleX - half * alongX)} ${short(-(middleY - half * alongY))}l${short(2 * half * alongX)} ${short(-2 * half * alongY)}`
  })
  const paths = shades.map((d, shade) =>
    d === ''
      ? ''
      : element('path', { d, opacity: shade / (SHADES - 1), 'stroke-width': 0.06 * voxel * every }),
  )
  return element('g', { stroke: FIBRE_COLOUR, fill: 'none', 'stroke-linecap': 'round' }, paths.join(''))
}

/** The line around what is below `level` of a field, straight between voxel centres; empty where nothing or everything is. */
export function contourPath({ nx, ny, voxel, origin, values }: FieldSummary, level: number): string {
  const value = (i: number, j: number): number => values[j * nx + i] ?? level
  const place = (i: number, j: number): readonly [number, number] => [
    origin[0] + (i + 0.5) * voxel,
    -(origin[1] + (j + 0.5) * voxel),
  ]
  let d = ''
  for (let j = 0; j + 1 < ny; j++)
    for (let i = 0; i + 1 < nx; i++) {
      const corners = [
        [i, j],
        [i + 1, j],
        [i + 1, j + 1],
        [i, j + 1],
      ] as const
      const crossings = corners.flatMap(([ci, cj], side) => {
        const [ni, nj] = corners[(side + 1) % 4] ?? [ci, cj]
        const [here, next] = [value(ci, cj), value(ni, nj)]
        if (here < level === next < level) return []
        const share = (level - here) / (next - here)
        const [from, to] = [place(ci, cj), place(ni, nj)]
        return [`${short(from[0] + share * (to[0] - from[0]))} ${short(from[1] + share * (to[1] - from[1]))}`]
      })
      for (let pair = 0; pair + 1 < crossings.length; pair += 2)
        d += `M${crossings[pair]}L${crossings[pair + 1]}`
    }
  return d
}

/** The line around what lacks oxygen, where a picture has it; `width` is that of the line [um]. */
export function hypoxiaLine(fields: readonly FieldSummary[], width: number): string {
  const oxygen = fields.find(({ substrate, unit }) => substrate === 'oxygen' && unit === 'mmHg')
  const d = oxygen === undefined ? '' : contourPath(oxygen, HYPOXIC)
  if (d === '') return ''
  const line = { d, fill: 'none', 'stroke-linecap': 'round' }
  return (
    element('path', { ...line, stroke: tissueGround, 'stroke-width': 2.4 * width, opacity: 0.55 }) +
    element('path', { ...line, stroke: CONTOUR_COLOUR, 'stroke-width': width })
  )
}

function short(value: number): number {
  const rounded = Math.round(value * 10) / 10
  return rounded === 0 ? 0 : rounded
}
