/** Shortest edge that is told in millimetres [um]. Chosen: below it they would be zeros. */
const SHORTEST = 50

/** A domain's edges [um] as text [mm], or [um] where all are short: two of a slice, which is one `voxel` [um] thick, and three of a block. */
export function domainSize(edges: readonly number[], voxel: number, times: string, digits: number): string {
  const isSlice = Math.round((edges[2] ?? 0) / voxel) <= 1
  const told = isSlice ? edges.slice(0, 2) : edges
  if (told.every((edge) => edge < SHORTEST))
    return `${told.map((edge) => edge.toFixed(0)).join(times)} \u00b5m`
  return `${told.map((edge) => (edge / 1000).toFixed(digits)).join(times)} mm`
}
