import { describe, expect, test } from 'vitest'
import { livingTissue } from '../bench/living-tissue.ts'
import { columnHashes, stateHash } from '../engine/state-hash.ts'
import { runUntil } from '../engine/step.ts'
import { numberAt } from '../experiment/model-numbers.ts'
import type { ReadFile } from '../model/include.ts'
import { startNodeTeam } from '../platform/node/node-team.ts'
import { readFile } from '../platform/node/read-file.ts'
import { testKernels } from '../testing/kernels.ts'
import { runTo } from '../testing/start-run.ts'
import {
  type ActedWorld,
  type Refusal,
  act,
  beginSession,
  replaySession,
  sessionAt,
  sessionUntil,
} from './replay.ts'
import type { Session, SessionAction } from './session.ts'
import { sessionModel } from './session-model.ts'

const nothing: ReadFile = () => ({ ok: false, reason: 'no such file' })
const env = { kernels: testKernels() }
const tissue: Session = {
  format: 1,
  model: 'models/test/model.yaml',
  files: { 'models/test/model.yaml': livingTissue({ therapy: '{}' }) },
  seed: 7,
  actions: [],
}

/** A drug that the model does not have, and none of the doses on the step of anything. */
const ACTIONS: readonly SessionAction[] = [
  {
    tick: 31,
    label: 'dose',
    change: 'therapy: { first: { drug: anti-PD-1, dose: 3 mg/kg, start: 31 min, infusion: 5 min } }',
  },
  { tick: 44, label: 'knock-down', change: 'knock down: { cell types.tumour.cycle.rate: 80 % }' },
  { tick: 44, label: 'at once after', change: 'overexpress: { cell types.CD8.motility.speed: 2 times }' },
  { tick: 67, label: 'antibody', change: 'include: [library/anti-il-10]' },
  {
    tick: 70,
    label: 'a place',
    change: `ablations: { cut: { at: 70 min, centre: [30 um, 0 um, 0 um], radius: 40 um, share: 60 % } }
injections: { in: { cell type: CD8, count: 9, at: 72 min, centre: [0 um, 0 um, 0 um], radius: 50 um } }
ligations: { tie: { at: 71 min, centre: [-80 um, 60 um, 0 um], radius: 9 um } }
`,
  },
]

/** Steers live, in slices of `slice` ticks, as somebody does who looks now and then. */
function live(session: Session, actions: readonly SessionAction[], end: number, slice: number): ActedWorld {
  let current = asWorld(beginSession(session, readFile, env))
  let done = session
  const to = (tick: number): void => {
    while (current.world.tick < tick) runUntil(current.stepper, Math.min(tick, current.world.tick + slice))
  }
  for (const action of actions) {
    to(action.tick)
    const acted = asWorld(act(current.world, done, action, readFile, env))
    current = acted
    done = acted.session
  }
  to(end)
  return { ...current, session: done }
}

function asWorld<W extends { readonly world: unknown; readonly issues: ActedWorld['issues'] }>(
  outcome: W | Refusal,
): W & ActedWorld {
  if (outcome.world === undefined) throw new Error(JSON.stringify(outcome.issues))
  return outcome as W & ActedWorld // the tests use of it what each outcome has
}

const messages = ({ issues }: Pick<Refusal, 'issues'>): readonly string[] =>
  issues
    .filter(({ severity }) => severity === 'error')
    .map(({ position, message }) => `${position?.file}:${position?.line}:${position?.column} ${message}`)

describe('a session', () => {
  test('without actions is the run of its model', () => {
    const { world } = live(tissue, [], 40, 7)
    const plain = runTo(livingTissue({ therapy: '{}' }), 40, { seed: 7 })
    expect(columnHashes(world)).toEqual(columnHashes(plain))
  })

  test.each([1, 2, 3])('replays to the bits of steering, on %i threads', async (threads) => {
    const steered = live(tissue, ACTIONS, 83, 3)
    const reached = sessionAt(steered.session, steered.world)
    expect(reached.actions).toEqual(ACTIONS)
    const replayed = await replaySession(reached, readFile, {
      ...env,
      startTeam: async () =>
        threads === 1 ? undefined : startNodeTeam(threads, testKernels(), { sharesAll: true }),
    })
    if (replayed.issues.length > 0) expect(messages(replayed)).toEqual([])
    expect(replayed).toMatchObject({ tick: 83, isSame: true, hash: reached.reached?.hash })
  })

  test('does not depend on who looks, and how often', () => {
    const hashes = [1, 5, 100].map((slice) => stateHash(live(tissue, ACTIONS, 83, slice).world))
    expect(new Set(hashes).size).toBe(1)
  })

  test('says so when it comes to other bits', async () => {
    const { session, world } = live(tissue, ACTIONS.slice(0, 1), 50, 50)
    const reached = { ...sessionAt(session, world), seed: 8 }
    expect(await replaySession(reached, readFile, env)).toMatchObject({ isSame: false })
  })

  test('says whether the model is still the one that it was made with', async () => {
    const hash = sessionModel(tissue, nothing, 0).model?.hash ?? ''
    expect(await replaySession({ ...tissue, modelHash: hash }, nothing, env, 2)).toMatchObject({
      isSameModel: true,
      tick: 2,
    })
    expect(await replaySession({ ...tissue, modelHash: 'other' }, nothing, env, 2)).toMatchObject({
      isSameModel: false,
    })
  })

  test('goes back to a tick with the actions that were done there', async () => {
    const steered = live(tissue, ACTIONS, 83, 10)
    const back = sessionUntil(sessionAt(steered.session, steered.world), 44)
    expect(back.actions.length).toBe(3)
    expect(back.reached).toBeUndefined()
    const replayed = await replaySession(back, readFile, env, 60)
    expect(replayed).toMatchObject({
      tick: 60,
      hash: stateHash(live(tissue, ACTIONS.slice(0, 3), 60, 9).world),
    })
  })
})

