import type { Profile } from '../engine/step.ts'
import type { Timing } from './measure.ts'

/** One number of a scene. */
export interface Quantity {
  readonly name: string
  readonly unit: string
  /** Median over the repeats; a time is that for which cores were held. */
  readonly median: number
  /** Fastest repeat, where it is a time. */
  readonly fastest?: number
  /** Median by the clock on the wall, where it is a time. */
  readonly wall?: number
  /** How many times faster than the reference that was measured in turn with it. */
  readonly ratio?: number
}

/** What a scene came to. */
export interface SceneResult {
  readonly scene: string
  /** Threads that it worked on. */
  readonly threads: number
  readonly title: string
  readonly quantities: readonly Quantity[]
  /** Share of the time by phase of the step, largest first; empty where a scene runs one kernel only. */
  readonly phases: readonly (readonly [string, number])[]
}

/** Why a scene did not run. */
export interface LeftOut {
  readonly scene: string
  readonly reason: string
}

/** What a scene is asked for. */
export interface SceneOptions {
  readonly repeats: number
  readonly threads: number
}

/** Units of time in a millisecond. */
const PER_MS: Readonly<Record<string, number>> = { s: 1e-3, ms: 1, us: 1e3, ns: 1e6 }

/** A time shared out over `items`: what each of them took. */
export function timeEach(name: string, unit: 's' | 'ms' | 'us' | 'ns', timing: Timing, items = 1): Quantity {
  const scale = (PER_MS[unit] ?? 1) / items
  return {
    name,
    unit,
    median: timing.median * scale,
    fastest: timing.fastest * scale,
    wall: timing.wall * scale,
  }
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

/** Sum of the shares of some phases. */
export function shareOf(phases: SceneResult['phases'], names: readonly string[]): number {
  return phases.filter(([phase]) => names.includes(phase)).reduce((sum, [, share]) => sum + share, 0)
}
