/** What a command costs before it does anything, from a cold process. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once, timingOf } from './measure.ts'
import { MAIN_MODEL } from './model-scenes.ts'
import { packageFolder } from './open-world.ts'
import { type LeftOut, type SceneOptions, type SceneResult, timeEach } from './result.ts'

const SMALL_MODEL = 'models/first/model.yaml'
/** Length of the run after which the first ticks are surely done [min]; chosen: one decision of cells. */
const MINUTES = 6

/** Wall time of commands, measured in turn. */
export function startUp({ repeats }: SceneOptions): SceneResult | LeftOut {
  const program = `${packageFolder}bin/milieu.js`
  if (!existsSync(`${packageFolder}dist/cli/main.js`))
    return { scene: 'start-up', reason: 'the package is not built (npm run build)' }
  const folder = mkdtempSync(join(tmpdir(), 'milieu-bench-'))
  try {
    return measureCommands(program, folder, repeats)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function measureCommands(program: string, folder: string, repeats: number): SceneResult | LeftOut {
  const model = join(folder, 'model.yaml')
  writeFileSync(
    model,
    `format: 1\ntitle: first ticks\ninclude: [${JSON.stringify(packageFolder + SMALL_MODEL)}]\ntime: { stop: ${MINUTES} min }\n`,
  )
  const commands: readonly (readonly [string, readonly string[]])[] = [
    ['milieu check, main job', [program, 'check', MAIN_MODEL]],
    ['milieu run --profile, first ticks', [program, 'run', model, '--profile']],
    ['milieu run, first ticks and report', [program, 'run', model, '--out', join(folder, 'results')]],
    ['Node alone', ['-e', '0']],
  ]
  let hasFailed = false
  const run = (args: readonly string[]) =>
    once(() => {
      rmSync(join(folder, 'results'), { recursive: true, force: true })
      hasFailed ||= spawnSync(process.execPath, args, { cwd: packageFolder, stdio: 'ignore' }).status !== 0
    })
  const round = () => commands.map(([, args]) => run(args))
  round() // fills the caches of the file system and of compiled code
  const rounds = Array.from({ length: repeats }, round)
  if (hasFailed) return { scene: 'start-up', reason: 'a command failed' }
  return {
    scene: 'start-up',
    threads: 1,
    title: 'commands from a cold process, by the clock on the wall',
    phases: [],
    quantities: commands.map(([name], k) =>
      // The time of another process is not on this one's account: only the wall counts.
      timeEach(
        name,
        'ms',
        timingOf(rounds.flatMap((times) => times.slice(k, k + 1)).map(({ wall }) => ({ cpu: wall, wall }))),
      ),
    ),
  }
}
