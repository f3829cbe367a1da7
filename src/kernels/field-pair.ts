/** The plain form of `fields.lib.as.ts`: a field [voxels] and what rounding it to f32 left over. */
export interface FieldPair {
  readonly field: Float32Array
  readonly remainder: Float32Array
}

/** Value of voxel v; a remainder that does not belong to the value is not counted. */
export function pairAt({ field, remainder }: FieldPair, v: number): number {
  const high = field[v] ?? 0
  const low = remainder[v] ?? 0
  return high + (Math.fround(high + low) === high ? low : 0)
}

/** Smaller values become zero; fields.lib.as.ts says why. */
const TINY = 1e-28

/** Sets voxel v. */
export function setPair({ field, remainder }: FieldPair, v: number, value: number): void {
  const kept = Math.abs(value) < TINY ? 0 : value
  field[v] = kept
  remainder[v] = kept - (field[v] ?? 0)
}
