import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startMilieu } from '../../src/testing/killed-runs.ts'
import { SMALL_MODEL, SMALL_TRIAL, type Workbench, createWorkbench } from '../cli/workbench.ts'
import { type SlurmCluster, startSlurm } from './slurm-cluster.ts'

/* Whole trials on a real Slurm of two nodes with one core each: what the folder holds at the end, and what users are told. */

const ENTRY = fileURLToPath(new URL('../cli/milieu.ts', import.meta.url))
const run = promisify(execFile)
/** Until something that does not come counts as missing [ms]. */
const PATIENCE = 60_000

/** Each run takes half a second or more: long enough to be hit in the middle, and short enough to do it again. */
const MODEL = SMALL_MODEL.replace('stop: 6 h', 'stop: 2 day')
  .replace('mechanics: 1 min', 'mechanics: 0.1 min')
  .replace('rate: 0.001', 'rate: 0.0004')
const TRIAL = SMALL_TRIAL.replace('0.004', '0.0008').replace('replicates: 3', 'replicates: 4')
const RUNS = 8

const slurm = await startSlurm()
const reason = 'skipped' in slurm ? slurm.skipped : ''

describe.skipIf('skipped' in slurm)(`a trial on Slurm${reason && ` (SKIPPED: ${reason})`}`, () => {
  // Nothing below runs where it is skipped.
  const cluster = slurm as SlurmCluster
  let bench: Workbench
  let expected: ReadonlyMap<string, string>

  beforeAll(async () => {
    bench = createWorkbench()
    bench.write('model.yaml', MODEL)
    bench.write('trial.yaml', TRIAL)
    const { code, stderr } = await bench.milieu(['trial', 'trial.yaml', '--out', 'local'])
    expect(code, stderr).toBe(0)
    expected = statesIn('local')
    expect(expected.size).toBe(RUNS)
  }, PATIENCE)
  afterAll(async () => {
    await cluster.stop()
    bench.remove()
  }, PATIENCE)

  const trial = (out: string, ...more: readonly string[]) =>
    startMilieu(
      ENTRY,
      bench.folder,
      ['trial', 'trial.yaml', '--out', out, '--executor', 'slurm', '--tasks', '2', ...more],
      variables(cluster),
    )

  /** Hash of the last state of each finished run, by its key. */
  const statesIn = (out: string): ReadonlyMap<string, string> =>
    new Map(
      finishedIn(out).map((key) => [
        key,
        JSON.parse(readFileSync(bench.path(out, 'runs', key, 'manifest.json'), 'utf8')).stateHash,
      ]),
    )

  const finishedIn = (out: string): readonly string[] =>
    list(bench.path(out, 'runs')).filter(
      (name) => !name.includes('.') && existsSync(bench.path(out, 'runs', name, 'manifest.json')),
    )

  /** Processes that compute now, with the index of their task. */
  const workersOf = (out: string): readonly { readonly process: number; readonly task: number }[] =>
    list(bench.path(out, 'runs'))
      .filter((name) => /\.lock\.\d+$/.test(name))
      .flatMap((name) => workerOf(bench.path(out, 'runs', name)))

  /** Processes that are computing a run with a checkpoint: whoever kills one of them surely leaves something to go on from. */
  const resumableIn = (out: string): readonly number[] =>
    list(bench.path(out, 'runs')).flatMap((name) => {
      const key = /^(.+)\.lock\.\d+$/.exec(name)?.[1]
      const has = (file: string): boolean => existsSync(bench.path(out, 'runs', `${key}.partial`, file))
      if (key === undefined || !has('checkpoint.json') || has('manifest.json')) return []
      return workerOf(bench.path(out, 'runs', name)).map((worker) => worker.process)
    })

  /**
   * Stops the clocks in the middle: both tasks compute, something is finished already, so that doing it again would be seen, and
   * something has a checkpoint, so that beginning it anew would be seen. Returns who computes, whoever has the checkpoint first.
   */
  const haltHalfWay = async (out: string) => {
    const isHalfWay = (): boolean =>
      finishedIn(out).length > 0 &&
      resumableIn(out).length > 0 &&
      new Set(workersOf(out).map(({ task }) => task)).size === 2
    const found = (): string =>
      `${finishedIn(out).length} finished, ${resumableIn(out).length} with a checkpoint, ${JSON.stringify(workersOf(out))}`
    for (;;) {
      await until(isHalfWay, found)
      const workers = new Map(workersOf(out).map((worker) => [worker.process, worker]))
      for (const id of workers.keys()) process.kill(id, 'SIGSTOP')
      if (isHalfWay()) {
        const [first] = resumableIn(out)
        return [...workers.values()].toSorted(
          (x, y) => Number(y.process === first) - Number(x.process === first),
        )
      }
      // It went on while we looked.
      for (const id of workers.keys()) process.kill(id, 'SIGCONT')
    }
  }

  const submissionsIn = (out: string): readonly { readonly job: string }[] =>
    list(bench.path(out, 'slurm'))
      .filter((name) => name.endsWith('.json'))
      .map((name) => JSON.parse(readFileSync(bench.path(out, 'slurm', name), 'utf8')))

  /** Keys that workers say they computed to the end. */
  const computedIn = (out: string): readonly string[] =>
    list(bench.path(out, 'workers')).flatMap(
      (name) => JSON.parse(readFileSync(bench.path(out, 'workers', name), 'utf8')).done,
    )

  const logsIn = (out: string, submission: number): string => {
    const [folder = ''] = list(bench.path(out, 'slurm')).filter((name) => name.endsWith(`-${submission}`))
    return list(bench.path(out, 'slurm', folder))
      .filter((name) => name.endsWith('.log'))
      .map((name) => readFileSync(bench.path(out, 'slurm', folder, name), 'utf8'))
      .join('\n')
  }

  test('gives the same bits as one at home, each run computed once', async () => {
    const end = await trial('whole').ended
    expect(end, end.stderr).toMatchObject({ code: 0 })
    expect(end.stderr).toMatch(/submitted 8 runs in 2 tasks as job \d+ \(milieu-whole-/)
    expect(statesIn('whole')).toEqual(expected)
    expect(computedIn('whole').toSorted()).toEqual([...expected.keys()].toSorted())
    expect(existsSync(bench.path('whole', 'report.html'))).toBe(true)
    expect(list(bench.path('whole', 'runs')).filter((name) => name.includes('.lock'))).toEqual([])
  })

  test('finishes although one task is killed and the other cancelled, and does nothing twice that was done', async () => {
    const { ended } = trial('hurt', '--checkpoint-every', '100ms')
    const [victim] = await haltHalfWay('hurt')
    const [submission] = submissionsIn('hurt')
    const other = victim?.task === 0 ? 1 : 0
    const before = finishedIn('hurt')
    const written = (): readonly number[] =>
      before.map((key) => statSync(bench.path('hurt', 'runs', key, 'manifest.json')).mtimeMs)
    const [times, workers] = [written(), list(bench.path('hurt', 'workers'))]
    process.kill(victim?.process ?? 0, 'SIGKILL')
    await run('scancel', [`${submission?.job}_${other}`], { env: cluster.env })
    const end = await ended
    expect(end, end.stderr).toMatchObject({ code: 0 })
    expect(statesIn('hurt')).toEqual(expected)
    // Two submissions: the first lost both of its tasks.
    expect(end.stderr).toMatch(/ended with \d runs? unfinished \(.*(?:CANCELLED|FAILED).*\); submitting/)
    expect(submissionsIn('hurt')).toHaveLength(2)
    // What was there stays as it is, and none of the others was computed to its end by two.
    expect(workers).toEqual([])
    expect(written()).toEqual(times)
    const computed = computedIn('hurt')
    expect(new Set(computed).size).toBe(computed.length)
    // Runs that had been begun were not begun again, by the second submission, or by the task that was cancelled, which may come to them before it is told.
    expect(logsIn('hurt', 1) + logsIn('hurt', 2)).toMatch(/went on from where they had been stopped/)
    expect(list(bench.path('hurt', 'attempts'))).toEqual([])
  })

  test('goes on without the command, which comes back to its tasks however it ended', async () => {
    const killed = trial('left', '--checkpoint-every', '100ms')
    const halted = await haltHalfWay('left')
    killed.child.kill('SIGKILL')
    await killed.ended
    const interrupted = trial('left', '--checkpoint-every', '100ms')
    await until(
      () => interrupted.child.exitCode !== null || /came back to job \d+/.test(interrupted.heard()),
      () => interrupted.heard(),
    )
    interrupted.child.kill('SIGINT')
    const left = await interrupted.ended
    expect(left, left.stderr).toMatchObject({ code: 130 })
    expect(left.stderr).toMatch(/job \d+ \(milieu-left-\w+\) goes on without this command/)
    expect(left.stderr).toMatch(/scancel \d+ ends it/)
    for (const { process: id } of halted) process.kill(id, 'SIGCONT')
    const end = await trial('left').ended
    expect(end, end.stderr).toMatchObject({ code: 0 })
    expect(statesIn('left')).toEqual(expected)
    expect(submissionsIn('left')).toHaveLength(1)
    const computed = computedIn('left')
    expect(new Set(computed).size).toBe(computed.length)
  })

  test('says so when sbatch refuses, and when there is none', async () => {
    const refused = await trial('refused', '--slurm-options', '--partition=nowhere').ended
    expect(refused.code).toBe(3)
    expect(refused.stderr).toMatch(/error: sbatch refused the job: .*invalid partition/is)
    const own = await trial('refused', '--slurm-options', '--array=0-3').ended
    expect(own.stderr).toContain('--array=0-3 is chosen by milieu')
    const bare = bench.path('bare')
    mkdirSync(bare)
    symlinkSync(process.execPath, join(bare, 'node'))
    const args = ['trial', 'trial.yaml', '--out', 'nowhere', '--executor', 'slurm']
    const { code, stderr } = await startMilieu(ENTRY, bench.folder, args, { PATH: bare }).ended
    expect(code).toBe(2)
    expect(stderr).toMatch(/this machine has no sbatch and no squeue on its PATH: .*login node/)
    expect(existsSync(bench.path('nowhere'))).toBe(false)
  })
})

function variables({ env }: SlurmCluster): Readonly<Record<string, string>> {
  return { SLURM_CONF: env['SLURM_CONF'] ?? '' }
}

function list(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).toSorted() : []
}

/** Who holds a claim, unless it has just ended. */
function workerOf(claim: string): readonly { readonly process: number; readonly task: number }[] {
  try {
    const { process: id } = JSON.parse(readFileSync(claim, 'utf8'))
    const [, task] =
      /(?:^|\0)SLURM_ARRAY_TASK_ID=(\d+)/.exec(readFileSync(`/proc/${id}/environ`, 'utf8')) ?? []
    return task === undefined ? [] : [{ process: id, task: Number(task) }]
  } catch {
    return []
  }
}

async function until(isSo: () => boolean, describeState: () => string): Promise<void> {
  for (const end = Date.now() + PATIENCE; !isSo(); await sleep(20))
    if (Date.now() > end) throw new Error(`still not so: ${describeState()}`)
}
