import { type Drawing, type Frame, between, insideFrame, isInFrame } from './drawing.ts'

/** Part of a drawing in a window: cut ends are held at the pressure that they have in the whole. */
export interface Window extends Drawing {
  /** Rows of the ends that the window made. */
  readonly cuts: readonly number[]
  /** Pressure of every spot in the whole [mmHg]. */
  readonly pressures: readonly number[]
}

/** A stub shorter than this is left out [um]. Chosen: it would stand for nothing that a voxel resolves. */
const STUB = 1

/** Cuts what lies outside of a rectangle off, so that what is left carries the flow that it has in the whole. */
export function windowOf(drawing: Drawing, pressures: ArrayLike<number>, frame: Frame): Window {
  const window = { spots: [], tubes: [], held: new Map(), cuts: [], pressures: [] } as Mutable
  const rows = new Map<number, number>()
  const keep = (row: number): number => {
    const known = rows.get(row)
    if (known !== undefined) return known
    const spot = drawing.spots[row] ?? ORIGIN
    const made = window.spots.push(spot) - 1
    window.pressures.push(pressures[row] ?? 0)
    const pressure = drawing.held.get(row)
    if (pressure !== undefined) window.held.set(made, pressure)
    rows.set(row, made)
    return made
  }
  for (const { first, second, radius } of drawing.tubes) {
    const [a, b] = [drawing.spots[first] ?? ORIGIN, drawing.spots[second] ?? ORIGIN]
    const range = insideFrame(a, b, frame)
    if (range === undefined) continue
    const length = Math.sqrt((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y))
    if ((range[1] - range[0]) * length < STUB) continue
    const end = (row: number, share: number): number => {
      if (isInFrame(drawing.spots[row] ?? ORIGIN, frame)) return keep(row)
      const pressure = (pressures[first] ?? 0) + share * ((pressures[second] ?? 0) - (pressures[first] ?? 0))
      const made = window.spots.push(between(a, b, share)) - 1
      window.pressures.push(pressure)
      window.held.set(made, pressure)
      window.cuts.push(made)
      return made
    }
    window.tubes.push({ first: end(first, range[0]), second: end(second, range[1]), radius })
  }
  return window
}

const ORIGIN = { x: 0, y: 0 }

/** While it is made. */
interface Mutable extends Drawing {
  readonly cuts: number[]
  readonly pressures: number[]
}

/** A window with a spot at every node: tubes are cut into as many pieces as the spacing of nodes asks for [um]. Spots of the window come first. */
export function subdivided(window: Window, spacing: number): Window {
  const spots = [...window.spots]
  const pressures = [...window.pressures]
  const tubes = window.tubes.flatMap(({ first, second, radius }) => {
    const [a, b] = [window.spots[first] ?? ORIGIN, window.spots[second] ?? ORIGIN]
    const [low, high] = [window.pressures[first] ?? 0, window.pressures[second] ?? 0]
    const length = Math.sqrt((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y))
    const pieces = Math.max(1, Math.round(length / spacing))
    const rows = Array.from({ length: pieces - 1 }, (_, k) => {
      const share = (k + 1) / pieces
      pressures.push(low + share * (high - low))
      return spots.push(between(a, b, share)) - 1
    })
    const all = [first, ...rows, second]
    return rows.concat(second).map((row, k) => ({ first: all[k] ?? first, second: row, radius }))
  })
  return { ...window, spots, tubes, pressures }
}
