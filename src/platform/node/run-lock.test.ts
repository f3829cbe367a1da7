import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { claimRun, isRunClaimed } from './run-lock.ts'

const root = mkdtempSync(join(tmpdir(), 'milieu-lock-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Above what any system gives to a process. */
const NOBODY = 2 ** 30

function locked(name: string, holder: unknown, minutesAgo = 0): string {
  const folder = join(root, name)
  writeFileSync(`${folder}.lock`, typeof holder === 'string' ? holder : JSON.stringify(holder))
  const time = new Date(new Date().getTime() - 60_000 * minutesAgo)
  utimesSync(`${folder}.lock`, time, time)
  return folder
}

test('a run is claimed until it is released', () => {
  const folder = join(root, 'below', 'mine')
  expect(isRunClaimed(folder)).toBe(false)
  const claim = claimRun(folder)
  expect([isRunClaimed(folder), existsSync(`${folder}.lock`)]).toEqual([true, true])
  claim.refresh()
  claim.release()
  expect([isRunClaimed(folder), existsSync(`${folder}.lock`)]).toEqual([false, false])
})

test.each([
  ['a process that is there', { process: 1, host: hostname() }, 600],
  ['another machine that gave a sign of life', { process: NOBODY, host: 'elsewhere' }, 1],
])('a lock of %s is respected, and named', (name, holder, minutes) => {
  const folder = locked(name, holder, minutes)
  expect(() => claimRun(folder)).toThrow(/process \d+ on .* is computing the run .*; if it is not, remove/)
  expect(existsSync(`${folder}.lock`)).toBe(true)
})

test.each([
  ['a process that is gone', { process: NOBODY, host: hostname() }, 0],
  ['this process, whose worker broke', { process: process.pid, host: hostname() }, 0],
  ['another machine that has long been silent', { process: 1, host: 'elsewhere' }, 5],
  ['a process that was killed while it wrote it', '{"proc', 0],
])('a lock of %s does not count', (name, holder, minutes) => {
  const claim = claimRun(locked(name, holder, minutes))
  claim.release()
})
