import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SlurmCluster, startSlurm } from './slurm-cluster.ts'

/**
 * What others build upon: how a real Slurm without accounting shows what becomes of tasks. See docs/how-to/slurm.md for how to
 * ask it.
 */

const run = promisify(execFile)
/** Until a state that does not come counts as missing [ms]; the longest, that of a requeued job, takes six seconds. */
const PATIENCE = 60_000

const slurm = await startSlurm()
const reason = 'skipped' in slurm ? slurm.skipped : ''

describe.skipIf('skipped' in slurm)(`a Slurm on this machine${reason && ` (SKIPPED: ${reason})`}`, () => {
  // Nothing below runs where it is skipped.
  const cluster = slurm as SlurmCluster
  let work = ''
  let isStopped = false
  beforeAll(() => {
    work = mkdtempSync(join(tmpdir(), 'slurm-work-'))
  })
  afterAll(async () => {
    rmSync(work, { recursive: true, force: true })
    if (!isStopped) await cluster.stop()
  })

  const ask = async (program: string, ...args: readonly string[]): Promise<string> =>
    (await run(program, args, { env: cluster.env, cwd: work })).stdout.trim()

  /** Submits a script, as a batch or as an array of them; returns the number of the job. */
  const submit = (script: string, ...options: readonly string[]): Promise<string> =>
    ask('sbatch', '--parsable', '--output=/dev/null', ...options, `--wrap=${script}`)

  /** States of all tasks of a job in the order of their indices. */
  const statesOf = async (job: string): Promise<readonly string[]> => {
    const lines = (await ask('squeue', '--array', '--noheader', '--states=all', '--format=%F|%K|%T')).split(
      '\n',
    )
    return lines
      .map((line) => line.split('|'))
      .filter(([id]) => id === job)
      .toSorted((a, b) => Number(a[1]) - Number(b[1]))
      .map(([, , state = '']) => state)
  }

  const untilStates = (job: string, ...states: readonly string[]): Promise<void> =>
    until(
      async () => String(await statesOf(job)) === String(states),
      () => statesOf(job).then(String),
    )

  const read = (name: string): string => readFileSync(join(work, name), 'utf8').trim()
  const untilWritten = (name: string): Promise<void> =>
    until(
      () => existsSync(join(work, name)) && read(name) !== '',
      () => `${name} is missing or empty`,
    )

  test('completes an array of tasks on all of its nodes', async () => {
    const job = await submit(
      'echo $SLURM_ARRAY_JOB_ID $SLURMD_NODENAME > done-$SLURM_ARRAY_TASK_ID; sleep 0.5',
      '--array=0-3',
    )
    await untilStates(job, 'COMPLETED', 'COMPLETED', 'COMPLETED', 'COMPLETED')
    const written = [0, 1, 2, 3].map((task) => read(`done-${task}`))
    expect(new Set(written)).toEqual(new Set([`${job} node1`, `${job} node2`]))
  })

  test('cancels a task of an array and leaves the other', async () => {
    const job = await submit(
      'echo $$ > pid-$SLURM_ARRAY_TASK_ID; sleep 1; sleep ${SLURM_ARRAY_TASK_ID}00',
      '--array=0-1',
    )
    await untilWritten('pid-1')
    await ask('scancel', `${job}_1`)
    await untilStates(job, 'COMPLETED', 'CANCELLED')
    expect(isAlive(read('pid-1'))).toBe(false)
  })

  test('runs a requeued job again, under the same number', async () => {
    const job = await submit(
      'echo ${SLURM_RESTART_COUNT:-0} > run-${SLURM_RESTART_COUNT:-0}; [ -e run-1 ] || sleep 100',
    )
    await untilWritten('run-0')
    await ask('scontrol', 'requeue', job)
    await untilStates(job, 'COMPLETED')
    expect(read('run-1')).toBe('1')
    expect(await ask('scontrol', '--oneliner', 'show', 'job', job)).toContain(' Restarts=1 ')
  })

  test('fails what is killed and what ends with a code, and keeps the signal and the code', async () => {
    const killed = await submit('echo $$ > victim; sleep 100')
    const ended = await submit('exit 3')
    await untilWritten('victim')
    process.kill(Number(read('victim')), 'SIGKILL')
    await untilStates(killed, 'FAILED')
    await untilStates(ended, 'FAILED')
    // The reason of a killed one says no more: it may be JobLaunchFailure.
    expect(await ask('scontrol', '--oneliner', 'show', 'job', killed)).toContain(' ExitCode=0:9 ')
    expect(await ask('scontrol', '--oneliner', 'show', 'job', ended)).toContain(' ExitCode=3:0 ')
  })

  test('runs beside another, which knows nothing of its jobs', async () => {
    const job = await submit('sleep 100')
    await untilStates(job, 'RUNNING')
    const other = await startSlurm(1)
    if ('skipped' in other) throw new Error(other.skipped)
    try {
      const { stdout } = await run('squeue', ['--noheader', '--states=all'], { env: other.env })
      expect(stdout).toBe('')
    } finally {
      await other.stop()
    }
    expect(await statesOf(job)).toEqual(['RUNNING'])
    await ask('scancel', job)
  })

  test('leaves no process behind when it stops, of jobs neither', async () => {
    await submit('trap "" TERM; echo $$ > stubborn; sleep 100 & sleep 100; wait')
    await untilWritten('stubborn')
    const { folder } = cluster
    const before = processesOf(folder)
    expect(before.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['munged', 'slurmctld', 'slurmd', 'slurmstepd', 'sleep']),
    )
    await cluster.stop()
    isStopped = true
    expect(processesOf(folder)).toEqual([])
    expect(before.filter(({ id }) => isAlive(id))).toEqual([])
    expect(existsSync(folder)).toBe(false)
  })
})

/** Asks ten times a second until it is so; tells what was instead when patience ends. */
async function until(
  isSo: () => boolean | Promise<boolean>,
  instead: () => string | Promise<string>,
): Promise<void> {
  const end = Date.now() + PATIENCE
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`waited in vain: ${await instead()}`)
    await sleep(100)
  }
}

/** Whether a process runs; one that has ended and whose parent has not asked for its code yet does not. */
function isAlive(id: string): boolean {
  return existsSync(`/proc/${id}`) && !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${id}/status`, 'utf8'))
}

/** Processes whose command line or environment names the folder. */
function processesOf(folder: string): readonly { readonly id: string; readonly name: string }[] {
  return readdirSync('/proc')
    .filter(
      (id) =>
        /^\d+$/.test(id) && ['cmdline', 'environ'].some((file) => readProcess(id, file).includes(folder)),
    )
    .map((id) => ({ id, name: readProcess(id, 'comm').trim() }))
}

/** A file of a process; empty when the process has just ended or belongs to somebody else. */
function readProcess(id: string, file: string): string {
  try {
    return readFileSync(`/proc/${id}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
