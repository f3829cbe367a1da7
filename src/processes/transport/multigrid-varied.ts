import {
  type Faces,
  type LevelArrays,
  cellsOf,
  eachCell,
  faceAt,
  faceStep,
  neighbours,
  restrict,
} from './multigrid.ts'
import type { MeshLevel } from './multigrid-mesh.ts'

/* The plain form of the solver where diffusion varies in space; smoothing, residuals and cycles are those of multigrid.ts. */

const AXES = [0, 1, 2] as const

/** Faces of a coarser level: means over the fine faces that make a coarse one, weighted by area. */
export function coarserFaces(level: MeshLevel, fine: Faces, coarse: MeshLevel): Faces {
  const across = (axis: 0 | 1 | 2): Float64Array => {
    const means = emptyFaces(coarse, axis)
    eachFace(level, axis, (at) => {
      const n = level.axes[axis].n
      const i = at[axis] ?? 0
      // Fine faces within a coarse cell count nowhere; the one behind an odd last cell is the last.
      if (i % 2 === 1 && i !== n) return
      const share = AXES.filter((other) => other !== axis).reduce<number>(
        (product, other) => product * (level.axes[other].share[at[other] ?? 0] ?? 0),
        1,
      )
      const target = at.map((a, other) => (other === axis ? Math.ceil(a / 2) : a >> 1))
      const place = faceAt(coarse, axis, target)
      means[place] = (means[place] ?? 0) + share * (fine[axis][faceAt(level, axis, at)] ?? 0)
    })
    return means
  }
  return [across(0), across(1), across(2)]
}

function emptyFaces({ axes: [x, y, z] }: MeshLevel, axis: number): Float64Array {
  return new Float64Array(
    (x.n + (axis === 0 ? 1 : 0)) * (y.n + (axis === 1 ? 1 : 0)) * (z.n + (axis === 2 ? 1 : 0)),
  )
}

/** Visits every face across an axis: that before each cell, and the one behind the last. */
function eachFace(level: MeshLevel, axis: 0 | 1 | 2, visit: (at: readonly number[]) => void): void {
  eachCell(level, (_, i, j, k) => {
    const at = [i, j, k]
    visit(at)
    if (at[axis] === level.axes[axis].n - 1) visit(at.map((a, other) => (other === axis ? a + 1 : a)))
  })
}

/** Faces of the finest level by a function of axis and cell behind them; closed ends are 0, a ring's ends are one face. */
export function facesOf(level: MeshLevel, passes: (axis: number, at: readonly number[]) => number): Faces {
  const across = (axis: 0 | 1 | 2): Float64Array => {
    const faces = emptyFaces(level, axis)
    const { n, low, high, isPeriodic } = level.axes[axis]
    eachFace(level, axis, (at) => {
      const i = at[axis] ?? 0
      const isOpen = i < n ? (low[i] ?? 0) > 0 : (high[n - 1] ?? 0) > 0
      const place = faceAt(level, axis, at)
      if (i === n && isPeriodic) faces[place] = faces[place - n * faceStep(level, axis)] ?? 0
      else faces[place] = isOpen ? passes(axis, at) : 0
    })
    return faces
  }
  return [across(0), across(1), across(2)]
}

/** All levels: sinks are means of the finer ones, each bounded by what its own couplings bring, s t / (t + bound s). */
export function coarsenVaried(
  levels: readonly MeshLevel[],
  sink: Float64Array,
  finest: Faces,
  bound: number,
): readonly LevelArrays[] {
  let current = { sink, faces: finest }
  return levels.map((level, index) => {
    const finer = levels[index - 1]
    if (finer !== undefined) {
      const bounded = boundSinks(finer, current.sink, current.faces, bound)
      current = {
        sink: restrict(finer, bounded, level),
        faces: coarserFaces(finer, current.faces, level),
      }
    }
    const zeros = (): Float64Array => new Float64Array(cellsOf(level))
    return { level, correction: zeros(), residual: zeros(), ...current }
  })
}

function boundSinks(level: MeshLevel, sink: Float64Array, faces: Faces, bound: number): Float64Array {
  const bounded = new Float64Array(sink.length)
  eachCell(level, (v, i, j, k) => {
    const { weight } = neighbours({ level, faces }, () => 0, v, [i, j, k])
    const s = sink[v] ?? 0
    bounded[v] = (s * weight) / (weight + bound * s)
  })
  return bounded
}
