import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { RunJob, RunPlan } from '../../experiment/run-plan.ts'
import { failureOf } from '../../experiment/executor.ts'
import type { RunManifest } from '../../store/run-store.ts'
import { Execution } from './execution.ts'
import type { RunFailure } from '../../experiment/run-failure.ts'
import type { RunEnd, RunTask, Runner } from './runner.ts'

/* What becomes of runs whose runners fail: the runners here do nothing but say how a run ended. */

const root = mkdtempSync(join(tmpdir(), 'milieu-execution-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

let folders = 0
const jobs = (count: number): readonly RunJob[] =>
  Array.from({ length: count }, (_, replicate) => ({
    // Nothing here looks further into plans and models.
    plan: { key: `k${replicate}`, arm: 'a', replicate, duration: 1440 } as RunPlan,
    model: {} as RunJob['model'],
  }))

const done = { kind: 'done', manifest: { status: 'finished' } as RunManifest } as const
const failed = (failure: Partial<RunFailure>): RunEnd => ({
  kind: 'failed',
  failure: { message: 'it broke', lines: ['at the end'], ...failure },
})

/** Executes `count` runs that end as `end` says, on as many places. */
async function execute(count: number, places: number, end: (task: RunTask, tries: number) => RunEnd) {
  const folder = join(root, `e${folders++}`)
  const tries = new Map<string, number>()
  /** Runs that were under way whenever one began. */
  const company: (readonly string[])[] = []
  const active = new Set<string>()
  const startRunner = (): Runner => ({
    run: async (task) => {
      const { key } = task.job.plan
      tries.set(key, (tries.get(key) ?? 0) + 1)
      active.add(key)
      company.push([...active])
      await new Promise((resolve) => setTimeout(resolve, 5))
      active.delete(key)
      return end(task, tries.get(key) ?? 0)
    },
    close: () => Promise.resolve(),
  })
  const execution = new Execution(jobs(count), {
    folder: join(folder, 'runs'),
    attempts: join(folder, 'attempts'),
    isStopping: () => false,
  })
  const outcomes = await execution.run({ places, hasSpare: false, startRunner })
  const attempts = join(folder, 'attempts')
  return {
    outcomes,
    tries,
    company,
    folder,
    attempts: existsSync(attempts) ? readdirSync(attempts) : [],
  }
}

describe('a run that fails', () => {
  test('once is tried again, and its attempt is kept', async () => {
    const { outcomes, attempts } = await execute(3, 2, ({ index }, tries) =>
      index === 1 && tries === 1 ? failed({}) : done,
    )
    expect(outcomes.map(failureOf)).toEqual([undefined, undefined, undefined])
    expect(outcomes.map((outcome) => outcome.attempts?.length)).toEqual([undefined, 1, undefined])
    expect(outcomes[1]?.attempts?.[0]).toMatchObject({ number: 1, error: 'it broke', lines: ['at the end'] })
    expect(attempts).toEqual(['k1-1.json'])
  })

  test('twice is reported, after all others', async () => {
    const { outcomes, attempts, tries } = await execute(4, 1, ({ index }) =>
      index === 0 ? failed({}) : done,
    )
    expect(outcomes.map(failureOf)).toEqual(['it broke', undefined, undefined, undefined])
    expect([...tries.values()]).toEqual([2, 1, 1, 1])
    expect(attempts).toEqual(['k0-1.json', 'k0-2.json'])
  })

  test('numerically is tried again, too, and keeps its manifest', async () => {
    const manifest = { status: 'failed', error: 'not a number' } as RunManifest
    const { outcomes } = await execute(1, 1, () => ({ kind: 'done', manifest }))
    expect(outcomes[0]).toMatchObject({ manifest, attempts: [{ number: 1 }, { number: 2 }] })
  })

  test('for want of memory is tried again without company', async () => {
    const { outcomes, company } = await execute(4, 3, ({ index }, tries) =>
      index === 0 && tries === 1 ? failed({ isMemory: true }) : done,
    )
    expect(outcomes.map(failureOf)).toEqual([undefined, undefined, undefined, undefined])
    expect(company.slice(0, 3).at(-1)).toHaveLength(3)
    expect(company.at(-1)).toEqual(['k0'])
  })

  test('on a full disk ends the command with advice: all others would fail, too', async () => {
    const { outcomes, tries } = await execute(20, 1, () => failed({ code: 'ENOSPC' }))
    expect([...tries]).toEqual([['k0', 1]])
    expect(outcomes[0]?.error).toMatch(/^the disk is full: make room/)
    expect(
      outcomes.slice(1).every(({ error, manifest }) => error === undefined && manifest === undefined),
    ).toBe(true)
  })
})

test('runs leave no claim when they are finished, and their last when they failed', async () => {
  const { folder } = await execute(2, 2, ({ index }) => (index === 0 ? failed({}) : done))
  expect(readdirSync(join(folder, 'runs'))).toEqual(['k0.lock.1', 'k0.lock.2'])
})
