// Directions of fibres: the second moment of directions times the dimensions, less identity. Its components are arrays of
// `voxels` elements: xx, xy in two dimensions; xx, xy, xz, yy, yz in three.

import { f64At } from './columns.lib.as'

/** Squarings of the second moment until one direction is left: to the power 256, what is a tenth smaller falls below 1e-11. */
const SQUARINGS: i32 = 8

/** The direction along which most fibres lie, of length 1; either sign means the same. 0 where no direction is preferred. */
export let axisX: f64 = 0
export let axisY: f64 = 0
export let axisZ: f64 = 0

/** Finds the direction of most fibres in voxel v; returns the degree to which they follow it, 0 to 1. */
export function fibreAxis(fibres: usize, voxels: u32, dimensions: u32, v: u32): f64 {
  return dimensions == 2 ? axisInPlane(fibres, voxels, v) : axisInSpace(fibres, voxels, v)
}

function axisInPlane(fibres: usize, voxels: u32, v: u32): f64 {
  const xx = f64At(fibres, v)
  const xy = f64At(fibres, voxels + v)
  const degree = Math.sqrt(xx * xx + xy * xy)
  axisX = axisY = axisZ = 0
  if (degree == 0) return 0
  // Half of the angle of (xx, xy), by the formulas of the half angle.
  axisX = Math.sqrt(max(0.5 * (1 + xx / degree), 0))
  const y = Math.sqrt(max(0.5 * (1 - xx / degree), 0))
  axisY = xy < 0 ? -y : y
  return min(degree, 1)
}

function axisInSpace(fibres: usize, voxels: u32, v: u32): f64 {
  const qxx = f64At(fibres, v)
  const qxy = f64At(fibres, voxels + v)
  const qxz = f64At(fibres, 2 * voxels + v)
  const qyy = f64At(fibres, 3 * voxels + v)
  const qyz = f64At(fibres, 4 * voxels + v)
  axisX = axisY = axisZ = 0
  if (qxx == 0 && qxy == 0 && qxz == 0 && qyy == 0 && qyz == 0) return 0
  // The second moment itself: no eigenvalue below 0, sum 1.
  let xx = (1 + qxx) / 3
  let yy = (1 + qyy) / 3
  let zz = (1 - qxx - qyy) / 3
  let xy = qxy / 3
  let xz = qxz / 3
  let yz = qyz / 3
  for (let n = 0; n < SQUARINGS; n++) {
    const sxx = xx * xx + xy * xy + xz * xz
    const syy = xy * xy + yy * yy + yz * yz
    const szz = xz * xz + yz * yz + zz * zz
    const sxy = xx * xy + xy * yy + xz * yz
    const sxz = xx * xz + xy * yz + xz * zz
    const syz = xy * xz + yy * yz + yz * zz
    const scale = 1 / (sxx + syy + szz)
    xx = sxx * scale
    yy = syy * scale
    zz = szz * scale
    xy = sxy * scale
    xz = sxz * scale
    yz = syz * scale
  }
  // All columns are along the axis now; the longest has the smallest error.
  let x = xx, y = xy, z = xz
  if (yy > xx && yy >= zz) {
    x = xy
    y = yy
    z = yz
  } else if (zz > xx && zz > yy) {
    x = xz
    y = yz
    z = zz
  }
  const norm = 1 / Math.sqrt(x * x + y * y + z * z)
  axisX = x * norm
  axisY = y * norm
  axisZ = z * norm
  const largest =
    qxx * axisX * axisX + qyy * axisY * axisY - (qxx + qyy) * axisZ * axisZ +
    2 * (qxy * axisX * axisY + qxz * axisX * axisZ + qyz * axisY * axisZ)
  return max(min(0.5 * largest, 1), 0)
}
