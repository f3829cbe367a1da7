import { normalCdf, normalQuantile } from '../distributions.ts'
import { exp, log } from '../elementary.ts'
import { checkProbability } from './search.ts'

/**
 * Power of the two-sided log-rank test when hazards are proportional: it depends on the number of events alone,
 *
 *     events = (z_(1 - a/2) + z_power)^2 / (s (1 - s) ln(hazard ratio)^2)        s = share of subjects in one arm
 *
 * D. A. Schoenfeld, Biometrics 39 (1983), doi:10.2307/2531021. Subjects follow from the chance that one has the event while
 * watched. Numbers are not rounded; round them up.
 */
export interface LogRankDesign {
  readonly hazardRatio: number
  /** Share of subjects in one of the arms [1], e.g. 0.5. */
  readonly share: number
  /** Two-sided bound on p, e.g. 0.05. */
  readonly significance: number
}

/** Returns the events in both arms together for a wanted power [1]; Infinity for a hazard ratio of one. */
export function logRankEvents(design: LogRankDesign, power: number): number {
  checkProbability('power', power)
  const z = normalQuantile(1 - design.significance / 2) + normalQuantile(power)
  return (z * z) / informationPerEvent(design)
}

/** Returns the power [1] with a number of events in both arms together. */
export function logRankPower(design: LogRankDesign, events: number): number {
  const z = normalQuantile(1 - design.significance / 2)
  return normalCdf(Math.sqrt(events * informationPerEvent(design)) - z)
}

/** Returns the subjects of both arms for a number of events, from the chances [1] of an event in the arm of `share` and the other. */
export function logRankSubjects(
  { share }: LogRankDesign,
  events: number,
  chances: readonly [number, number],
): number {
  return events / (share * chances[0] + (1 - share) * chances[1])
}

/** When subjects come and how long they are watched, all in one unit of time. */
export interface Watching {
  /** Span over which subjects enter evenly; 0 when all start together. */
  readonly accrual: number
  /** From the last entry to the end. */
  readonly followUp: number
}

/** Returns the chance [1] that a subject with a constant hazard [1/unit of time] has the event while watched. */
export function eventChance(hazard: number, { accrual, followUp }: Watching): number {
  if (!(hazard >= 0 && accrual >= 0 && followUp >= 0))
    throw new RangeError('hazard, accrual and follow-up are not negative')
  const late = exp(-hazard * followUp)
  const spread = hazard * accrual
  // The mean of exp(-hazard t) over the span; its limit for a short one avoids 0/0.
  return 1 - late * (spread < 1e-8 ? 1 - spread / 2 : (1 - exp(-spread)) / spread)
}

/** s (1 - s) ln(hazard ratio)^2, the information in one event. */
function informationPerEvent({ hazardRatio, share, significance }: LogRankDesign): number {
  checkProbability('share', share)
  checkProbability('significance', significance)
  if (!(hazardRatio > 0)) throw new RangeError(`a hazard ratio is positive, found ${hazardRatio}`)
  const effect = log(hazardRatio)
  return share * (1 - share) * effect * effect
}
