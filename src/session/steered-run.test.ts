import { describe, expect, test } from 'vitest'
import { livingTissue } from '../bench/living-tissue.ts'
import { LIVE } from '../engine/columns.ts'
import { stateHash } from '../engine/state-hash.ts'
import { startNodeTeam } from '../platform/node/node-team.ts'
import { readFile } from '../platform/node/read-file.ts'
import { testKernels } from '../testing/kernels.ts'
import { LAST_KEPT, LEAKING_MODEL } from '../testing/leaking-model.ts'
import { memorySpill } from '../testing/memory-spill.ts'
import { runTo } from '../testing/start-run.ts'
import { replaySession } from './replay.ts'
import type { Answer } from './run-state.ts'
import type { Session } from './session.ts'
import type { SteerOptions } from './steer-options.ts'
import { SteeredRun } from './steered-run.ts'

const TEXT = livingTissue({
  therapy: '{}',
  more: 'record: { series: [cell counts, mean oxygen], series every: every 20 min }',
})
const PLENTY = 1e9
const DOSE = 'therapy: { now: { drug: anti-PD-1, dose: 3 mg/kg, start: 31 min, infusion: 5 min } }'
const KNOCK = 'knock down: { cell types.tumour.cycle.rate: 80 % }'
const LAST = 300

const session: Session = {
  format: 1,
  model: 'models/test/model.yaml',
  files: { 'models/test/model.yaml': TEXT },
  seed: 7,
  actions: [],
}

async function opened(options: Partial<SteerOptions> = {}): Promise<SteeredRun> {
  return valueOf(
    await SteeredRun.open({
      session,
      read: readFile,
      kernels: testKernels(),
      historyBudget: PLENTY,
      ...options,
    }),
  )
}

function valueOf<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new Error(`${answer.problem.message} ${JSON.stringify(answer.problem.issues)}`)
  return answer.value
}

function plainHash(ticks: number): string {
  return stateHash(runTo(TEXT, ticks, { seed: 7 }))
}

async function replayedHash(run: SteeredRun): Promise<string> {
  const outcome = await replaySession(run.session(), readFile, { kernels: testKernels() })
  return 'hash' in outcome ? outcome.hash : JSON.stringify(outcome.issues)
}

