import { NO_NODE } from '../../engine/vessel-points.ts'
import { type Graph } from './graph.ts'

/** Which segments end at each node: those of node n are `segments[from[n]]` to `segments[from[n + 1] - 1]`, in order of rows. */
export interface Incidence {
  readonly from: Uint32Array
  readonly segments: Uint32Array
}

/** Returns a function that gives the segments of each node as the graph is now; lists are made anew when it has changed. */
export function bindIncidence(graph: Graph): () => Incidence {
  const rooms = {
    from: new Uint32Array(graph.kind.length + 1),
    segments: new Uint32Array(2 * graph.first.length),
  }
  let known = -1
  return () => {
    if (known !== graph.version[0]) fill(graph, rooms)
    known = graph.version[0] ?? 0
    return rooms
  }
}

function fill({ first, second, segments: used, nodes }: Graph, { from, segments }: Incidence): void {
  const rows = used[0] ?? 0
  from.fill(0)
  const count = (node: number): void => {
    from[node] = (from[node] ?? 0) + 1
  }
  for (let s = 0; s < rows; s++) {
    if (first[s] === NO_NODE) continue
    count(first[s] ?? 0)
    count(second[s] ?? 0)
  }
  let total = 0
  const last = nodes[0] ?? 0
  for (let n = 0; n <= last; n++) {
    total += from[n] ?? 0
    from[n] = total
  }
  from.fill(total, last + 1)
  // Each entry is the end of its node and runs down to its beginning, so the last segments are listed first.
  const list = (node: number, segment: number): void => {
    const place = (from[node] ?? 0) - 1
    from[node] = place
    segments[place] = segment
  }
  for (let s = rows - 1; s >= 0; s--) {
    if (first[s] === NO_NODE) continue
    list(second[s] ?? 0, s)
    list(first[s] ?? 0, s)
  }
}

/** Number of segments that end at a node. */
export function degreeOf({ from }: Incidence, node: number): number {
  return (from[node + 1] ?? 0) - (from[node] ?? 0)
}

/** The node at the other end of a segment. */
export function otherEnd({ first, second }: Graph, segment: number, node: number): number {
  const other = first[segment] === node ? second[segment] : first[segment]
  return other ?? 0
}
