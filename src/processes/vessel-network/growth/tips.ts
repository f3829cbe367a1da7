import { NODE_TIP, NODE_WALL } from '../../../engine/vessel-points.ts'
import { bindUniform, stream, uniformAt } from '../../../engine/random.ts'
import { degreeOf } from '../incidence.ts'
import type { CompiledSprouting } from './compile.ts'
import { type Surroundings, leaveSideways, normalise, randomDirection, steer } from './direction.ts'
import { type MatrixView, viewMatrix } from './matrix.ts'
import { JOINED, STOPPED, WAITS, reachOut } from './reach.ts'
import { chance } from './response.ts'
import { type Sense, senseOf } from './senses.ts'
import { type Growth, type TipColumns, neighboursOf, vanish } from './state.ts'

const TURN = stream('vessel-network.turn')
const BRANCH = stream('vessel-network.branch')
const FORK = stream('vessel-network.fork')

/** Walls that pericytes cover to this share have matured and do not retract. Chosen: half. */
const MATURE = 0.5

/** What the advance of tips needs beside the growth itself. */
interface Advance {
  readonly growth: Growth
  readonly tips: TipColumns
  readonly sprouting: CompiledSprouting
  readonly sense: Sense
  readonly matrix: MatrixView
  readonly around: Surroundings
  /** Uniform numbers for branching, by row. */
  readonly draw: (low: number, high: number) => number
}

/** Binds the advance of all tips, in the order of rows; those that come in this step begin with the next. */
export function bindTips(growth: Growth): () => void {
  const { world, graph, tables, tips } = growth
  const { by, sprouting } = tables
  if (by === undefined || sprouting === undefined || tips === undefined) return () => undefined
  const matrix = viewMatrix(world)
  const vector = (): Float64Array => new Float64Array(3)
  const fibres =
    sprouting.steering.fibres > 0 && matrix.fibres !== undefined ? { fibres: new Float64Array(9) } : {}
  const around = { direction: vector(), gradient: vector(), level: 0, random: vector(), ...fibres }
  const draw = bindUniform(world, BRANCH)
  const advance = { growth, tips, sprouting, sense: senseOf(world, by), matrix, around, draw }
  const list = new Uint32Array(graph.kind.length)
  return () => {
    let count = 0
    const rows = graph.nodes[0] ?? 0
    for (let row = 0; row < rows; row++) {
      if (graph.kind[row] === NODE_TIP) list[count++] = row
    }
    for (let k = 0; k < count; k++) moveTip(advance, list[k] ?? 0)
  }
}

/** One tip in one step: it waits or retracts where it feels too little, and goes on where it feels enough. */
function moveTip(advance: Advance, tip: number): void {
  const { growth, tips, sprouting, draw } = advance
  const { graph, level, activation, dt, tables } = growth
  // Another tip may have fused with it before its turn.
  if (graph.kind[tip] !== NODE_TIP) return
  if ((level[tip] ?? 0) < sprouting.least) {
    stand(advance, tip)
    return
  }
  tips.starved[tip] = 0
  const reach = Math.max(tips.reach[tip] ?? 0, 0) + speedOf(advance, tip) * dt
  tips.reach[tip] = reach
  if (sprouting.branching > 0 && draw(tip, 0) < chance(sprouting.branching * (activation[tip] ?? 0), dt))
    fork(advance, tip)
  else if (reach >= tables.spacing) goOn(advance, tip)
}

/** Speed [um/min] of a tip: what it feels makes it faster, matrix slower. */
function speedOf({ growth, sprouting, matrix }: Advance, tip: number): number {
  const { graph, activation } = growth
  const { slowest, fastest, matrix: most } = sprouting
  const free = slowest + (fastest - slowest) * (activation[tip] ?? 0)
  if (most === undefined || matrix.density === undefined) return free
  const density = matrix.density(graph.x[tip] ?? 0, graph.y[tip] ?? 0, graph.z[tip] ?? 0)
  return free * Math.min(Math.max(1 - density / most, 0), 1)
}

