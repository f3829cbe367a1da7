import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { compile } from '../../src/compile/compile.ts'
import { stateHash } from '../../src/engine/state-hash.ts'
import type { RunManifest } from '../../src/store/run-store.ts'
import { livingTissue } from '../../src/bench/living-tissue.ts'
import { modelFrom } from '../../src/testing/run-model.ts'
import { runTo } from '../../src/testing/start-run.ts'

interface Report {
  readonly outcomes: readonly { key: string; arm: string; manifest?: RunManifest; error?: string }[]
  readonly shares: readonly number[]
}

const root = mkdtempSync(join(tmpdir(), 'milieu-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Runs jobs in a process of their own: worker threads load TypeScript there as they do for users. */
function execute(folder: string, cores: number | string, names: readonly string[]): Report {
  const script = join(import.meta.dirname, 'execute-jobs.ts')
  const text = execFileSync(process.execPath, [script, join(root, folder), String(cores), ...names], {
    encoding: 'utf8',
    timeout: 60_000,
  })
  return JSON.parse(text) as Report // printed by the script
}

const program = compile(modelFrom(livingTissue().replace('stop: 1 day', 'stop: 1 h')))
const expected = [1, 2, 2].map((seed) => stateHash(runTo(program, 60, { seed })))
const names = ['a:1', 'a:2', 'b:2']
const hashes = ({ outcomes }: Report) => outcomes.map(({ manifest }) => manifest?.stateHash)

describe('runs on several cores', () => {
  const two = execute('two', 2, names)

  test('have the same hashes as in this thread, on one core and on two, in the order of the plan', () => {
    expect(hashes(execute('one', 1, names))).toEqual(expected)
    expect(hashes(two)).toEqual(expected)
    expect(two.outcomes.map(({ arm }) => arm)).toEqual(['a', 'a', 'b'])
    expect(two.shares.at(-1)).toBe(1)
  })

  test('have the same keys and hashes when each has several threads', () => {
    const threaded = execute('threaded', '2:3', ['a:1', 'a:2', 'broken'])
    expect(hashes(threaded).slice(0, 2)).toEqual(expected.slice(0, 2))
    expect(threaded.outcomes[0]?.key).toBe(two.outcomes[0]?.key)
    expect(threaded.outcomes[2]?.error).toBeDefined()
  })

  test('of arms that come to the same run are done once and share its folder', () => {
    const keys = two.outcomes.map(({ key }) => key)
    expect(keys[2]).toBe(keys[1])
    expect(readdirSync(join(root, 'two')).toSorted()).toEqual([...new Set(keys)].toSorted())
    expect(two.outcomes[2]?.manifest).toEqual(two.outcomes[1]?.manifest)
  })

  test('that are finished are not done again', () => {
    const again = execute('two', 1, [...names, 'a:3'])
    // The time that a run took stands in its manifest: a second run would not have the same.
    expect(again.outcomes.slice(0, 3)).toEqual(two.outcomes)
    expect(again.outcomes[3]?.manifest?.status).toBe('finished')
  })

  test('that break do not take others with them', () => {
    const report = execute('broken', 1, ['broken:1', 'a:1'])
    expect(report.outcomes[0]?.error).toBeDefined()
    expect(report.outcomes[1]?.manifest?.stateHash).toBe(expected[0])
  })
})
