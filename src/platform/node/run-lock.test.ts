import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type Holder, claimedKey } from './claim-file.ts'
import { memoryFiles } from '../../store/memory-files.ts'
import {
  type RunClaim,
  Claimer,
  clearClaims,
  guardedFiles,
  isClaim,
  isHeld,
  isLostClaim,
  isRunClaimed,
} from './run-lock.ts'
import { machineIdentity, processStart } from './this-machine.ts'

const root = mkdtempSync(join(tmpdir(), 'milieu-lock-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Above what any system gives to a process. */
const NOBODY = 2 ** 30
const SECOND = 1000

let folders = 0
const newFolder = (): string => join(root, `run${folders++}`)

/** A claimer with a clock that the test moves [ms]. */
function claimerAt() {
  const clock = { now: 0 }
  return { clock, claimer: new Claimer(() => clock.now) }
}

function claimed(folder: string, claimer = new Claimer()): RunClaim {
  const result = claimer.claim(folder)
  if (!isClaim(result)) throw new Error(`${folder} is held by ${result.holder?.process}`)
  return result
}

const elsewhere: Holder = {
  process: 1,
  host: 'elsewhere',
  machine: 'elsewhere',
  began: '',
  token: 'theirs',
  since: '2000-01-01T00:00:00.000Z',
  share: 0,
  sign: 0,
}
const here: Holder = { ...elsewhere, host: 'here', machine: machineIdentity() }

function heldBy(holder: Holder | string, generation = 1, folder = newFolder()): string {
  writeFileSync(`${folder}.lock.${generation}`, typeof holder === 'string' ? holder : JSON.stringify(holder))
  return folder
}

describe('a claim', () => {
  test('is held until it is released, and leaves nothing of a finished run', () => {
    const folder = join(newFolder(), 'below')
    expect(isRunClaimed(folder)).toBe(false)
    const claim = claimed(folder)
    expect([isRunClaimed(folder), isHeld(claim.ticket)]).toEqual([true, true])
    expect(isClaim(new Claimer().claim(folder))).toBe(false)
    claim.release('finished')
    expect([isRunClaimed(folder), isHeld(claim.ticket)]).toEqual([false, false])
    expect(readdirSync(join(folder, '..'))).toEqual([])
  })

  test.each(['stopped', 'failed'] as const)(
    'on a run that %s stays and says so, and is free to take',
    (how) => {
      const folder = newFolder()
      claimed(folder).release(how)
      expect(isRunClaimed(folder)).toBe(false)
      expect(readFileSync(`${folder}.lock.1`, 'utf8')).toContain(`"released":"${how}"`)
      const second = claimed(folder)
      expect(second.ticket.generation).toBe(2)
      second.release('finished')
      expect([existsSync(`${folder}.lock.1`), existsSync(`${folder}.lock.2`)]).toEqual([false, false])
    },
  )

  test('rewrites its file in place as a sign of life, with the share that is done', () => {
    const { clock, claimer } = claimerAt()
    const folder = newFolder()
    const claim = claimed(folder, claimer)
    const read = () => readFileSync(`${folder}.lock.1`, 'utf8')
    const first = read()
    clock.now += 5 * SECOND
    claim.giveSign(0.1)
    expect(read()).toBe(first)
    clock.now += 6 * SECOND
    claim.giveSign(1 / 3)
    expect(read()).toContain('"share":0.3333,"sign":1')
    expect(read().length).toBe(first.length)
  })
})

describe('the claim of another', () => {
  test('on this machine counts as long as its process is there', () => {
    for (const began of ['', processStart(1)]) {
      const folder = heldBy({ ...here, process: 1, began })
      expect(new Claimer().claim(folder)).toMatchObject({ isAlive: true, holder: { process: 1 } })
      expect(isRunClaimed(folder)).toBe(true)
    }
  })

  test('whose process is gone, or whose number another process has now, does not count', () => {
    for (const holder of [
      { ...here, process: NOBODY },
      { ...here, process: process.pid, began: '12' },
    ]) {
      const folder = heldBy(holder)
      expect(isRunClaimed(folder)).toBe(false)
      expect(claimed(folder).ticket.generation).toBe(2)
    }
  })

  test.each([
    ['a machine elsewhere', elsewhere],
    ['a process that was killed while it wrote', '{"proc'],
    ['an empty file', ''],
  ])('(%s) counts until it has been silent for two minutes by the own clock', (_, holder) => {
    const folder = heldBy(holder)
    const { clock, claimer } = claimerAt()
    // The times of files mean nothing: machines may be years apart.
    for (const year of [1971, 2100]) {
      utimesSync(`${folder}.lock.1`, new Date(year, 1), new Date(year, 1))
      expect(claimer.claim(folder)).toMatchObject({ isAlive: false })
    }
    clock.now += 119 * SECOND
    expect(isClaim(claimer.claim(folder))).toBe(false)
    clock.now += 2 * SECOND
    expect(claimed(folder, claimer).ticket.generation).toBe(2)
  })

  test('counts when it gives signs of life, whatever they say', () => {
    const folder = heldBy(elsewhere)
    const { clock, claimer } = claimerAt()
    claimer.claim(folder)
    for (let sign = 1; sign < 5; sign++) {
      clock.now += 110 * SECOND
      heldBy({ ...elsewhere, sign }, 1, folder)
      expect(claimer.claim(folder)).toMatchObject({ isAlive: true })
    }
  })

  test('is taken over by one alone', () => {
    const folder = heldBy({ ...here, process: NOBODY })
    const results = Array.from({ length: 5 }, () => new Claimer().claim(folder))
    expect(results.filter(isClaim)).toHaveLength(1)
  })

  test('of the highest generation counts, wherever the others come from', () => {
    const folder = heldBy({ ...here, process: NOBODY })
    heldBy({ ...here, process: NOBODY }, 2, folder)
    heldBy({ ...here, process: 1 }, 3, folder)
    expect(new Claimer().claim(folder)).toMatchObject({ path: `${folder}.lock.3` })
  })
})

test('whoever comes back after it was taken over withdraws and changes nothing', () => {
  const { clock, claimer } = claimerAt()
  const folder = newFolder()
  const old = claimed(folder)
  // As another machine would see it.
  writeFileSync(
    `${folder}.lock.1`,
    readFileSync(`${folder}.lock.1`, 'utf8').replace(JSON.stringify(machineIdentity()), '"elsewhere"'),
  )
  claimer.claim(folder)
  clock.now += 121 * SECOND
  const heir = claimed(folder, claimer)
  expect([isHeld(old.ticket), isHeld(heir.ticket)]).toEqual([false, true])
  const before = [1, 2].map((each) => readFileSync(`${folder}.lock.${each}`, 'utf8'))
  old.giveSign(1)
  old.release('finished')
  expect([1, 2].map((each) => readFileSync(`${folder}.lock.${each}`, 'utf8'))).toEqual(before)
  const disk = memoryFiles()
  disk.write('a', 'theirs')
  const files = guardedFiles(disk, old.ticket)
  for (const change of [
    () => files.write('a', 'mine'),
    () => files.remove('a'),
    () => files.rename('a', 'b'),
    () => files.link('a', 'b'),
  ]) {
    let thrown: unknown
    try {
      change()
    } catch (error) {
      thrown = error
    }
    expect(isLostClaim(thrown)).toBe(true)
  }
  expect([...disk.content.keys()]).toEqual(['a'])
  guardedFiles(disk, heir.ticket).write('a', 'of the heir')
  heir.release('finished')
  // Not even when everything is gone and another has begun anew.
  claimed(folder)
  expect(isHeld(old.ticket)).toBe(false)
})

test('what a killed process left of the claims of a finished run is cleared away; that of a living one is not', () => {
  const folder = heldBy({ ...here, process: NOBODY })
  clearClaims(folder)
  expect(existsSync(`${folder}.lock.1`)).toBe(false)
  const other = heldBy({ ...here, process: 1 })
  clearClaims(other)
  expect(existsSync(`${other}.lock.1`)).toBe(true)
})

test('names of claims tell the key', () => {
  expect([claimedKey('ab12.lock.3'), claimedKey('ab12.partial'), claimedKey('ab12')]).toEqual([
    'ab12',
    undefined,
    undefined,
  ])
})
