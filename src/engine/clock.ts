/** The activities that have a cadence of their own. */
export type Cadence = 'fields' | 'mechanics' | 'phenotype'

/** Integer time: a tick of fixed length, and cadences as whole multiples of it. */
export interface Clock {
  /** Length of a tick [min]. */
  readonly tick: number
  /** Ticks between runs. */
  readonly every: Readonly<Record<Cadence, number>>
  /** Ticks of a whole run. */
  readonly stop: number
}

/** Minutes between runs of a cadence. */
export function cadenceMinutes(clock: Clock, cadence: Cadence): number {
  return clock.every[cadence] * clock.tick
}

/** True when a cadence runs in tick `tick`; all of them run in tick 0. */
export function isDue({ every }: Clock, cadence: Cadence, tick: number): boolean {
  // Names written out: a key that is looked up makes an object of the number that it finds.
  if (cadence === 'fields') return tick % every.fields === 0
  if (cadence === 'mechanics') return tick % every.mechanics === 0
  return tick % every.phenotype === 0
}

/** Relative slack when a ratio of two written durations is taken for a whole number: a few rounding errors. */
const WHOLE_TOLERANCE = 1e-9

/** How many times `unit` goes into `duration` [min], or undefined when that is not a whole number above zero. */
export function wholeMultiple(duration: number, unit: number): number | undefined {
  const ratio = duration / unit
  const whole = Math.round(ratio)
  return whole >= 1 && Math.abs(ratio - whole) <= WHOLE_TOLERANCE * whole ? whole : undefined
}
