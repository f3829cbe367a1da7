import { existsSync, readFileSync } from 'node:fs'
import { compile } from '../compile/compile.ts'
import type { Model } from '../compile/model.ts'
import { parseModel } from '../compile/parse-model.ts'
import { createWorld } from '../engine/create-world.ts'
import type { Program } from '../engine/program.ts'
import { createStepper, runUntil } from '../engine/step.ts'
import type { World } from '../engine/world.ts'
import { formatIssues } from '../model/format-issue.ts'
import type { ReadFile } from '../model/include.ts'
import type { Issue } from '../model/issue.ts'
import { testKernels } from './kernels.ts'

const readDisk: ReadFile = (path) =>
  existsSync(path) ? { ok: true, text: readFileSync(path, 'utf8') } : { ok: false, reason: 'no such file' }

/** Parses a model given as text; throws with the formatted issues when it has errors. */
export function modelFrom(yaml: string, file = 'test.yaml'): Model {
  const read: ReadFile = (path) => (path === file ? { ok: true, text: yaml } : readDisk(path))
  const parsed = parseModel(file, read)
  if (parsed.model === undefined) throw new Error(formatIssues(parsed.issues, () => yaml.split('\n')))
  return parsed.model
}

/** What a model is refused for; empty where it reads. */
export function refusal(yaml: string): string {
  try {
    modelFrom(yaml)
  } catch (mistake) {
    return String(mistake)
  }
  return ''
}

export interface TestRun {
  readonly model: Model
  readonly program: Program
  readonly world: World
  /** Runs on to tick `until`. */
  run(until: number, between?: (world: World) => boolean): void
}

/** Text of a model -> world at tick `ticks`, through the public pipeline. */
export function runModel(
  yaml: string,
  options: { seed?: number; ticks?: number; file?: string } = {},
): TestRun {
  const model = modelFrom(yaml, options.file)
  const program = compile(model)
  const world = createWorld(program, { kernels: testKernels(), seed: options.seed ?? 1 })
  const stepper = createStepper(world)
  runUntil(stepper, options.ticks ?? 0)
  return { model, program, world, run: (until, between) => runUntil(stepper, until, between) }
}

/** Everything worth saying about a model given as text, warnings included. */
export function modelIssues(yaml: string): readonly Issue[] {
  const file = 'test.yaml'
  return parseModel(file, (path) => (path === file ? { ok: true, text: yaml } : readDisk(path))).issues
}
