/** What executing many short runs costs beside the runs themselves. */
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { planRun } from '../experiment/plan-runs.ts'
import type { RunJob } from '../experiment/run-plan.ts'
import { parseModel } from '../compile/parse-model.ts'
import { localExecutor } from '../platform/node/local-executor.ts'
import { livingTissue } from './living-tissue.ts'
import { wallTime } from './measure.ts'
import type { LeftOut, SceneOptions, SceneResult } from './result.ts'

const SCENE = 'executor'
/** Runs in all. */
const RUNS = 200
/** Simulated hours of each; chosen: half a second of computing, before the tissue becomes crowded. */
const HOURS = 24

/** Two hundred short runs, one per core at a time: the share of the cores' time in which no run is computed. */
export async function executorScene(_options: SceneOptions): Promise<SceneResult | LeftOut> {
  const jobs = shortJobs()
  if (typeof jobs === 'string') return { scene: SCENE, reason: jobs }
  const cores = availableParallelism()
  const folder = mkdtempSync(join(tmpdir(), 'milieu-bench-'))
  try {
    const [started, before] = [wallTime(), process.cpuUsage()]
    const outcomes = await localExecutor(cores).execute(jobs, { folder, isStopping: () => false })
    const wall = (wallTime() - started) / 1000
    const { user, system } = process.cpuUsage(before)
    const bad = outcomes.find(({ manifest }) => manifest?.status !== 'finished')
    if (bad !== undefined) return { scene: SCENE, reason: bad.error ?? 'a run did not finish' }
    const computed = outcomes.reduce((sum, { manifest }) => sum + (manifest?.wallSeconds ?? 0), 0)
    return {
      scene: SCENE,
      threads: cores,
      title: `${RUNS} runs of ${(computed / RUNS).toFixed(2)} s on ${cores} cores`,
      phases: [],
      quantities: [
        { name: 'the whole', unit: 's', median: (user + system) / 1e6, wall },
        { name: 'share of the time beside runs', unit: '%', median: 100 * (1 - computed / (wall * cores)) },
        { name: 'most memory of the process', unit: 'MB', median: process.resourceUsage().maxRSS / 1024 },
      ],
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs of a small tissue, alike but for their seeds. */
function shortJobs(): readonly RunJob[] | string {
  const record = 'record: { snapshots: every 1 day, series: [cell counts, mean oxygen], series every: 1 h }'
  const text = livingTissue({ more: record }).replace('stop: 1 day', `stop: ${HOURS} h`)
  const { model } = parseModel('living-tissue.yaml', () => ({ ok: true, text }))
  if (model === undefined) return 'the model has mistakes'
  return Array.from({ length: RUNS }, (_, replicate) => ({
    plan: planRun(model, { arm: 'model', replicate, seed: replicate + 1, measures: [] }),
    model,
  }))
}
