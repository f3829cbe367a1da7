import type { Profile } from '../src/engine/step.ts'

/** One number of a scene. */
export interface Quantity {
  readonly name: string
  readonly unit: string
  /** Median over the repeats. */
  readonly median: number
  /** Fastest repeat, where it is a time. */
  readonly fastest?: number
  /** How many times faster than the reference that was measured in turn with it. */
  readonly ratio?: number
}

/** What a scene came to. */
export interface SceneResult {
  readonly scene: string
  readonly title: string
  readonly quantities: readonly Quantity[]
  /** Share of the time by phase of the step, largest first; empty where a scene runs one kernel only. */
  readonly phases: readonly (readonly [string, number])[]
}

/** Shares of a profile above half a percent, largest first. */
export function phaseShares(profile: Profile): readonly (readonly [string, number])[] {
  const entries = Object.entries(profile)
  const total = entries.reduce((sum, [, ms]) => sum + ms, 0)
  return entries
    .map(([phase, ms]) => [phase, ms / Math.max(total, 1e-9)] as const)
    .filter(([, share]) => share > 0.005)
    .toSorted(([, a], [, b]) => b - a)
}