describe('a steered run', () => {
  test('without actions has the bits of its model, however it is cut into slices', async () => {
    const run = await opened()
    while (run.state.tick < LAST) {
      let left = 7
      run.advance(LAST, () => --left > 0)
    }
    expect(run.state).toMatchObject({ tick: LAST, branch: '0' })
    expect(run.hash()).toBe(plainHash(LAST))
  })

  test.each([2, 3])(
    'goes back and on again with the bits of an uninterrupted run, on %i threads',
    async (threads) => {
      const run = await opened({
        startTeam: () => startNodeTeam(threads, testKernels(), { sharesAll: true }),
      })
      expect(run.threads).toBe(threads)
      run.advance(200)
      for (const tick of [61, 0, 137, 199]) {
        valueOf(await run.seek(tick))
        expect([tick, run.hash()]).toEqual([tick, plainHash(tick)])
      }
      run.advance(LAST)
      expect(run.hash()).toBe(plainHash(LAST))
      await run.close()
    },
  )

  test('acts, goes back to before and after the action, and comes to the same again', async () => {
    const run = await opened()
    run.advance(31)
    const before = run.hash()
    valueOf(run.act(DOSE, 'dose'))
    // The model has changed, and nothing else has yet.
    const after = run.hash()
    run.advance(44)
    valueOf(run.act(KNOCK, 'knock-down'))
    run.advance(130)
    const end = run.hash()
    expect(end).not.toBe(plainHash(130))
    expect(await replayedHash(run)).toBe(end)
    valueOf(await run.seek(31))
    expect([run.hash(), run.actions.length]).toEqual([after, 1])
    valueOf(await run.seek(31, undefined, true))
    expect([run.hash(), run.actions.length]).toEqual([before, 0])
    run.advance(130)
    expect([run.hash(), run.actions.length]).toEqual([end, 2])
  })

  test('reaches cells that live when a trait is changed, and replays to the same bits', async () => {
    const run = await opened()
    run.advance(60)
    const traits = (): readonly number[] => {
      const { count, cells, program } = run.world
      const tumour = program.cellTypes.indexOf('tumour')
      return [...run.world.f64('trait/antigenicity').subarray(0, count)].filter(
        (_, slot) => cells.type[slot] === tumour && cells.state[slot] === LIVE,
      )
    }
    const before = traits()
    valueOf(run.act('scale: { cell types.tumour.traits.antigenicity.value: 1.2 }', 'more'))
    // From 1 to 1.2; no cell has more than 2.
    const expected = before.map((value) => Math.min(value + 0.2, 2))
    expect(traits().length).toBeGreaterThan(20)
    for (const [index, value] of traits().entries()) expect(value).toBeCloseTo(expected[index] ?? 0, 12)
    run.advance(130)
    const end = run.hash()
    expect(await replayedHash(run)).toBe(end)
    valueOf(await run.seek(60))
    run.advance(130)
    expect(run.hash()).toBe(end)
  })

  test('begins a branch where somebody acts in the past, and leaves the first as it was', async () => {
    const run = await opened()
    run.advance(100)
    const first = run.hash()
    valueOf(await run.seek(40))
    valueOf(run.act(KNOCK, 'knock-down'))
    run.advance(100)
    const second = run.hash()
    expect(second).not.toBe(first)
    expect(await replayedHash(run)).toBe(second)
    expect(run.history()).toMatchObject({
      current: '1',
      branches: [
        { id: '0', from: 0, to: 100, label: 'run', actions: [] },
        { id: '1', parent: '0', from: 40, to: 100, actions: [{ tick: 40, label: 'knock-down' }] },
      ],
    })
    valueOf(await run.seek(100, '0'))
    expect([run.hash(), run.session().actions]).toEqual([first, []])
    valueOf(await run.seek(100, '1'))
    expect(run.hash()).toBe(second)
    await run.forget('1')
    expect([run.state.branch, run.state.tick, run.history().branches.length]).toEqual(['0', 40, 1])
    run.advance(100)
    expect(run.hash()).toBe(first)
  })

  test('leaves an action out: a branch without a change, from before it', async () => {
    const run = await opened()
    run.advance(31)
    valueOf(run.act(DOSE, 'dose'))
    valueOf(await run.seek(31, undefined, true))
    valueOf(run.act('', 'without the dose'))
    run.advance(90)
    expect([run.hash(), run.state.branch]).toEqual([plainHash(90), '1'])
  })

  test('refuses a change with mistakes, or of what a run keeps, and stays as it was', async () => {
    const run = await opened()
    run.advance(20)
    const before = run.hash()
    const typo = run.act('knock down: { cell types.tumour.cycle.rat: 80 % }', 'typo')
    expect(typo).toMatchObject({ ok: false, problem: { code: 'ModelHasErrors' } })
    const errors = typo.ok ? [] : typo.problem.issues.filter(({ severity }) => severity === 'error')
    expect(errors.map(({ position }) => position?.file)).toEqual(['action 1'])
    expect(run.act('cell types: { NK: { display: { lineage: lymphoid } } }', 'new type')).toMatchObject({
      ok: false,
      problem: { code: 'SnapshotOfOtherModel' },
    })
    expect([run.hash(), run.history().branches.length, run.actions.length]).toEqual([before, 1, 0])
    run.advance(60)
    expect(run.hash()).toBe(plainHash(60))
  })

  test('opens a session with its actions where it had come', async () => {
    const run = await opened()
    run.advance(31)
    valueOf(run.act(DOSE, 'dose'))
    valueOf(run.act(KNOCK, 'knock-down'))
    run.advance(75)
    const made = run.session()
    const again = await opened({ session: made })
    expect(again.state.tick).toBe(75)
    expect(again.session()).toEqual(made)
    expect(again.history().branches).toEqual(run.history().branches)
  })
})

