/** What it takes to analyse a large trial whose runs are finished, in a process of its own. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { nodeFiles } from '../platform/node/files.ts'
import type { Files } from '../store/files.ts'
import { type Elapsed, median, timingOf } from './measure.ts'
import { packageFolder } from './open-world.ts'
import { type LeftOut, type SceneOptions, type SceneResult, timeEach } from './result.ts'
import { SYNTHETIC_MEASURES, syntheticExperiment, writeSyntheticStudy } from './synthetic-trial.ts'

/** Files that need not survive a loss of power: writing ten thousand runs that do would take longer than all the rest. */
const fastFiles: Files = {
  ...nodeFiles,
  exists: existsSync,
  write: (path, content) => {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  },
  sync: () => {},
  digest: (content) => createHash('sha256').update(content).digest('hex'),
}

/** `milieu analyse` of a trial with so many runs of eight measures at 73 times each. */
export function analysisScene(runs: number, { repeats }: SceneOptions): SceneResult | LeftOut {
  const scene = `analysis ${runs}`
  const program = `${packageFolder}dist/cli/main.js`
  if (!existsSync(program)) return { scene, reason: 'the package is not built (npm run build)' }
  const folder = mkdtempSync(join(tmpdir(), 'milieu-bench-'))
  try {
    writeSyntheticStudy(fastFiles, folder, syntheticExperiment(runs / 2))
    const rounds = Array.from({ length: repeats }, () => analyseOnce(program, folder))
    const done = rounds.filter((round) => round !== undefined)
    if (done.length < rounds.length) return { scene, reason: 'milieu analyse failed' }
    return {
      scene,
      threads: 1,
      title: `reading and analysing ${runs} finished runs, ${SYNTHETIC_MEASURES.length} measures at 73 times each`,
      phases: [],
      quantities: [
        timeEach('milieu analyse', 's', timingOf(done)),
        { name: 'peak memory', unit: 'MB', median: median(done.map(({ megabytes }) => megabytes)) },
      ],
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs the command in a process that says at its end what it took. */
function analyseOnce(
  program: string,
  folder: string,
): (Elapsed & { readonly megabytes: number }) | undefined {
  const code = [
    `const { main } = await import(${JSON.stringify(pathToFileURL(program).href)})`,
    `const code = await main(['analyse', ${JSON.stringify(folder)}, '--quiet'])`,
    'const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()',
    'const cpu = (userCPUTime + systemCPUTime) / 1000',
    'process.stderr.write(`\\n${JSON.stringify({ code, cpu, wall: performance.now(), megabytes: maxRSS / 1024 })}`)',
  ].join('\n')
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  if (status !== 0) return undefined
  const found = JSON.parse(stderr.split('\n').at(-1) ?? '{}') as Elapsed & {
    readonly code: number
    readonly megabytes: number
  } // written by the process above
  return found.code === 0 ? found : undefined
}
