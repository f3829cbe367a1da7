import type { Frame, Scene } from '../../src/browser.ts'
import { type Scales, scalesFor } from './scales.ts'
import type { ViewOptions } from './view-options.ts'

/** A tissue beside others. */
interface Beside {
  readonly scene: Scene
  readonly frame: Frame
}

/** Scales wide enough for tissues that are shown side by side: a colour means the same in all of them. */
export function sharedScales(
  tissues: readonly Beside[],
  options: ViewOptions,
  before?: Scales,
): Scales | undefined {
  let shared = before
  for (const [index, { scene, frame }] of tissues.entries()) {
    const { of } = scalesFor(scene, frame, options)
    // The first tells whether what was known still counts; the others have other sizes, and widen it.
    const known = shared !== undefined && (index > 0 || shared.of === of) ? { ...shared, of } : undefined
    const own = scalesFor(scene, frame, options, known)
    shared = { ...own, of: index === 0 || shared === undefined ? of : shared.of }
  }
  return shared
}
