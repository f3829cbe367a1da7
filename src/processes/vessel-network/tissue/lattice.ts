import { fnv1a32 } from '../../../math/hash.ts'
import { philox4x32, uniform } from '../../../math/philox.ts'

/*
 * The triangular lattice on which tissue is drawn. Node (i, j) stands at i a + j b, with a along x and b 60 degrees from it, both as long as
 * the spacing. Nodes at distance n from a centre are the hexagon whose corners are the six nodes n steps along the lattice's directions.
 */

/** A point in the plane of a slice [um]. */
export interface Spot {
  readonly x: number
  readonly y: number
}

/** A node of the lattice by its two numbers. */
export type Node = readonly [i: number, j: number]

/** The six neighbours of a node, in the order of their angles. */
export const DIRECTIONS: readonly Node[] = [
  [1, 0],
  [0, 1],
  [-1, 1],
  [-1, 0],
  [0, -1],
  [1, -1],
]

/** Height of a triangle of the lattice, relative to its side. */
const HEIGHT = Math.sqrt(3) / 2

const SHIFT = fnv1a32('vessel-network.irregular')

/** Where a node stands [um], relative to node (0, 0). */
export function spotOf([i, j]: Node, spacing: number): Spot {
  return { x: (i + j / 2) * spacing, y: j * HEIGHT * spacing }
}

/** Steps between two nodes of the lattice. */
export function stepsBetween([i, j]: Node, [k, l]: Node): number {
  const [a, b] = [i - k, j - l]
  return Math.max(Math.abs(a), Math.abs(b), Math.abs(a + b))
}

/** The nodes at so many steps from a centre, around it, each next to the one before. */
export function ringOf([i, j]: Node, steps: number): readonly Node[] {
  if (steps === 0) return [[i, j]]
  return DIRECTIONS.flatMap((corner, side) => {
    // From a corner the ring runs along the direction two further on.
    const along = DIRECTIONS[(side + 2) % 6] ?? corner
    return Array.from({ length: steps }, (_, k): Node => [
      i + steps * corner[0] + k * along[0],
      j + steps * corner[1] + k * along[1],
    ])
  })
}

/**
 * Where a node stands in tissue that is not regular [um]: moved by at most `most` along each axis. The numbers of the node address the draw,
 * so that every window shows the same tissue.
 */
export function shifted([i, j]: Node, spot: Spot, most: number): Spot {
  if (most === 0) return spot
  const words = new Uint32Array(4)
  philox4x32([i >>> 0, j >>> 0, 0, SHIFT], [0, 0], words)
  const u = uniform(words[0] ?? 0, words[1] ?? 0)
  const v = uniform(words[2] ?? 0, words[3] ?? 0)
  return { x: spot.x + (2 * u - 1) * most, y: spot.y + (2 * v - 1) * most }
}
