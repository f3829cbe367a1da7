/** Boolean networks inside of many cells: what a step costs per cell. */
import { DRAWS_PER_STREAM } from '../engine/random.ts'
import { specialFunctions } from '../kernels/special.ts'
import { type Diagrams, flipDiagrams } from '../processes/boolean/diagram.ts'
import { cellNetwork } from '../processes/boolean/cell-network.ts'
import { advanceNetwork } from '../processes/boolean/kernels.ts'
import { booleanSection } from '../processes/boolean/schema.ts'
import { compile } from '../compile/compile.ts'
import { parseModel } from '../compile/parse-model.ts'
import { sectionOf } from '../model/assemble.ts'
import { SAMPLE, cellStepResult } from './cell-step.ts'
import { bindPhase } from './kernel-scenes.ts'
import { timePair } from './measure.ts'
import { booleanNetworks } from './network-texts.ts'
import { openWorld } from './open-world.ts'
import type { SceneOptions, SceneResult } from './result.ts'

/** Length of a step [time unit of the network, 1 h]. */
const STEP = 0.1

/** The Boolean networks of all cells by one step of 6 min, against the plain form on some of them. */
export async function boolean(cells: number, { repeats, threads }: SceneOptions): Promise<SceneResult> {
  const { model } = parseModel('scene.yaml', () => ({ ok: true, text: booleanNetworks(cells) }))
  const section = model?.data.cellTypes.map((type) => sectionOf(type, booleanSection))[0]
  const network = section && cellNetwork(section).network
  const made = network && flipDiagrams(network.network.nodes)
  if (model === undefined || made === undefined || !made.ok) throw new Error('the scene has mistakes')
  const { world, close } = await openWorld(compile(model), threads)
  const advanceAll = bindPhase(world, 'boolean', 'response')
  const step = (): void => {
    // Random numbers are those of the tick.
    world.tick += 1
    advanceAll()
  }
  const timing = timePair(step, plainSteps(made.diagrams, specialFunctions(world.kernels)), repeats, threads)
  const nodes = made.diagrams.roots.length
  const title = `a Boolean network of ${nodes} nodes, steps of 6 min`
  const result = cellStepResult(world, timing, {
    scene: `boolean ${cells}`,
    threads,
    title,
    process: 'boolean',
  })
  await close()
  return result
}

/** Steps of the plain form for some cells. */
function plainSteps(diagrams: Diagrams, special: ReturnType<typeof specialFunctions>): () => void {
  const cells = Array.from({ length: SAMPLE }, () => new Uint8Array(diagrams.roots.length))
  let tick = 0
  return () => {
    tick += 1
    for (const [sample, state] of cells.entries()) {
      const address = { seed: [1, 0], lineage: [sample, 0], tick, stream: DRAWS_PER_STREAM } as const
      advanceNetwork(diagrams, state, STEP, address, special)
    }
  }
}
