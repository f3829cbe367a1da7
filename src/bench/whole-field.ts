/** The long scene: a whole trial on a whole slide, as a user runs it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { compile } from '../compile/compile.ts'
import { type Experiment, parseExperiment } from '../experiment/experiment.ts'
import { jobsOf, planRuns } from '../experiment/plan-runs.ts'
import { localExecutor } from '../platform/node/local-executor.ts'
import { readFile } from '../platform/node/read-file.ts'
import { wallTime } from './measure.ts'
import { packageFolder } from './open-world.ts'
import type { LeftOut, SceneResult } from './result.ts'

const EXPERIMENT = 'experiments/crc-anti-pd1-whole-field.yaml'

/** Two arms of four twins for a week on the whole slide, one run per core at a time, once. */
export async function wholeField(): Promise<SceneResult | LeftOut> {
  const { experiment } = parseExperiment(packageFolder + EXPERIMENT, readFile)
  if (experiment === undefined) return { scene: 'whole field trial', reason: `${EXPERIMENT} has mistakes` }
  const jobs = jobsOf(experiment, planRuns(experiment))
  const threads = availableParallelism()
  const folder = mkdtempSync(join(tmpdir(), 'milieu-bench-'))
  try {
    const [started, before] = [wallTime(), process.cpuUsage()]
    const outcomes = await localExecutor(threads).execute(jobs, { folder, isStopping: () => false })
    const seconds = (wallTime() - started) / 1000
    const { user, system } = process.cpuUsage(before)
    const failed = outcomes.find((outcome) => outcome.manifest === undefined)
    if (failed !== undefined)
      return { scene: 'whole field trial', reason: failed.error ?? 'a run did not finish' }
    const cpu = (user + system) / 1e6
    const days = outcomes.reduce((sum, { manifest }) => sum + (manifest?.time ?? 0) / 1440, 0)
    return {
      scene: 'whole field trial',
      threads,
      title: `${titleOf(experiment)}, ${(days / outcomes.length).toFixed(0)} days each; one run per core`,
      phases: [],
      quantities: [
        { name: 'the whole', unit: 's', median: cpu, wall: seconds },
        { name: 'simulated day', unit: 's', median: cpu / days, wall: seconds / days },
        { name: 'most memory of the process', unit: 'MB', median: process.resourceUsage().maxRSS / 1024 },
      ],
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function titleOf({ arms, data }: Experiment): string {
  const runs = `${arms.length} arms x ${data.replicates} ${data.pairing}`
  const [first] = arms
  if (first === undefined) return runs
  const { initialCells, space } = compile(first.model)
  return `${runs}, ${initialCells.length.toLocaleString('en-GB')} cells in ${space.size[0]} x ${space.size[1]} um`
}
