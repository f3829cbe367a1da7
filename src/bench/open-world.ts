import { fileURLToPath } from 'node:url'
import { compile } from '../compile/compile.ts'
import { parseModel } from '../compile/parse-model.ts'
import { createWorld } from '../engine/create-world.ts'
import { MilieuError } from '../engine/errors.ts'
import { siteNames } from '../engine/organism.ts'
import type { Program } from '../engine/program.ts'
import type { World } from '../engine/world.ts'
import { formatIssues } from '../model/format-issue.ts'
import { loadKernels } from '../platform/node/kernels.ts'
import { startNodeTeam } from '../platform/node/node-team.ts'
import { readFile } from '../platform/node/read-file.ts'

/** Folder of the package: `src/bench` and `dist/bench` lie equally deep in it. */
export const packageFolder = fileURLToPath(new URL('../../', import.meta.url)).replaceAll('\\', '/')

/** A world at tick 0, and what gives its threads back. */
export interface OpenedWorld {
  readonly world: World
  close(): Promise<void>
}

let kernels: WebAssembly.Module | undefined

/** A world of the program on `threads` threads: the only place where a scene gets one. */
export async function openWorld(program: Program, threads: number): Promise<OpenedWorld> {
  kernels ??= loadKernels()
  if (threads === 1) return { world: createWorld(program, { kernels, seed: 1 }), close: async () => {} }
  const team = await startNodeTeam(threads, kernels, { rooms: siteNames(program) })
  return { world: createWorld(program, { kernels, seed: 1, team }), close: () => team.close() }
}

/** Compiles a model given as text; `path` [below the package's folder] is where files that it names are looked for. */
export function programOf(text: string, path = 'scene.yaml'): Program {
  const file = packageFolder + path
  const parsed = parseModel(file, (name) => (name === file ? { ok: true, text } : readFile(name)))
  if (parsed.model === undefined)
    throw new MilieuError(
      'Usage',
      formatIssues(parsed.issues, () => text.split('\n')),
    )
  return compile(parsed.model)
}
