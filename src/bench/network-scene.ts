/** Networks inside of many cells: what a step costs per cell. */
import { specialFunctions } from '../kernels/special.ts'
import type { World } from '../engine/world.ts'
import { nodeColumn } from '../processes/network/compile.ts'
import { advance } from '../processes/network/kernels.ts'
import { type TypePlan, planNetworks } from '../processes/network/plan.ts'
import { compile } from '../compile/compile.ts'
import { parseModel } from '../compile/parse-model.ts'
import { readFile } from '../platform/node/read-file.ts'
import { SAMPLE, cellStepResult } from './cell-step.ts'
import { bindPhase } from './kernel-scenes.ts'
import { timePair } from './measure.ts'
import { CYCLING_NODES, cyclingNetworks, tumourNetworks } from './network-texts.ts'
import { openWorld, packageFolder } from './open-world.ts'
import type { SceneOptions, SceneResult } from './result.ts'

/** Steps before anything is timed: past the start, where cells are still alike. */
const WARM_UP = 10
/** Length of a step in the scenes [min]. */
const STEP = 6

/** What is stepped, and what senses differ by from step to step. */
interface NetworkScene {
  readonly scene: string
  readonly title: string
  readonly text: string
  /** Signals that change under way: from, to, and how much of the way there and back each step is. */
  readonly tides: Readonly<Record<string, readonly [from: number, to: number, share: number]>>
}

/** The networks of tumour cells in a medium that changes: oxygen [mmHg] there and back in 20 h, other signals in 40. */
export function network(cells: number, options: SceneOptions): Promise<SceneResult> {
  const scene = {
    scene: `network ${cells}`,
    title: 'the network of a tumour cell',
    text: tumourNetworks(cells),
    tides: {
      oxygen: [2, 38, 0.01],
      'IL-10': [0, 0.2, 0.005],
      'STING inhibitor': [0, 2000, 0.005],
    },
  } as const
  return networkScene(scene, options)
}

/** Networks that never come to rest. */
export function cycling(cells: number, options: SceneOptions): Promise<SceneResult> {
  const title = `a network of ${CYCLING_NODES} nodes that cycle`
  const scene = { scene: `network cycling ${cells}`, title, text: cyclingNetworks(cells), tides: {} }
  return networkScene(scene, options)
}

/** The networks of all cells by one step, against the plain form on some of them. */
async function networkScene(
  { scene, title, text, tides }: NetworkScene,
  { repeats, threads }: SceneOptions,
): Promise<SceneResult> {
  const file = `${packageFolder}models/scene.yaml`
  const { model } = parseModel(file, (name) => (name === file ? { ok: true, text } : readFile(name)))
  const plan = model && planNetworks(model.data).find((found) => found !== undefined)
  if (model === undefined || plan === undefined) throw new Error('the scene has mistakes')
  const { world, close } = await openWorld(compile(model), threads)
  const advanceAll = bindPhase(world, 'network', 'response')
  const rise = tideOf(world, tides)
  const step = (): void => {
    rise()
    advanceAll()
  }
  for (let k = 0; k < WARM_UP; k++) step()
  const timing = timePair(step, plainSteps(world, plan), repeats, threads)
  const told = `${title}, steps of ${STEP} min`
  const result = cellStepResult(world, timing, { scene, threads, title: told, process: 'network' })
  await close()
  return result
}

/** Moves signals up and down, each cell in a place of its own on the way. */
function tideOf(world: World, tides: NetworkScene['tides']): () => void {
  const moved = Object.entries(tides).map(([name, tide]) => {
    const column = world.program.signals.get(name)?.column
    if (column === undefined) throw new Error(`nothing senses ${name}`)
    return { values: world.f64(column), tide }
  })
  let steps = 0
  return () => {
    steps += 1
    for (const { values, tide } of moved) {
      const [from, to, share] = tide
      for (let slot = 0; slot < world.count; slot++) {
        // The golden section spreads cells evenly over the way.
        const phase = (slot * 0.618 + steps * share) % 2
        values[slot] = from + (to - from) * Math.abs(phase - 1)
      }
    }
  }
}

/** Steps of the plain form for some cells, as they are now. */
function plainSteps(world: World, plan: TypePlan): () => void {
  const special = specialFunctions(world.kernels)
  const columns = [
    ...plan.variables.map(({ node, stage = 0 }) => {
      if (node !== undefined) return world.f64(nodeColumn(node))
      return world.f64('network.stages').subarray(stage * world.capacity)
    }),
    ...plan.signals.map((name) => world.f64(world.program.signals.get(name)?.column ?? '')),
  ]
  const cells = Array.from({ length: SAMPLE }, (_, slot) =>
    Float64Array.from(columns, (column) => column[slot] ?? 0),
  )
  return () => {
    for (const x of cells) advance(plan, x, STEP, special)
  }
}
