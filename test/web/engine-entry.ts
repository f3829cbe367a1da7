/** What the browser test bundles: the pipeline from text to state hash, without anything of Node's. */
import { compile } from '../../src/compile/compile.ts'
import { parseModel } from '../../src/compile/parse-model.ts'
import { createWorld } from '../../src/engine/create-world.ts'
import { stateHash } from '../../src/engine/state-hash.ts'
import { createStepper, runUntil } from '../../src/engine/step.ts'

/** Runs a model given as text; returns the state hash at each of `ticks`. */
export function hashesOf(
  yaml: string,
  module: WebAssembly.Module,
  seed: number,
  ticks: readonly number[],
): readonly string[] {
  const { model, issues } = parseModel('model.yaml', () => ({ ok: true, text: yaml }))
  if (model === undefined) throw new Error(JSON.stringify(issues))
  const world = createWorld(compile(model), { kernels: module, seed })
  const stepper = createStepper(world)
  return ticks.map((tick) => {
    runUntil(stepper, tick)
    return stateHash(world)
  })
}
