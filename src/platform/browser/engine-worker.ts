/**
 * The script of an engine's worker: it holds one world and does what a page asks of it (`engine-messages.ts`).
 *
 * A page's main thread must not run a world: it may not sleep, and it would not answer its reader. The threads of the
 * world's team run this same script in another role: they get one message and serve until they are ended.
 */
import { compile } from '../../compile/compile.ts'
import { parseModel } from '../../compile/parse-model.ts'
import { createWorld } from '../../engine/create-world.ts'
import { isMilieuError } from '../../engine/errors.ts'
import { siteNames } from '../../engine/organism.ts'
import type { Program } from '../../engine/program.ts'
import { stateHash } from '../../engine/state-hash.ts'
import { type Stepper, createStepper, runUntil } from '../../engine/step.ts'
import { textReader } from '../../model/include.ts'
import type { Team } from '../../parallel/team.ts'
import { type ThreadRequest, serveBrowserTeam, startBrowserTeam } from './browser-team.ts'
import { EngineError } from './engine-error.ts'
import type { EngineReply, EngineRequest, EngineStart, EngineState } from './engine-messages.ts'
import { messagesRead } from './messages-read.ts'
import type { WorkerScope } from './web-worker.ts'

type Start = Extract<EngineRequest, { kind: 'start' }>
type Run = Extract<EngineRequest, { kind: 'run' }>
type Question = Exclude<EngineRequest, { kind: 'stop' }>

/** Time between two looks at the page's messages [ms]; chosen: a stop seems instant, and turning the loop costs nothing. */
const SLICE = 50

// This script runs in a browser's worker only; the compiler knows the global scope of Node.
const scope = globalThis as unknown as WorkerScope
let stepper: Stepper | undefined
let team: Team | undefined
/** Runs asked for before the request of this number are to end. */
let stoppedBefore = 0
let answered: Promise<void> = Promise.resolve()

scope.addEventListener('message', ({ data }) => {
  const request = data as EngineRequest | ThreadRequest // only `engine-host.ts` and `browser-team.ts` speak to this script
  if (request.kind === 'serve') serveBrowserTeam(scope, request)
  else if (request.kind === 'stop') stoppedBefore = request.id
  else answered = answered.then(() => answer(request))
})

async function answer(request: Question): Promise<void> {
  let reply: EngineReply
  try {
    reply = await replyTo(request)
  } catch (error) {
    const code = isMilieuError(error) ? error.code : 'EngineFailed'
    const issues = error instanceof EngineError ? error.issues : []
    const text = error instanceof Error ? error.message : String(error)
    reply = { kind: 'failed', id: request.id, code, error: text, issues }
  }
  scope.postMessage(reply)
}

async function replyTo(request: Question): Promise<EngineReply> {
  const { id } = request
  if (request.kind === 'start') return start(request)
  const current = running()
  if (request.kind === 'run') {
    await run(current, request)
    return { kind: 'ran', id, state: stateOf(current) }
  }
  return { kind: 'hash', id, hash: stateHash(current.world), state: stateOf(current) }
}

/** The model first: threads are dear, and a model with mistakes needs none. */
async function start(request: Start): Promise<EngineReply> {
  const program = programOf(request)
  const { kernels, seed, threads = 1 } = request
  await team?.close()
  const started = await startBrowserTeam(scope, kernels, threads, {
    rooms: siteNames(program),
    ...request.team,
  })
  team = started.team
  const world = createWorld(program, { kernels, seed, ...(team === undefined ? {} : { team }) })
  stepper = createStepper(world)
  return { kind: 'started', id: request.id, support: started.support, state: stateOf(stepper) }
}

/** Runs in slices, between which the page's messages are read. */
async function run(current: Stepper, request: Run): Promise<void> {
  const { until } = request
  while (current.world.tick < until && !isStopped(request)) {
    const end = performance.now() + SLICE
    runUntil(current, until, () => performance.now() < end)
    await messagesRead()
  }
}

function isStopped({ id }: Run): boolean {
  return id < stoppedBefore
}

function programOf({ model, files }: EngineStart): Program {
  const parsed = parseModel(model, textReader(files))
  if (parsed.model === undefined)
    throw new EngineError('ModelHasErrors', `the model ${model} has errors`, parsed.issues)
  return compile(parsed.model)
}

function running(): Stepper {
  if (stepper === undefined)
    throw new EngineError('NotStarted', 'the engine has no world yet: start it first')
  return stepper
}

function stateOf({ world }: Stepper): EngineState {
  const state = { tick: world.tick, cells: world.count }
  return team === undefined ? state : { ...state, blocks: team.computed() }
}
