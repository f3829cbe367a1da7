/** The plain form of `fibres.lib.as.ts`: the direction along which most fibres lie, and the degree to which they do. */
export interface FibreAxis {
  /** Of length 1, of either sign; 0 where no direction is preferred. */
  readonly axis: readonly [number, number, number]
  /** 0 to 1. */
  readonly degree: number
}

const NONE: FibreAxis = { axis: [0, 0, 0], degree: 0 }

/** The axis of a tensor of fibres: xx, xy in two dimensions; xx, xy, xz, yy, yz in three. */
export function fibreAxis(tensor: readonly number[]): FibreAxis {
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = tensor
  return tensor.length === 2 ? axisInPlane(a, b) : axisInSpace([a, b, c, d, e])
}

function axisInPlane(xx: number, xy: number): FibreAxis {
  const degree = Math.sqrt(xx * xx + xy * xy)
  if (degree === 0) return NONE
  const x = Math.sqrt(Math.max(0.5 * (1 + xx / degree), 0))
  const y = Math.sqrt(Math.max(0.5 * (1 - xx / degree), 0))
  return { axis: [x, xy < 0 ? -y : y, 0], degree: Math.min(degree, 1) }
}

/** Squarings of the second moment until one direction is left. */
const SQUARINGS = 8

type Moment = readonly [xx: number, xy: number, xz: number, yy: number, yz: number, zz: number]

function axisInSpace(tensor: readonly [number, number, number, number, number]): FibreAxis {
  const [qxx, qxy, qxz, qyy, qyz] = tensor
  if (tensor.every((component) => component === 0)) return NONE
  let moment: Moment = [(1 + qxx) / 3, qxy / 3, qxz / 3, (1 + qyy) / 3, qyz / 3, (1 - qxx - qyy) / 3]
  for (let n = 0; n < SQUARINGS; n++) moment = squared(moment)
  const [xx, xy, xz, yy, yz, zz] = moment
  let column: readonly [number, number, number] = [xx, xy, xz]
  if (yy > xx && yy >= zz) column = [xy, yy, yz]
  else if (zz > xx && zz > yy) column = [xz, yz, zz]
  const norm = 1 / Math.sqrt(column[0] * column[0] + column[1] * column[1] + column[2] * column[2])
  const [x, y, z] = [column[0] * norm, column[1] * norm, column[2] * norm]
  const largest =
    qxx * x * x + qyy * y * y - (qxx + qyy) * z * z + 2 * (qxy * x * y + qxz * x * z + qyz * y * z)
  return { axis: [x, y, z], degree: Math.max(Math.min(0.5 * largest, 1), 0) }
}

/** The square of a symmetric matrix, scaled to trace 1. */
function squared([xx, xy, xz, yy, yz, zz]: Moment): Moment {
  const sxx = xx * xx + xy * xy + xz * xz
  const syy = xy * xy + yy * yy + yz * yz
  const szz = xz * xz + yz * yz + zz * zz
  const sxy = xx * xy + xy * yy + xz * yz
  const sxz = xx * xz + xy * yz + xz * zz
  const syz = xy * xz + yy * yz + yz * zz
  const scale = 1 / (sxx + syy + szz)
  return [sxx * scale, sxy * scale, sxz * scale, syy * scale, syz * scale, szz * scale]
}