describe('an action', () => {
  test('takes the state along, and what it changes with it', () => {
    const begun = asWorld(beginSession(tissue, nothing, env))
    runUntil(begun.stepper, 10)
    const before = columnHashes(begun.world)
    const change = 'knock down: { cell types.tumour.cycle.rate: 80 % }'
    const acted = asWorld(act(begun.world, tissue, { tick: 10, change, label: '' }, nothing, env))
    expect(columnHashes(begun.world)).toEqual(before)
    expect(columnHashes(acted.world)).toEqual(before)
    expect(acted.changes).toMatchObject([{ kind: 'knock down', factor: expect.closeTo(0.2, 12) }])
  })

  test('builds on those before: 80 % knocked down twice leaves 4 %', () => {
    const change = 'knock down: { cell types.tumour.cycle.rate: 80 % }'
    const twice = { ...tissue, actions: [1, 2].map((tick) => ({ tick, change, label: '' })) }
    const data = sessionModel(twice, nothing).model?.data
    const found = data === undefined ? undefined : numberAt(data, 'cell types.tumour.cycle.rate')
    // Two roundings of a product: 1e-12 is far above them.
    expect(found).toMatchObject({ number: { value: expect.closeTo(0.002 * 0.04, 12) } })
  })

  test('that includes a part twice has it once', () => {
    const change = 'include: [library/anti-il-10]'
    const of = (count: number) =>
      sessionModel(
        { ...tissue, actions: Array.from({ length: count }, (_, tick) => ({ tick, change, label: '' })) },
        readFile,
      )
    expect(messages(of(1))).toEqual([])
    expect(of(2).model?.hash).toBe(of(1).model?.hash)
    expect(of(1).model?.hash).not.toBe(of(0).model?.hash)
  })

  test.each([
    ['knock down: { cell types.tumor.cycle.rate: 80 % }', /^action 1:1:\d+ .*'tumor'/],
    ['nonsense: 1', /^action 1:1:1 .*'nonsense'/],
    ['{', /^action 1:/],
    ['', /^action 1:1:1 /],
    ['domain: { size: [240 um, 220 um, 20 um] }', /^action 1:1:1 this would change voxels/],
    ['cell types: { NK: {} }', /^action 1:1:1 this would change cell types/],
    ['vessels: { points: [] }', /^action 1:1:1 this would change vessels/],
    ['time: { fields: 0.5 min }', /^action 1:1:1 this would change length of a tick/],
    ['include: [library/nowhere]', /^action 1:1:\d+ .*nowhere/],
  ])('that cannot be says why: %s', (change, expected) => {
    const begun = asWorld(beginSession(tissue, nothing, env))
    const outcome = act(begun.world, tissue, { tick: 0, change, label: '' }, readFile, env)
    expect(outcome.world).toBeUndefined()
    expect(messages(outcome)[0]).toMatch(expected)
  })

  test('happens at the tick at which the world is', () => {
    const begun = asWorld(beginSession(tissue, nothing, env))
    runUntil(begun.stepper, 3)
    const at = (tick: number) =>
      messages(act(begun.world, tissue, { tick, change: 'time: { stop: 2 day }', label: '' }, nothing, env))
    expect(at(2)).toEqual(['action 1:1:1 this happens at tick 2, and the run is at tick 3 already'])
    expect(at(4)).toEqual(['action 1:1:1 this happens at tick 4, and the run is only at tick 3'])
    expect(at(3)).toEqual([])
  })
})
