/** Runs jobs of the small tissue on several cores, in a process of its own; prints what became of them as JSON. */
import { planRun } from '../../src/experiment/plan-runs.ts'
import type { RunJob } from '../../src/experiment/run-plan.ts'
import { localExecutor } from '../../src/platform/node/local-executor.ts'
import { livingTissue } from '../../src/bench/living-tissue.ts'
import { modelFrom } from '../../src/testing/run-model.ts'

/** Cores of the machine, and after a colon the threads of each run. */
const [folder = '', machine = '1', ...names] = process.argv.slice(2)
const [cores, threads = '1'] = machine.split(':')
const model = modelFrom(livingTissue().replace('stop: 1 day', 'stop: 1 h'))

/** `arm:seed`, or `broken` for a job that no worker can run. */
function jobOf(name: string): RunJob {
  const [arm = '', seed = '1'] = name.split(':')
  const plan = planRun(model, { arm, replicate: 0, seed: Number(seed), measures: ['cell counts'] })
  if (arm !== 'broken') return { model, plan }
  const { domain: _domain, ...sections } = model.data.sections
  return { plan: { ...plan, key: 'broken' }, model: { ...model, data: { ...model.data, sections } } }
}

const shares: number[] = []
const outcomes = await localExecutor(Number(cores)).execute(names.map(jobOf), {
  folder,
  threads: Number(threads),
  isStopping: () => false,
  onProgress: ({ share }) => void shares.push(share),
})
const told = outcomes.map(({ job, manifest, error }) => ({
  key: job.plan.key,
  arm: job.plan.arm,
  manifest,
  error,
}))
process.stdout.write(JSON.stringify({ outcomes: told, shares }))