/** A tip without what attracts it: stands, and after a while goes back node by node at its slowest speed. */
function stand({ growth, tips, sprouting }: Advance, tip: number): void {
  const { dt, tables } = growth
  const starved = (tips.starved[tip] ?? 0) + dt
  tips.starved[tip] = starved
  if (starved <= sprouting.patience) return
  const reach = Math.min(tips.reach[tip] ?? 0, 0) - sprouting.slowest * dt
  tips.reach[tip] = reach
  if (reach <= -tables.spacing) retract(growth, tips, tip)
}

/** Takes the tip away; the wall behind it becomes the tip where nothing else hangs on it and it has not matured. */
function retract(growth: Growth, tips: TipColumns, tip: number): void {
  const { graph } = growth
  const [behind] = neighboursOf(growth, tip)
  const starved = tips.starved[tip] ?? 0
  const [dx, dy, dz] = tips.direction.map((column) => column[tip] ?? 0)
  vanish(growth, tip)
  if (behind === undefined || graph.kind[behind] !== NODE_WALL) return
  if ((graph.pericytes[behind] ?? 0) >= MATURE) return
  const degree = degreeOf(growth.incidence(), behind)
  if (degree === 0) vanish(growth, behind)
  if (degree !== 1) return
  graph.kind[behind] = NODE_TIP
  graph.pericytes[behind] = 0
  tips.starved[behind] = starved
  tips.reach[behind] = 0
  tips.direction.forEach((column, axis) => (column[behind] = [dx, dy, dz][axis] ?? 0))
}

/** Turns, and goes on by the distance between nodes. */
function goOn(advance: Advance, tip: number): void {
  const { growth, tips, around } = advance
  look(advance, tip)
  steer(around, advance.sprouting.steering)
  const next = reachOut(growth, tip, around.direction)
  const { spacing } = growth.tables
  if (next === STOPPED) {
    // At a closed face a sprout ends: a blind wall, which goes like others without blood.
    growth.graph.kind[tip] = NODE_WALL
    settle(tips, tip)
  } else if (next === WAITS) {
    tips.reach[tip] = spacing
    tips.direction.forEach((column, axis) => (column[tip] = around.direction[axis] ?? 0))
  } else {
    if (next !== JOINED) tips.reach[next] = (tips.reach[tip] ?? 0) - spacing
    settle(tips, tip)
  }
}

/** Two tips in place of one, 45 degrees to either side of where it would go. */
function fork(advance: Advance, tip: number): void {
  const { growth, tips, around } = advance
  const { world, space } = growth
  look(advance, tip)
  steer(around, advance.sprouting.steering)
  const ahead = around.direction
  const side = around.random
  randomDirection(space.dimensions, (index) => uniformAt(world, tip, index, FORK), side)
  leaveSideways(side, ahead)
  normalise(side)
  for (const sign of [1, -1]) {
    const way = Float64Array.from(ahead, (value, axis) => value + sign * (side[axis] ?? 0))
    normalise(way)
    reachOut(growth, tip, way)
  }
  if (growth.graph.kind[tip] !== NODE_TIP) settle(tips, tip)
}

/** Fills what a tip knows where it is. */
function look({ growth, tips, sense, matrix, around }: Advance, tip: number): void {
  const { world, space, graph, level } = growth
  const [x, y, z] = [graph.x[tip] ?? 0, graph.y[tip] ?? 0, graph.z[tip] ?? 0]
  tips.direction.forEach((column, axis) => (around.direction[axis] = column[tip] ?? 0))
  sense.gradient(x, y, z, around.gradient)
  around.level = level[tip] ?? 0
  randomDirection(space.dimensions, (index) => uniformAt(world, tip, index, TURN), around.random)
  if (around.fibres !== undefined) matrix.fibres?.(x, y, z, around.fibres)
}

/** What was a tip is wall: nothing of a tip is kept. */
function settle(tips: TipColumns, row: number): void {
  for (const column of [...tips.direction, tips.reach, tips.starved]) column[row] = 0
}
