import { createPause } from './pause.ts'
import { CLOSING, Control, GENERATION, SLEEPERS } from './control.ts'
import { kernelsByRoom } from './rooms.ts'
import { blockTaker, kernelNames } from './take-blocks.ts'

/** What a worker of a team is started with; can be posted to another thread as it is. */
export interface TeamRequest {
  readonly module: WebAssembly.Module
  /** The memory of the world, and those of worlds in it. */
  readonly memories: readonly WebAssembly.Memory[]
  readonly control: SharedArrayBuffer
  /** Threads of the team, the calling one included. */
  readonly threads: number
  /** Number of this thread, from 1; 0 is the caller. */
  readonly index: number
}

/**
 * Looks for a new batch before a worker goes to sleep: about 0.1 ms on the machine of bench/results. To post a batch costs the
 * caller 0.4 us while workers look; a worker that sleeps is at work some 80 us after it was woken (measured). To look for about
 * as long as waking takes is never more than twice as dear as the better of the two would have been.
 */
const SPINS = 2000

/**
 * Serves a team until it closes: does not return before. `tellReady` is called once, when the thread can take work.
 *
 * The thread must be one that may sleep (`Atomics.wait`): any but a page's main thread.
 */
export function serveTeam(request: TeamRequest, tellReady: () => void): void {
  const { module, memories, index } = request
  const control = new Control(request.control, request.threads)
  const { words } = control
  const takeBlocks = blockTaker(control, kernelsByRoom(module, memories), kernelNames(module), index)
  const pause = createPause()
  let seen = 0
  tellReady()
  while (Atomics.load(words, CLOSING) === 0) {
    let spins = 0
    while (Atomics.load(words, GENERATION) === seen && spins++ < SPINS) pause()
    if (Atomics.load(words, GENERATION) === seen) {
      Atomics.add(words, SLEEPERS, 1)
      Atomics.wait(words, GENERATION, seen)
      Atomics.sub(words, SLEEPERS, 1)
    }
    seen = Atomics.load(words, GENERATION)
    takeBlocks()
  }
}
