import type { Program } from './program.ts'
import type { World } from './world.ts'

/*
 * Where vessels are. Without `vessel network` they are the points of the program and stay. With it they are nodes of a graph that
 * grows and regresses: rows of the groups `vessel` and `segment`, of which the first `network.nodes` and `network.segments` may be in use.
 * ADR 26 lists the columns.
 */

/** What a node is: `vessel.kind`. */
export const NODE_ABSENT = 0
/** Its pressure is given: where blood enters or leaves, or a vessel that runs across a slice. */
export const NODE_HELD = 1
/** Part of a vessel. */
export const NODE_WALL = 2
/** The tip of a sprout: carries no blood yet. */
export const NODE_TIP = 3

/** Rows of nodes that may be in use, rows of segments, and a number that grows whenever the graph changes. */
export const NETWORK_NODES = 'network.nodes'
export const NETWORK_SEGMENTS = 'network.segments'
export const NETWORK_VERSION = 'network.version'
/** A number that grows whenever `vessel.carries`, `vessel.flow` or `vessel.leak` change. */
export const NETWORK_REVISION = 'network.revision'

/** By row: the node whose blood is like that which comes in from outside; there where a tissue's pattern is cut by the domain. */
export const NODE_LIKE = 'vessel.like'
/** What `vessel.like`, `segment.first` and `segment.second` hold where there is none. */
export const NO_NODE = 0xffffffff

/** Vessel points at an instant; rows of absent nodes are among them where `kind` is there. */
export interface VesselPoints {
  readonly count: number
  /** [um] */
  readonly x: Float64Array
  readonly y: Float64Array
  readonly z: Float64Array
  /** By row, as in `NODE_*`; absent where vessels do not live: then every point is one. */
  readonly kind?: Uint8Array
  /** Changes when points come, go or move. */
  readonly version: number
}

/** Whether vessels of a program grow and regress. */
export function hasLivingVessels(program: Program): boolean {
  return program.vesselRoom !== undefined
}

/** Where vessels are now. Views of a living network hold until the layout of the world changes. */
export function vesselPoints(world: World): VesselPoints {
  return hasLivingVessels(world.program) ? livingPoints(world) : stayingPoints(world.program)
}

function livingPoints(world: World): VesselPoints {
  const count = world.u32(NETWORK_NODES)[0] ?? 0
  const axis = (name: string): Float64Array => world.f64(name).subarray(0, count)
  return {
    count,
    x: axis('vessel.x'),
    y: axis('vessel.y'),
    z: axis('vessel.z'),
    kind: world.u8('vessel.kind').subarray(0, count),
    version: world.u32(NETWORK_VERSION)[0] ?? 0,
  }
}

const there = new WeakMap<World, VesselPoints>()

/**
 * The vessel points that there are, without rows that are free: a copy, the same object as long as the network does not change.
 * Without a network it is the points of the program.
 */
export function presentVessels(world: World): VesselPoints {
  const now = vesselPoints(world)
  const { kind } = now
  if (kind === undefined) return now
  const known = there.get(world)
  if (known?.version === now.version) return known
  const rows = Array.from(kind.keys()).filter((row) => kind[row] !== NODE_ABSENT)
  const axis = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row] ?? 0)
  const points = {
    count: rows.length,
    x: axis(now.x),
    y: axis(now.y),
    z: axis(now.z),
    kind: Uint8Array.from(rows, (row) => kind[row] ?? 0),
    version: now.version,
  }
  there.set(world, points)
  return points
}

/** Why a program has no vessels; undefined when it has. */
export function lacksVessels({ vessels, vesselRoom }: Program): string | undefined {
  return vessels.length === 0 && vesselRoom === undefined ? 'the model has no vessels' : undefined
}

const staying = new WeakMap<Program, VesselPoints>()

function stayingPoints(program: Program): VesselPoints {
  const known = staying.get(program)
  if (known !== undefined) return known
  const along = (axis: 'x' | 'y' | 'z'): Float64Array =>
    Float64Array.from(program.vessels, (point) => point[axis])
  const points = {
    count: program.vessels.length,
    x: along('x'),
    y: along('y'),
    z: along('z'),
    version: 0,
  }
  staying.set(program, points)
  return points
}
