/** A domain's edges [um] as text [mm]: two of a slice, which is one `voxel` [um] thick, and three of a block. */
export function domainSize(edges: readonly number[], voxel: number, times: string, digits: number): string {
  const isSlice = Math.round((edges[2] ?? 0) / voxel) <= 1
  const told = isSlice ? edges.slice(0, 2) : edges
  return `${told.map((edge) => (edge / 1000).toFixed(digits)).join(times)} mm`
}
