import type { Frame, Scene } from '../../src/browser.ts'
import { documents, shippedIndex } from '../app/shipped.ts'
import type { CameraState } from '../view/camera.ts'
import { kernels } from '../workers/kernels.ts'
import { openRun } from '../workers/open-run.ts'
import { fillingCamera } from './filling-camera.ts'

/** What stays the same while a tissue is shown. */
export interface Show {
  readonly scene: Scene
  readonly camera: CameraState
  /** [min] */
  readonly duration: number
}

interface ShowListener {
  readonly onOpen: (show: Show) => void
  readonly onFrame: (frame: Frame) => void
  /** False: nothing is computed. */
  readonly isSeen: () => boolean
}

/** Simulated minutes per second. Chosen by looking: cells are seen to move, and nothing jumps. */
const PACE = 24
/** Time that a picture may take to compute, so that the rest of the machine stays free [ms]. Chosen: half of a picture at 30 per second. */
const BUDGET = 16
/** Longest that a pause counts as [ms]: what was not seen is not made up for. */
const LONGEST = 100
/** History is not asked for here; what little is kept stays in memory [byte]. */
const HISTORY = 32e6

/** Runs a shipped model with one thread as long as it is looked at; returns what ends it. Where that fails, nothing is shown. */
export function runForShow(model: string, listener: ShowListener): () => void {
  const handle = openRun()
  const life = { isOver: false, request: 0 }
  const begin = async (): Promise<void> => {
    const index = await shippedIndex()
    const files = index.models.find(({ path }) => path === model)?.files ?? []
    const opened = await handle.run.open({
      kernels: await kernels(),
      files: await documents(files),
      session: { format: 1, model, seed: 1, actions: [] },
      threads: 1,
      historyBudget: HISTORY,
      store: 'gallery',
    })
    if (!opened.ok || life.isOver) return
    const { scene, stop, tick } = opened.value
    listener.onOpen({ scene, camera: fillingCamera(scene), duration: stop * tick })
    await go(tick, stop)
  }
  /** One picture after the other: the next is asked for when the last has been shown. */
  const go = async (tick: number, stop: number): Promise<void> => {
    let [at, due, before] = [0, 0, performance.now()]
    while (!life.isOver && at < stop) {
      if (listener.isSeen()) {
        const now = performance.now()
        due += (Math.min(now - before, LONGEST) / 1000) * (PACE / tick)
        before = now
        const state = await handle.run.advance(Math.min(stop, Math.max(at, Math.floor(due))), BUDGET)
        if (state.problem !== undefined) return
        // Slower than the pace: what is behind stays behind.
        due = Math.min(due, state.tick + LONGEST)
        if (state.tick > at || at === 0) listener.onFrame(await handle.frame({ fields: [] }))
        at = state.tick
      }
      await new Promise<void>((resolve) => {
        life.request = requestAnimationFrame(() => resolve())
      })
    }
  }
  begin().catch(() => undefined) // the picture stays
  return () => {
    life.isOver = true
    cancelAnimationFrame(life.request)
    handle.close()
  }
}
