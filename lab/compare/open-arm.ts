import type { Frame } from '../../src/browser.ts'
import { openRun } from '../workers/open-run.ts'
import type { OpenedRun } from './lockstep.ts'

/** A run in a worker of its own; buffers of a frame serve again when the frame after the next one is asked for. */
export function openArm(): OpenedRun {
  const { run, frame, siteFrame, close } = openRun()
  const shown: Frame[] = []
  return {
    api: {
      open: (options) => run.open(options),
      advance: (until, budget) => run.advance(until, budget),
      frame: async (request) => {
        // The last frame is still on the screen, and the difference of two arms is made from it.
        const old = shown.length > 1 ? shown.shift() : undefined
        const next = await frame(request, old)
        shown.push(next)
        return next
      },
      siteFrame: (site, request) => siteFrame(site, request),
      series: (from) => run.series(from),
      seek: (tick, branch) => run.seek(tick, branch),
      session: () => run.session(),
    },
    close,
  }
}