describe('what is kept of a steered run', () => {
  test('is within a budget, and every tick can be reached', async () => {
    const bytes = (await opened()).snapshot().length
    // States grow with the tissue: there is room for two to four of the eleven.
    const run = await opened({ historyBudget: 6 * bytes })
    run.advance(600)
    const { kept, bytes: taken } = run.history()
    expect(taken).toBeLessThanOrEqual(6 * bytes)
    expect([kept[0], kept.at(-1)]).toEqual([0, 600])
    expect(kept.length).toBeLessThan(7)
    valueOf(await run.seek(LAST))
    expect(run.hash()).toBe(plainHash(LAST))
  })

  test('goes to the store when memory is full, and comes back from there', async () => {
    const spill = memorySpill()
    const bytes = (await opened()).snapshot().length
    const run = await opened({ historyBudget: 3 * bytes, spill })
    for (let tick = 60; tick <= 360; tick += 60) {
      run.advance(tick)
      await run.settle(0)
    }
    const { kept, spilledBytes } = run.history()
    expect(kept).toEqual(Array.from({ length: 7 }, (_, k) => 60 * k))
    expect(spilledBytes).toBe([...spill.states.values()].reduce((sum, { length }) => sum + length, 0))
    expect(spill.states.size).toBeGreaterThan(2)
    valueOf(await run.seek(125))
    expect(run.hash()).toBe(plainHash(125))
    // A store that loses what it has been given costs time only.
    spill.states.clear()
    valueOf(await run.seek(61))
    expect(run.hash()).toBe(plainHash(61))
  })

  test('gets coarser, and says so, when the store is full', async () => {
    const bytes = (await opened()).snapshot().length
    const run = await opened({ historyBudget: 5 * bytes, spill: memorySpill(2.5 * bytes) })
    for (let tick = 60; tick <= 480; tick += 60) {
      run.advance(tick)
      await run.settle(0)
    }
    const { kept, note, bytes: taken } = run.history()
    expect(note).toContain('the quota is used up')
    expect(kept.length).toBeLessThan(8)
    expect(taken).toBeLessThanOrEqual(5 * bytes)
    valueOf(await run.seek(307))
    expect(run.hash()).toBe(plainHash(307))
  })

  test('can be looked at without going there', async () => {
    const run = await opened()
    run.advance(150)
    const before = run.hash()
    const seen = await run.preview(70)
    expect([seen?.tick, seen === undefined ? '' : stateHash(seen)]).toEqual([60, plainHash(60)])
    expect((await run.preview(149))?.tick).toBe(150)
    expect(run.hash()).toBe(before)
  })
})

describe('a session that is opened again', () => {
  /** Opens a session and counts the ticks that were computed for it. */
  async function counted(of: Session, spill: ReturnType<typeof memorySpill>) {
    let ticks = 0
    const run = await opened({ session: of, spill, pause: () => void (ticks += 1) })
    return { run, ticks }
  }

  async function left() {
    const spill = memorySpill()
    const run = await opened({ spill })
    run.advance(31)
    valueOf(run.act(KNOCK, 'knock-down'))
    run.advance(150)
    await run.save()
    return { spill, made: run.session(), rows: run.rows() }
  }

  test('goes on from the state that was left, with its series', async () => {
    const { spill, made, rows } = await left()
    const { run, ticks } = await counted(made, spill)
    // One look on the way over the action.
    expect(ticks).toBeLessThanOrEqual(1)
    expect([run.session(), run.rows()]).toEqual([made, rows])
    run.advance(170)
    expect(await replayedHash(run)).toBe(run.hash())
    valueOf(await run.seek(20))
    expect(run.hash()).toBe(plainHash(20))
  })

  test('does not believe what belongs to another session, is ahead of it, or leads elsewhere', async () => {
    const { spill, made } = await left()
    const other = { ...made, seed: 8, reached: undefined }
    const earlier = { ...made, reached: { tick: 100, hash: '' } }
    expect(
      (await counted({ ...session, seed: other.seed, actions: made.actions }, spill)).ticks,
    ).toBeGreaterThan(0)
    expect((await counted(earlier, spill)).ticks).toBeGreaterThanOrEqual(100)
    const bytes = spill.states.get('bookmark') ?? new Uint8Array()
    // The last byte of the last column of the last cell.
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
    const { run, ticks } = await counted(made, spill)
    expect(ticks).toBeGreaterThanOrEqual(150)
    expect(run.session()).toEqual(made)
    spill.states.set('bookmark', bytes.slice(0, 100))
    expect((await counted(made, spill)).run.session()).toEqual(made)
  })
})

