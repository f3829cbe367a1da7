/** What it costs to make a world of many cells, and to let cells come and go. */
import { compile } from '../src/compile/compile.ts'
import { REQUEST_DIVIDE, REQUEST_REMOVE } from '../src/engine/columns.ts'
import { rebuildNeighbours } from '../src/engine/neighbours.ts'
import { commit, request } from '../src/engine/population.ts'
import type { Program } from '../src/engine/program.ts'
import { bindHooks } from '../src/engine/step.ts'
import { modelFrom } from '../src/testing/run-model.ts'
import { startWorld } from '../src/testing/start-run.ts'
import { type Timing, once, time, timingOf } from './measure.ts'
import type { Quantity, SceneResult } from './result.ts'
import { packedScene } from './scenes.ts'

/** Nanoseconds and microseconds in a millisecond. */
const NS = 1e6
const US = 1000
/** One cell of so many divides, another one goes, where many do. */
const EACH = 20

/** Creation, commits of one birth and one removal, and commits of many, with about `cells` packed cells. */
export function population(cells: number, repeats: number): SceneResult {
  const program = compile(modelFrom(packedScene({ dimensions: 3, cells })))
  const creation = timingOf(Array.from({ length: repeats }, () => once(() => startWorld(program))))
  const world = startWorld(program, { capacity: 2 * cells })
  const hooks = bindHooks(world)
  const ask = (births: number): void => {
    world.events.length = 0
    const stride = Math.floor(world.count / births)
    for (let k = 0; k < births; k++) {
      request(world, k * stride, REQUEST_DIVIDE)
      request(world, k * stride + 1, REQUEST_REMOVE)
    }
    commit(world, () => hooks)
  }
  const one = time(() => ask(1), repeats)
  const births = Math.floor(cells / EACH)
  const many = time(() => ask(births), repeats)
  const perEvent = US / (2 * births)
  return {
    scene: `population ${cells}`,
    title: `${program.initialCells.length.toLocaleString('en-GB')} packed cells that come and go`,
    phases: [],
    quantities: [
      quantity('creation of a cell', 'ns', creation, NS / program.initialCells.length),
      quantity('commit of a birth and a removal', 'us', one, US),
      quantity('birth or removal among many', 'us', many, perEvent),
      { name: 'all memory per cell', unit: 'byte', median: memoryPerCell(program) },
    ],
  }
}

function quantity(name: string, unit: string, timing: Timing, scale: number): Quantity {
  return { name, unit, median: scale * timing.median, fastest: scale * timing.fastest }
}

/** Bytes of a world with its neighbour lists per cell: room for more of them and the grids included. */
function memoryPerCell(program: Program): number {
  const world = startWorld(program)
  rebuildNeighbours(world)
  return world.memory.buffer.byteLength / world.count
}
