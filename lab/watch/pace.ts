/** How fast simulated time goes in the page. */
export interface Speed {
  readonly name: string
  /** Simulated time per second of wall time [min/s]. */
  readonly perSecond: number
}

/** Chosen: from watching single cells move to a week in seconds; keys 1 to 9 choose one. */
export const SPEEDS: readonly Speed[] = [
  { name: '1 min per s', perSecond: 1 },
  { name: '5 min per s', perSecond: 5 },
  { name: '15 min per s', perSecond: 15 },
  { name: '1 h per s', perSecond: 60 },
  { name: '3 h per s', perSecond: 180 },
  { name: '6 h per s', perSecond: 360 },
  { name: '12 h per s', perSecond: 720 },
  { name: '1 d per s', perSecond: 1440 },
  { name: 'as fast as it can', perSecond: Number.POSITIVE_INFINITY },
]

/** Chosen: a model of days passes within a talk's patience, and cells still visibly crawl. */
export const FIRST_SPEED = 3

/** Wall time that one request may compute [ms]. Chosen: leaves the rest of a sixtieth of a second for the frame. */
const PACED_BUDGET = 12
/** The same when nothing holds the run back. Chosen: thirty pictures a second; the way to and fro costs little then. */
const FREE_BUDGET = 30
/** Wall time that may be made up for [ms]. Chosen: a run that cannot keep up goes on at its own speed, not in leaps later. */
const MOST_OWED = 100

/** What the next request to a run is. */
export interface Due {
  /** Ticks to go on by; none yet when zero. */
  readonly ticks: number
  /** Wall time that it may take [ms]. */
  readonly budget: number
  /** Wall time that is not spent yet [ms]. */
  readonly owed: number
}

/** What is due after `elapsed` [ms] of wall time, beside what was `owed` [ms]; `tick` is the length of one [min]. */
export function due({ perSecond }: Speed, elapsed: number, owed: number, tick: number): Due {
  if (perSecond === Number.POSITIVE_INFINITY) return { ticks: perSecond, budget: FREE_BUDGET, owed: 0 }
  const perTick = (1000 * tick) / perSecond
  // one slow tick may take longer than what can be made up for: it must come due nevertheless
  const time = Math.min(owed + elapsed, Math.max(MOST_OWED, perTick))
  const ticks = Math.floor(time / perTick)
  return { ticks, budget: PACED_BUDGET, owed: time - ticks * perTick }
}

/** Simulated minutes as people read them: `1 d 04:15`. */
export function clockText(minutes: number): string {
  const whole = Math.floor(minutes + 1e-6)
  const days = Math.floor(whole / 1440)
  const hours = Math.floor((whole % 1440) / 60)
  const clock = `${pad(hours)}:${pad(whole % 60)}`
  return days === 0 ? clock : `${days} d ${clock}`
}

/** A length of time in short: `3 d`, `36 h`, `1 d 04:15`. */
export function lengthText(minutes: number): string {
  if (minutes > 0 && minutes % 1440 === 0) return `${minutes / 1440} d`
  return minutes > 0 && minutes % 60 === 0 ? `${minutes / 60} h` : clockText(minutes)
}

/** The same in words, for screen readers and sentences: `1 day 4 h 15 min`. */
export function durationWords(minutes: number): string {
  const whole = Math.floor(minutes + 1e-6)
  const [days, hours, rest] = [Math.floor(whole / 1440), Math.floor((whole % 1440) / 60), whole % 60]
  const parts = [
    days === 0 ? '' : `${days} ${days === 1 ? 'day' : 'days'}`,
    hours === 0 ? '' : `${hours} h`,
    rest === 0 ? '' : `${rest} min`,
  ].filter((part) => part !== '')
  return parts.length === 0 ? 'the beginning' : parts.join(' ')
}

/** A speed that was reached [min/s], rounded for people: `22 min per s`. */
export function speedText(perSecond: number): string {
  if (perSecond >= 1440) return `${round(perSecond / 1440)} d per s`
  if (perSecond >= 60) return `${round(perSecond / 60)} h per s`
  return `${round(perSecond)} min per s`
}

function round(value: number): string {
  return value >= 10 ? value.toFixed(0) : value.toFixed(1)
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
