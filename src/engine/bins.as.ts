// Cells sorted into the cells of a uniform grid: that of the neighbour search, and the voxels of the mesh.

import { f64At, u32At } from '../kernels/as/columns.lib.as'
import { cornerAt, edgeAt, shapeAt, within } from './grid.lib.as'

/** Grid cell of each of the cells [begin, end) into `home`. */
export function grid_homes(x: usize, y: usize, z: usize, geometry: usize, home: usize, begin: u32, end: u32): void {
  const cornerX = cornerAt(geometry, 0)
  const cornerY = cornerAt(geometry, 1)
  const cornerZ = cornerAt(geometry, 2)
  const edgeX = edgeAt(geometry, 0)
  const edgeY = edgeAt(geometry, 1)
  const edgeZ = edgeAt(geometry, 2)
  const nx = shapeAt(geometry, 0)
  const ny = shapeAt(geometry, 1)
  const nz = shapeAt(geometry, 2)
  for (let i = begin; i < end; i++) {
    const cx = within(<i32>Math.floor((f64At(x, i) - cornerX) / edgeX), nx)
    const cy = within(<i32>Math.floor((f64At(y, i) - cornerY) / edgeY), ny)
    const cz = within(<i32>Math.floor((f64At(z, i) - cornerZ) / edgeZ), nz)
    store<u32>(home + (<usize>i << 2), (cz * ny + cy) * nx + cx)
  }
}

/**
 * Counting sort of `count` cells by their grid cell: `places` holds that when it begins and the rank of each cell when it
 * ends; `start` [cells + 1] is where each grid cell begins. Within a grid cell the order is that of the slots. Serial:
 * measured at 2 to 4 ns per cell, where the search takes 600.
 */
export function grid_sort(start: usize, places: usize, cells: u32, count: u32): void {
  memory.fill(start, 0, <usize>(cells + 1) << 2)
  for (let i: u32 = 0; i < count; i++) {
    const counter = start + (<usize>(u32At(places, i) + 1) << 2)
    store<u32>(counter, load<u32>(counter) + 1)
  }
  // Entry c becomes the beginning of c; while cells are placed it runs on to the beginning of c + 1.
  let total: u32 = 0
  for (let c: u32 = 0; c <= cells; c++) {
    total += u32At(start, c)
    store<u32>(start + (<usize>c << 2), total)
  }
  for (let i: u32 = 0; i < count; i++) {
    const cursor = start + (<usize>u32At(places, i) << 2)
    const place = load<u32>(cursor)
    store<u32>(cursor, place + 1)
    store<u32>(places + (<usize>i << 2), place)
  }
  // Now each entry holds the beginning of the next.
  for (let c = cells; c > 0; c--) store<u32>(start + (<usize>c << 2), u32At(start, c - 1))
  store<u32>(start, 0)
}

/**
 * Sorts cells into the voxels of the mesh, given the voxel of each [count]: `order` [count] lists the slots voxel by voxel
 * in ascending order, voxel v has `counts[v]` of them from `firsts[v]`.
 */
export function voxels_sort(voxelOf: usize, firsts: usize, counts: usize, order: usize, voxels: u32, count: u32): void {
  memory.fill(counts, 0, <usize>voxels << 2)
  for (let i: u32 = 0; i < count; i++) {
    const counter = counts + (<usize>u32At(voxelOf, i) << 2)
    store<u32>(counter, load<u32>(counter) + 1)
  }
  let total: u32 = 0
  for (let v: u32 = 0; v < voxels; v++) {
    store<u32>(firsts + (<usize>v << 2), total)
    total += u32At(counts, v)
  }
  // Firsts run on while slots are listed, and are set back after.
  for (let i: u32 = 0; i < count; i++) {
    const cursor = firsts + (<usize>u32At(voxelOf, i) << 2)
    const place = load<u32>(cursor)
    store<u32>(order + (<usize>place << 2), i)
    store<u32>(cursor, place + 1)
  }
  for (let v: u32 = 0; v < voxels; v++) {
    const first = firsts + (<usize>v << 2)
    store<u32>(first, load<u32>(first) - u32At(counts, v))
  }
}
