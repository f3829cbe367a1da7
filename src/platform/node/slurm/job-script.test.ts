import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { type ArrayJob, jobScript, sbatchArguments, shellWord, splitOptions } from './job-script.ts'
import { hasEnded, isHeld, missingSlurm, parseTasks } from './queue.ts'

const root = mkdtempSync(join(tmpdir(), "milieu job's "))
afterAll(() => rmSync(root, { recursive: true, force: true }))

let jobs = 0
/** A job whose program is a line of shell; its arguments are `$@`. */
function jobOf(program: string, more: Partial<ArrayJob> = {}): ArrayJob {
  const logs = join(root, `100 % ${jobs++}`)
  mkdirSync(logs)
  writeFileSync(join(logs, 'program'), program)
  return {
    name: 'milieu-x',
    tasks: 3,
    study: join(root, 'a study'),
    batch: 'b1',
    logs,
    program: `bash ${shellWord(join(logs, 'program'))}`,
    options: [],
    workOptions: ['--tries', '2'],
    ...more,
  }
}

/** Starts the script as Slurm would start task 1. */
function start(job: ArrayJob, variables: Readonly<Record<string, string>> = {}) {
  writeFileSync(join(job.logs, 'script'), jobScript(job))
  const child = spawn('bash', [join(job.logs, 'script')], {
    env: { PATH: process.env['PATH'], SLURM_ARRAY_TASK_ID: '1', SLURMD_NODENAME: 'node7', ...variables },
  })
  const record = (start: number): unknown =>
    JSON.parse(readFileSync(join(job.logs, `1-${start}.json`), 'utf8'))
  return { child, ended: once(child, 'exit'), record }
}

describe('the script of an array', () => {
  test('starts a worker with its share, after the setup, and keeps how it ended', async () => {
    const job = jobOf('printf "%s\\n" "$FROM_SETUP" "$@" > "$0.args"; exit 3', {
      setup: 'export FROM_SETUP="it was set up"',
    })
    const { ended, record } = start(job, { SLURM_CPUS_PER_TASK: '4' })
    expect(await ended).toEqual([3, null])
    expect(readFileSync(join(job.logs, 'program.args'), 'utf8').trim().split('\n')).toEqual([
      'it was set up',
      'work',
      join(root, 'a study'),
      ...['--batch', 'b1', '--share', '2/3', '--cores', '4', '--tries', '2'],
    ])
    expect(record(0)).toMatchObject({ node: 'node7', code: 3, ended: expect.any(String) })
  })

  test('waits for what it held before it was put back into the queue', async () => {
    const job = jobOf('echo "$@" > "$0.args"')
    const { ended, record } = start(job, { SLURM_RESTART_COUNT: '2' })
    await ended
    expect(readFileSync(join(job.logs, 'program.args'), 'utf8')).toMatch(/--cores 1 --tries 2 --wait$/m)
    expect(record(2)).toMatchObject({ code: 0 })
  })

  test('passes SIGTERM on and waits until the worker has kept what it has', async () => {
    const job = jobOf(`end() { sleep 0.3; echo kept > "$0.kept"; exit 130; }
trap end TERM; touch "$0.ready"; sleep 9 & wait`)
    const { child, ended, record } = start(job)
    while (!existsSync(join(job.logs, 'program.ready'))) await sleep(10)
    expect(record(0)).not.toHaveProperty('code')
    child.kill('SIGTERM')
    expect(await ended).toEqual([130, null])
    expect(readFileSync(join(job.logs, 'program.kept'), 'utf8')).toBe('kept\n')
    expect(record(0)).toMatchObject({ code: 130 })
  })

  test('keeps that its worker was killed', async () => {
    const { ended, record } = start(jobOf('kill -9 $$'))
    expect(await ended).toEqual([137, null])
    expect(record(0)).toMatchObject({ code: 137 })
  })

  test('says what sbatch is told, in words that sbatch reads the same', () => {
    const job = jobOf('', { options: ['-t', '60', '--comment=for "us"'] })
    expect(sbatchArguments(job)).toContain(`--output=${job.logs.replaceAll('%', '%%')}/%a.log`)
    expect(jobScript(job)).toContain('#SBATCH --array=0-2\n')
    expect(jobScript(job)).toContain('#SBATCH -t 60 "--comment=for \\"us\\""\n')
  })
})

test('options are split as by a shell, and those that are our own are refused', () => {
  expect(splitOptions('')).toEqual([])
  expect(splitOptions(' --time=1:00  -p long ')).toEqual(['--time=1:00', '-p', 'long'])
  expect(splitOptions(`--comment="two words" -C 'a&b'`)).toEqual(['--comment=two words', '-C', 'a&b'])
  expect(splitOptions('--comment="open')).toMatch(/cannot read/)
  for (const own of ['--array=0-1', '-J x', '-o x', '--output x', '--wrap=x'])
    expect(splitOptions(own), own).toMatch(/is chosen by milieu/)
  expect(splitOptions('--account=a --nice')).toEqual(['--account=a', '--nice'])
})

describe('what the queue prints', () => {
  test('is read line by line', () => {
    const listing =
      '7|0|RUNNING|None|node1|milieu-x\n7|11|PENDING|Resources||milieu-x\n9|N/A|COMPLETED|None|node2|a|b\n'
    const tasks = parseTasks(listing)
    expect(tasks).toEqual([
      { job: '7', index: 0, state: 'RUNNING', reason: 'None', node: 'node1', name: 'milieu-x' },
      { job: '7', index: 11, state: 'PENDING', reason: 'Resources', node: '', name: 'milieu-x' },
      { job: '9', index: 0, state: 'COMPLETED', reason: 'None', node: 'node2', name: 'a|b' },
    ])
    expect(tasks.map(hasEnded)).toEqual([false, false, true])
    expect(parseTasks('')).toEqual([])
  })

  test('tells tasks that wait for a person', () => {
    const [held, requeued, waiting] = parseTasks(
      '1|0|PENDING|JobHeldUser||x\n1|1|PENDING|job requeued in held state||x\n1|2|PENDING|BeginTime||x\n',
    )
    expect([held, requeued, waiting].map((task) => task !== undefined && isHeld(task))).toEqual([
      true,
      true,
      false,
    ])
  })
})

test('a machine without Slurm is told from one with it', () => {
  expect(missingSlurm(root)).toMatch(/no sbatch and no squeue on its PATH/)
  for (const name of ['sbatch', 'squeue']) writeFileSync(join(root, name), '', { mode: 0o755 })
  expect(missingSlurm(`/nowhere:${root}`)).toBeUndefined()
})
