import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { livingTissue } from '../../../bench/living-tissue.ts'
import { type ExecuteOptions, failureOf } from '../../../experiment/executor.ts'
import { planRun } from '../../../experiment/plan-runs.ts'
import { writeAttempt } from '../../../store/attempts.ts'
import { modelFrom } from '../../../testing/run-model.ts'
import { nodeFiles } from '../files.ts'
import { serialExecutor } from '../serial-executor.ts'
import type { Queue, QueuedTask, Submitted } from './queue.ts'
import { slurmExecutor } from './slurm-executor.ts'

/* How the executor deals with a queue: here one that says what a test wants, at a clock that runs as fast as it is read. */

const root = mkdtempSync(join(tmpdir(), 'milieu-slurm-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const model = modelFrom(livingTissue({}).replace('stop: 1 day', 'stop: 12 min'))
const jobs = Array.from({ length: 4 }, (_, replicate) => ({
  model,
  plan: planRun(model, { arm: 'a', replicate, seed: replicate + 1, measures: ['cell counts'] }),
}))

let folders = 0

/** A study, a clock, and a queue that remembers what it was told. */
function scene() {
  const folder = join(root, `s${folders++}`)
  const notes: string[] = []
  const submitted: (readonly string[])[] = []
  const cancelled: string[] = []
  let clock = 0
  let isStopping = false
  let stands = false
  const options: ExecuteOptions = {
    folder: join(folder, 'runs'),
    attempts: join(folder, 'attempts'),
    study: { folder, batch: '' },
    isStopping: () => isStopping,
    onNote: (text) => notes.push(text),
  }
  /** Takes no time by this clock. */
  const compute = async (count: number) => {
    stands = true
    const outcomes = await serialExecutor().execute(jobs.slice(0, count), options)
    stands = false
    return outcomes
  }
  const nameOf = (call: number): string =>
    submitted[call]?.find((word) => word.startsWith('--job-name='))?.slice('--job-name='.length) ?? ''
  const execute = (queue: Partial<Queue>, count = jobs.length) => {
    const whole: Queue = {
      submit: (args) => Promise.resolve({ kind: 'accepted', job: String(submitted.push(args)) }),
      tasks: () => Promise.resolve([]),
      cancelWaiting: (job) => Promise.resolve(void cancelled.push(job)),
      end: () => {},
      ...queue,
    }
    const around = {
      queue: whole,
      now: () => clock,
      pause: async (milliseconds: number) => {
        await new Promise(setImmediate)
        if (!stands) clock += milliseconds
      },
    }
    return slurmExecutor({ tasks: 2 }, around).execute(jobs.slice(0, count), options)
  }
  const submissions = () => readdirSync(join(folder, 'slurm')).filter((name) => name.endsWith('.json'))
  return {
    folder,
    options,
    notes,
    submitted,
    cancelled,
    nameOf,
    compute,
    execute,
    submissions,
    stop: () => (isStopping = true),
    clock: () => clock,
  }
}

/** A task of a submission in some state. */
const task = (job: string, name: string, state: string, index = 0, node = 'node1'): QueuedTask => ({
  job,
  index,
  state,
  reason: 'None',
  node,
  name,
})

describe('runs on a queue', () => {
  test('are finished when their folder says so; what still waits is taken out of the queue', async () => {
    const { execute, compute, nameOf, cancelled, submitted, notes } = scene()
    let asked = 0
    const outcomes = await execute({
      tasks: async () => {
        if (submitted.length === 0) return []
        if (++asked === 2) await compute(4)
        return [task('1', nameOf(0), 'RUNNING'), task('1', nameOf(0), 'PENDING', 1, '')]
      },
    })
    expect(outcomes.map(({ manifest, isOld }) => [manifest?.status, isOld])).toEqual(
      Array.from({ length: 4 }, () => ['finished', undefined]),
    )
    expect(cancelled).toEqual(['1'])
    expect(submitted[0]).toContain('--array=0-1')
    expect(notes).toEqual([expect.stringMatching(/^submitted 4 runs in 2 tasks as job 1 \(milieu-s0-/)])
  })

  test('that are there need no queue', async () => {
    const { execute, compute, submitted } = scene()
    await compute(4)
    const outcomes = await execute({ tasks: () => Promise.reject(new Error('not asked')) })
    expect(outcomes.every(({ isOld, manifest }) => isOld === true && manifest !== undefined)).toBe(true)
    expect(submitted).toEqual([])
  })

  test('whose tasks all ended are submitted once more, and then reported with how that was', async () => {
    const { folder, execute, compute, nameOf, submitted, notes } = scene()
    const outcomes = await execute({
      tasks: async () => {
        const call = submitted.length - 1
        if (call < 0) return []
        await compute(call + 1)
        const logs = join(
          folder,
          'slurm',
          readdirSync(join(folder, 'slurm')).find((name) => name.endsWith(`-${call + 1}`)) ?? '',
        )
        writeFileSync(join(logs, '0-0.json'), '{"node":"node1","began":""}')
        writeFileSync(join(logs, '0.log'), 'first line\nslurmstepd: error: it broke\n')
        return [
          task(String(call + 1), nameOf(call), 'NODE_FAIL'),
          task(String(call + 1), nameOf(call), 'TIMEOUT', 1),
        ]
      },
    })
    expect(submitted).toHaveLength(2)
    expect(submitted[1]).toContain('--array=0-1')
    expect(outcomes.map((outcome) => outcome.manifest?.status)).toEqual([
      'finished',
      'finished',
      undefined,
      undefined,
    ])
    expect(outcomes.slice(3).map(failureOf)).toEqual([
      'the tasks of job 2 ended without finishing it: 1 NODE_FAIL, 1 TIMEOUT',
    ])
    expect(notes).toContain(
      'job 1 ended with 3 runs unfinished (1 NODE_FAIL, 1 TIMEOUT); submitting what is left again',
    )
    expect(notes.at(-1)).toMatch(/0\.log ends:\n {4}first line\n {4}slurmstepd: error: it broke$/)
  })

  test('are not submitted again where no task wrote a word', async () => {
    const { execute, nameOf, submitted } = scene()
    const [outcome] = await execute({
      tasks: () => Promise.resolve(submitted.map(() => task('1', nameOf(0), 'FAILED'))),
    })
    expect(submitted).toHaveLength(1)
    expect(outcome?.error).toMatch(
      /1 FAILED, 1 never begun; none wrote anything: do their nodes see the folder/,
    )
  })

  test('are asked about when tasks run and nothing of them is seen', async () => {
    const { execute, nameOf, submitted, notes, stop, clock } = scene()
    await execute({
      tasks: () => {
        if (clock() > 300_000) stop()
        return Promise.resolve(submitted.map(() => task('1', nameOf(0), 'RUNNING', 0, 'node7')))
      },
    })
    expect(notes).toContainEqual(
      expect.stringMatching(/^tasks run on node7 and nothing of theirs is seen in .*does that node see/),
    )
    expect(notes.at(-1)).toMatch(/^job 1 .* goes on without this command: 1 task running, 0 waiting/)
  })

  test('that failed as often as they may are reported, and not submitted again', async () => {
    const { options, execute, compute, nameOf, submitted } = scene()
    const outcomes = await execute({
      tasks: async () => {
        if (submitted.length === 0) return []
        await compute(3)
        const key = jobs[3]?.plan.key ?? ''
        const attempt = { key, arm: 'a', replicate: 3, when: '', host: 'node1', process: 1, lines: [] }
        for (const error of ['broke 0', 'broke 1'])
          writeAttempt(nodeFiles, options.attempts ?? '', { ...attempt, error })
        return [task('1', nameOf(0), 'RUNNING')]
      },
    })
    expect(outcomes[3]).toMatchObject({ error: 'broke 1', attempts: [{ number: 1 }, { number: 2 }] })
    expect(submitted).toHaveLength(1)
  })
})

describe('a queue that does not answer', () => {
  test('may have taken a job: it is looked for by its name before anything is submitted again', async () => {
    const { execute, compute, nameOf, submitted, submissions } = scene()
    const outcomes = await execute({
      submit: (args): Promise<Submitted> => {
        submitted.push(args)
        return Promise.resolve({ kind: 'unanswered', why: 'Socket timed out' })
      },
      tasks: async () => {
        if (submitted.length === 0) return 'Unable to contact slurm controller'
        await compute(4)
        return [task('41', nameOf(0), 'RUNNING'), task('40', 'other', 'RUNNING')]
      },
    })
    expect(submitted).toHaveLength(1)
    expect(submissions()).toHaveLength(1)
    expect(outcomes.every(({ manifest }) => manifest?.status === 'finished')).toBe(true)
  })

  test('is told again when it has not taken it, under the same name', async () => {
    const { execute, compute, nameOf, submitted } = scene()
    await execute({
      submit: (args): Promise<Submitted> =>
        Promise.resolve(
          submitted.push(args) === 1
            ? { kind: 'unanswered', why: 'Socket timed out' }
            : { kind: 'accepted', job: '7' },
        ),
      tasks: async () => {
        if (submitted.length < 2) return []
        await compute(4)
        return [task('7', nameOf(1), 'RUNNING')]
      },
    })
    expect(submitted).toHaveLength(2)
    expect(nameOf(0)).toBe(nameOf(1))
  })

  test('keeps nobody from counting finished runs, nor from leaving', async () => {
    const { execute, compute, submitted } = scene()
    const never = new Promise<never>(() => {})
    const outcomes = await execute({
      tasks: async () => {
        if (submitted.length === 0) return []
        await compute(4)
        return never
      },
    })
    expect(outcomes.every(({ manifest }) => manifest?.status === 'finished')).toBe(true)
    const other = scene()
    let asked = 0
    const left = other.execute({
      tasks: () => {
        if (other.submitted.length > 0 && ++asked === 1) setTimeout(other.stop, 20)
        return other.submitted.length === 0 ? Promise.resolve([]) : never
      },
    })
    expect((await left).map(({ manifest, error }) => [manifest, error])).toEqual(
      jobs.map(() => [undefined, undefined]),
    )
  })

  test('is waited for with a note, while finished runs are counted', async () => {
    const { execute, compute, submitted, notes } = scene()
    let asked = 0
    const outcomes = await execute({
      tasks: async () => {
        if (submitted.length > 0 && ++asked === 30) await compute(4)
        return 'slurm_load_jobs error: Unable to contact slurm controller'
      },
    })
    expect(outcomes.every(({ manifest }) => manifest?.status === 'finished')).toBe(true)
    expect(notes).toContainEqual(
      expect.stringMatching(/^Slurm does not answer \(slurm_load_jobs error.*waiting/),
    )
  })

  test('a refusal ends the command and leaves no submission behind', async () => {
    const { execute, submissions } = scene()
    const refused = execute({
      submit: () => Promise.resolve({ kind: 'refused', why: 'invalid partition specified: x' }),
    })
    await expect(refused).rejects.toThrow(/sbatch refused the job: invalid partition specified: x/)
    expect(submissions()).toEqual([])
  })
})

describe('two commands for one folder', () => {
  test('submit one job', async () => {
    const { execute, compute, nameOf, submitted, submissions } = scene()
    const queue: Partial<Queue> = {
      tasks: async () => {
        if (submitted.length === 0) return []
        await compute(4)
        return [task('1', nameOf(0), 'RUNNING')]
      },
    }
    const both = await Promise.all([execute(queue), execute(queue)])
    expect(submitted).toHaveLength(1)
    expect(submissions()).toHaveLength(1)
    expect(both.flat().every(({ manifest }) => manifest?.status === 'finished')).toBe(true)
  })

  test('one that was killed between its record and its job is no obstacle', async () => {
    const { folder, execute, submissions, stop } = scene()
    // Stops before the job is accepted; the record stays.
    await execute({
      submit: () => {
        stop()
        return Promise.resolve({ kind: 'unanswered', why: 'Socket timed out' })
      },
    })
    const [record = ''] = submissions()
    const path = join(folder, 'slurm', record)
    writeFileSync(
      path,
      nodeFiles
        .read(path)
        .toString()
        .replace(/"process": \d+/, '"process": 0'),
    )
    const again = scene()
    mkdirSync(join(again.folder, 'slurm'), { recursive: true })
    writeFileSync(join(again.folder, 'slurm', record), nodeFiles.read(path))
    await again.execute({
      tasks: async () => {
        if (again.submitted.length === 0) return []
        await again.compute(4)
        return [task('1', again.nameOf(0), 'RUNNING')]
      },
    })
    expect([again.submitted.length, again.submissions().length]).toEqual([1, 2])
  })
})

test('a worker leaves runs alone that have failed as often as it was told', async () => {
  const { options } = scene()
  const [job] = jobs
  if (job === undefined || options.attempts === undefined) throw new Error('there are jobs')
  const { key, arm, replicate } = job.plan
  const attempt = { key, arm, replicate, when: '', host: '', process: 1, error: 'it broke', lines: [] }
  writeAttempt(nodeFiles, options.attempts, attempt)
  writeAttempt(nodeFiles, options.attempts, attempt)
  const [left] = await serialExecutor().execute([job], { ...options, tries: 2 })
  expect(left).toMatchObject({ error: 'it broke' })
  expect(existsSync(join(options.folder, key))).toBe(false)
  const [computed] = await serialExecutor().execute([job], { ...options, tries: 3 })
  expect(computed?.manifest?.status).toBe('finished')
})
