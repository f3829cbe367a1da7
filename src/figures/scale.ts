/** A map from values to places in a figure, with the values that carry ticks. */
export interface Scale {
  readonly domain: readonly [low: number, high: number]
  readonly ticks: readonly number[]
  /** Place of a value [pt]. */
  place(value: number): number
}

/** A linear scale whose ends are round numbers; `count` is about how many ticks. */
export function niceScale(low: number, high: number, range: readonly [number, number], count = 4): Scale {
  const [from, to] = widen(low, high)
  const step = niceStep((to - from) / count)
  const first = Math.floor(from / step + 1e-9)
  const last = Math.ceil(to / step - 1e-9)
  return linearScale([first * step, last * step], ticksBetween(first, last, step), range)
}

/** A linear scale with exactly this domain; ticks are the round numbers within. */
export function exactScale(low: number, high: number, range: readonly [number, number], count = 4): Scale {
  const [from, to] = widen(low, high)
  const step = niceStep((to - from) / count)
  const ticks = ticksBetween(Math.ceil(from / step - 1e-9), Math.floor(to / step + 1e-9), step)
  return linearScale([from, to], ticks, range)
}

/** A logarithmic scale for ratios, with ticks at 1, 2, 5 times powers of ten; both ends positive. */
export function ratioScale(low: number, high: number, range: readonly [number, number]): Scale {
  const from = Math.log10(low)
  const to = Math.log10(high)
  const span = to - from || 1
  return {
    domain: [low, high],
    ticks: ratioTicks(low, high),
    place: (value) => range[0] + ((Math.log10(value) - from) / span) * (range[1] - range[0]),
  }
}

/** Ticks for time [min] on round days, hours or minutes. */
export function timeTicks(duration: number, minutesPerUnit: number, count = 7): number[] {
  const units = duration / minutesPerUnit
  const whole = [1, 2, 3, 5, 7, 10, 14, 20, 28, 50, 100].find((step) => units / step <= count + 0.001)
  const step = whole === undefined || units < 2 ? niceStep(units / count) : whole
  return ticksBetween(0, Math.floor(units / step + 1e-9), step).map((tick) => tick * minutesPerUnit)
}

/** The largest of 1, 2, 5 times a power of ten that is not above `most`, which is positive. */
export function roundBelow(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most))
  const factor = [5, 2, 1].find((candidate) => candidate * power <= most * (1 + 1e-9)) ?? 1
  return Number((factor * power).toPrecision(12))
}

function linearScale(
  domain: readonly [number, number],
  ticks: readonly number[],
  range: readonly [number, number],
): Scale {
  const span = domain[1] - domain[0]
  return {
    domain,
    ticks,
    place: (value) => range[0] + ((value - domain[0]) / span) * (range[1] - range[0]),
  }
}

/** Ends that differ, so that a constant series still has an axis. */
function widen(low: number, high: number): [number, number] {
  if (!(Number.isFinite(low) && Number.isFinite(high))) return [0, 1]
  if (high > low) return [low, high]
  return low === 0 ? [0, 1] : [Math.min(0, low * 2), Math.max(0, low * 2)]
}

/** The round number (1, 2 or 5 times a power of ten) at or above `rough`. */
function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  const factor = [1, 2, 5].find((candidate) => candidate * power >= rough * (1 - 1e-9))
  return (factor ?? 10) * power
}

function ticksBetween(first: number, last: number, step: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  )
}

function ratioTicks(low: number, high: number): number[] {
  const ticks: number[] = []
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const factor of [1, 2, 5]) {
      const tick = Number((factor * 10 ** power).toPrecision(12))
      if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) ticks.push(tick)
    }
  }
  return ticks
}