describe('series of a steered run', () => {
  test('come at the model’s own beat, stay when one goes back, and part where branches part', async () => {
    const run = await opened()
    run.advance(100, () => true)
    const names = run.series.map(({ name }) => name)
    expect(names).toContain('mean oxygen')
    const all = run.rows()
    expect([...all.times]).toEqual([0, 20, 40, 60, 80, 100])
    valueOf(await run.seek(50))
    expect(run.rows()).toEqual(all)
    expect([...run.rows(50).times]).toEqual([60, 80, 100])
    run.advance(100)
    expect(run.rows()).toEqual(all)
    valueOf(await run.seek(40))
    valueOf(run.act('set: { cell types.tumour.exchange.oxygen.uptake: 100 1/min }', 'hunger'))
    run.advance(80)
    const other = run.rows()
    const oxygen = names.indexOf('mean oxygen')
    expect([...other.times]).toEqual([0, 20, 40, 60, 80])
    expect([...(other.values[oxygen] ?? [])].slice(0, 3)).toEqual([...(all.values[oxygen] ?? [])].slice(0, 3))
    expect(other.values[oxygen]?.[4]).toBeLessThan(all.values[oxygen]?.[4] ?? 0)
  })

  test('of followed cells change no bit, and tell what happened to them', async () => {
    const run = await opened({
      factsOf: (world, _model, slot) => ({ radius: world.cells.radius[slot] ?? 0 }),
    })
    run.advance(100)
    const plain = run.hash()
    valueOf(await run.seek(0))
    const { lineageLow, lineageHigh } = run.world.cells
    const hex = (word = 0): string => word.toString(16).padStart(8, '0')
    const all = Array.from(
      { length: run.world.count },
      (_, slot) => hex(lineageHigh[slot]) + hex(lineageLow[slot]),
    )
    run.follow(all)
    run.advance(100)
    expect(run.hash()).toBe(plain)
    const histories = all.map((lineage) => run.cellHistory(lineage))
    expect(histories[0]?.times).toEqual([0, 20, 40, 60, 80, 100])
    expect(histories[0]?.values['radius']?.every((radius) => radius > 1)).toBe(true)
    const texts = histories.flatMap(({ events }) => events.map(({ text }) => text))
    expect(texts.some((text) => /^divided: daughter [0-9a-f]{16}$/.test(text))).toBe(true)
  })
})

describe('a steered run that cannot go on', () => {
  test('is refused with numbers when it does not fit into memory', async () => {
    const answer = await SteeredRun.open({
      session,
      read: readFile,
      kernels: testKernels(),
      historyBudget: PLENTY,
      memoryLimit: 10_000,
    })
    expect(answer).toMatchObject({ ok: false, problem: { code: 'TooLarge' } })
    expect(answer.ok ? '' : answer.problem.message).toMatch(/\d+ cells and \d+ voxels .* MB/)
  })

  test('says where a number stopped being finite, and can go back', async () => {
    const run = await opened()
    run.advance(70)
    const slot = 3
    run.world.cells.volume[slot] = Number.NaN
    const { problem } = run.advance(90)
    expect(problem).toMatchObject({ code: 'NumericalFailure', lastKept: 60 })
    expect(problem?.message).toMatch(
      /of cell [0-9a-f]{16} \(\w+\) at \(.*\) um, tick 7\d .* that of tick 60\./,
    )
    expect(run.advance(100).tick).toBe(run.state.tick)
    expect(run.act(KNOCK, 'too late').ok).toBe(false)
    valueOf(await run.seek(60))
    expect(run.state.problem).toBeUndefined()
    run.advance(90)
    expect(run.hash()).toBe(plainHash(90))
  })

  test('says at which tick and voxel a model fails, and can be changed from the last state kept on', async () => {
    const files = { 'leak.yaml': LEAKING_MODEL }
    const run = await opened({ session: { ...session, model: 'leak.yaml', files } })
    const { problem, tick } = run.advance(240)
    expect(problem).toMatchObject({ code: 'NumericalFailure', tick, lastKept: LAST_KEPT })
    expect(tick).toBeGreaterThan(LAST_KEPT)
    expect(tick).toBeLessThan(2 * LAST_KEPT)
    expect(problem?.message).toMatch(/field\/poison of voxel \d+ around \(-?\d.* um, tick \d+ \(\d+ min\)/)
    valueOf(await run.seek(LAST_KEPT))
    expect(run.hash()).toBe(stateHash(runTo(LEAKING_MODEL, LAST_KEPT, { seed: 7 })))
    // Without the change it fails at the same tick again, with it it goes on.
    expect(run.advance(240).problem?.tick).toBe(tick)
    valueOf(await run.seek(LAST_KEPT))
    valueOf(run.act('set: { cell types.leaking.exchange.poison.export: 0 amol/min }', 'the leak is closed'))
    expect(run.advance(240)).not.toHaveProperty('problem')
    expect(await replayedHash(run)).toBe(run.hash())
  })

  test('stops where it has outgrown its limit', async () => {
    const plain = await opened()
    const run = await opened({ memoryLimit: plain.world.memory.buffer.byteLength - 1 })
    expect(run.advance(120)).toMatchObject({ tick: 60, problem: { code: 'OutOfMemory' } })
  })

  test('says what is wrong with a model', async () => {
    const files = { 'models/test/model.yaml': TEXT.replace('cycle:', 'cycel:') }
    const answer = await SteeredRun.open({
      session: { ...session, files },
      read: readFile,
      kernels: testKernels(),
      historyBudget: PLENTY,
    })
    expect(answer).toMatchObject({ ok: false, problem: { code: 'ModelHasErrors' } })
  })
})
