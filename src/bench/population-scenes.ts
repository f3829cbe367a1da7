/** What it costs to make a world of many cells, and to let cells come and go. */
import { REQUEST_DIVIDE, REQUEST_REMOVE } from '../engine/columns.ts'
import { createWorld } from '../engine/create-world.ts'
import { rebuildNeighbours } from '../engine/neighbours.ts'
import { commit, request } from '../engine/population.ts'
import { bindHooks } from '../engine/population.ts'
import { loadKernels } from '../platform/node/kernels.ts'
import { once, time, timingOf } from './measure.ts'
import { programOf } from './open-world.ts'
import { type SceneOptions, type SceneResult, timeEach } from './result.ts'
import { packedScene } from './scenes.ts'

/** One cell of so many divides, another one goes, where many do. */
const EACH = 20

/** Creation, commits of one birth and one removal, and commits of many, with about `cells` packed cells. */
export function population(cells: number, { repeats }: SceneOptions): SceneResult {
  const program = programOf(packedScene({ dimensions: 3, cells }))
  const kernels = loadKernels()
  const make = (capacity?: number) =>
    createWorld(program, { kernels, seed: 1, ...(capacity === undefined ? {} : { capacity }) })
  const creation = timingOf(Array.from({ length: repeats }, () => once(() => make())))
  const world = make(2 * cells)
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
  const births = Math.floor(cells / EACH)
  const placed = program.initialCells.length
  const searched = make()
  rebuildNeighbours(searched)
  return {
    scene: `population ${cells}`,
    threads: 1,
    title: `${placed.toLocaleString('en-GB')} packed cells that come and go`,
    phases: [],
    quantities: [
      timeEach('creation of a cell', 'ns', creation, placed),
      timeEach(
        'commit of a birth and a removal',
        'us',
        time(() => ask(1), repeats),
      ),
      timeEach(
        'birth or removal among many',
        'us',
        time(() => ask(births), repeats),
        2 * births,
      ),
      {
        name: 'all memory per cell',
        unit: 'byte',
        // Room for more of them, lists and grids included.
        median: searched.memory.buffer.byteLength / searched.count,
      },
    ],
  }
}
