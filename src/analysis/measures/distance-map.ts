import type { Space } from '../../engine/space.ts'

/** Stands for "no such voxel" in squared distances: beyond any domain, and its sums stay exact enough to be told apart. */
const FAR = 1e30

/**
 * Distance [um] from each voxel's centre to the nearest centre of a voxel that is marked, [nz ny nx]; Infinity when none is.
 * Exact: one pass of lower envelopes of parabolas per axis (Felzenszwalb and Huttenlocher 2012, doi:10.4086/toc.2012.v008a019).
 */
export function distanceMap(space: Space, isMarked: (voxel: number) => boolean): Float64Array {
  const [nx, ny, nz] = space.shape
  const squares = Float64Array.from({ length: nx * ny * nz }, (_, voxel) => (isMarked(voxel) ? 0 : FAR))
  const along = (
    axis: 0 | 1 | 2,
    n: number,
    stride: number,
    starts: readonly [number, number, number, number],
  ) => {
    const [countA, strideA, countB, strideB] = starts
    if (n === 1) return
    const line = createLine(n, space.boundary[axis] === 'periodic')
    for (let b = 0; b < countB; b++) {
      for (let a = 0; a < countA; a++) transformLine(squares, a * strideA + b * strideB, stride, line)
    }
  }
  along(0, nx, 1, [ny, nx, nz, nx * ny])
  along(1, ny, nx, [nx, 1, nz, nx * ny])
  along(2, nz, nx * ny, [nx, 1, ny, nx])
  return squares.map((square) => (square >= FAR ? Number.POSITIVE_INFINITY : space.voxel * Math.sqrt(square)))
}

/** Working memory of one axis; a periodic line is unrolled over half a period to both sides. */
interface Line {
  readonly n: number
  /** Voxels before the first. */
  readonly pad: number
  readonly values: Float64Array
  /** Places of the parabolas of the envelope. */
  readonly places: Int32Array
  /** Where each of them begins to be the lowest. */
  readonly begins: Float64Array
}

function createLine(n: number, isPeriodic: boolean): Line {
  const pad = isPeriodic ? Math.ceil(n / 2) : 0
  const length = n + 2 * pad
  return {
    n,
    pad,
    values: new Float64Array(length),
    places: new Int32Array(length),
    begins: new Float64Array(length + 1),
  }
}

function transformLine(squares: Float64Array, start: number, stride: number, line: Line): void {
  const { n, pad, values, places, begins } = line
  for (let k = 0; k < values.length; k++) {
    values[k] = squares[start + ((k - pad + n) % n) * stride] ?? FAR
  }
  const last = lowerEnvelope(line)
  if (last < 0) return
  let k = 0
  for (let place = pad; place < pad + n; place++) {
    while (k < last && (begins[k + 1] ?? 0) < place) k += 1
    const from = places[k] ?? 0
    squares[start + (place - pad) * stride] = (place - from) * (place - from) + (values[from] ?? 0)
  }
}

/** Fills in the envelope; returns the number of its last parabola, -1 when there is none. */
function lowerEnvelope({ values, places, begins }: Line): number {
  let last = -1
  for (let place = 0; place < values.length; place++) {
    const value = values[place] ?? FAR
    if (value >= FAR) continue
    let begin = Number.NEGATIVE_INFINITY
    while (last >= 0) {
      const other = places[last] ?? 0
      const low = values[other] ?? 0
      begin = (value + place * place - low - other * other) / (2 * (place - other))
      if (begin > (begins[last] ?? 0)) break
      last -= 1
      begin = Number.NEGATIVE_INFINITY
    }
    last += 1
    places[last] = place
    begins[last] = begin
  }
  return last
}
