import { wholeMultiple } from '../../engine/clock.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import type { Quantity } from '../../model/kit.ts'
import { formatQuantity } from '../../units/quantity.ts'
import { doseKind } from './dose-kind.ts'
import { type Depletion, type Drug, type Therapy, therapySection } from './schema.ts'

/** One administration, for figures and reports. */
export interface DoseTime {
  readonly therapy: string
  /** [min] */
  readonly time: number
  /** What is given, for example '3 mg/kg anti-PD-1'. */
  readonly label: string
}

/** Every dose that begins before `stop` [min], in order of time, then of name. */
export function doseTimes(model: ModelData, stop: number): readonly DoseTime[] {
  const doses = Object.entries(sectionOf(model, therapySection)).flatMap(([name, therapy]) => {
    const label = `${formatQuantity(therapy.dose.value, therapy.dose.unit)} ${drugOf(name, therapy)}`
    return timesOf(therapy, stop).map((time) => ({ therapy: name, time, label }))
  })
  return doses.toSorted((a, b) => a.time - b.time || (a.therapy < b.therapy ? -1 : 1))
}

function timesOf({ start, every, count }: Therapy, stop: number): readonly number[] {
  if (start.value >= stop) return []
  const fitting = every === undefined ? 1 : Math.ceil((stop - start.value) / every.value)
  const times = Array.from(
    { length: Math.min(fitting, count ?? fitting) },
    (_, n) => start.value + n * (every?.value ?? 0),
  )
  // Rounding may put the last one on the stop.
  return times.filter((time) => time < stop)
}

/** Name of the drug of a therapy: its own unless it says another. */
export function drugOf(name: string, therapy: Therapy): string {
  return therapy.drug ?? name
}

/** When something happens, in steps of the interventions. */
export interface Occasions {
  readonly start: number
  readonly every: number
  /** How often; Infinity = to the end. */
  readonly count: number
}

/** When and how fast one therapy is given. */
export interface Schedule extends Occasions {
  /** Steps over which a dose is spread; 0 = at once. */
  readonly length: number
  /** What one dose brings into the body [ymol]. */
  readonly amount: number
}

/** The schedule of a therapy in steps of `cadence` [min]. */
export function compileSchedule(therapy: Therapy, drug: Drug, cadence: number): Schedule {
  return {
    ...occasions({ at: therapy.start, ...therapy }, cadence),
    length: steps(therapy.infusion, cadence),
    amount: doseAmount(therapy.dose, drug) * drug.bioavailability.value,
  }
}

/** When something happens, in steps of `cadence` [min]. */
export function occasions(
  { at, every, count }: Pick<Depletion, 'at' | 'every' | 'count'>,
  cadence: number,
): Occasions {
  return {
    start: steps(at, cadence),
    every: every === undefined ? 1 : steps(every, cadence),
    count: count ?? (every === undefined ? 1 : Infinity),
  }
}

function steps(duration: Quantity, cadence: number): number {
  return Math.round(duration.value / cadence)
}

/** A dose as an amount [ymol]. */
export function doseAmount(dose: Quantity, drug: Drug): number {
  const weight = drug['body weight'].value
  const molarMass = drug['molar mass']?.value ?? Number.NaN
  switch (doseKind(dose.unit)) {
    case 'amount':
      return dose.value
    case 'amount per weight':
      return dose.value * weight
    case 'mass per weight':
      return (dose.value * weight) / molarMass
    default:
      return dose.value / molarMass
  }
}

/** Doses that began in step `step` or before. */
function begun({ start, every, count }: Occasions, step: number): number {
  return step < start ? 0 : Math.min(Math.floor((step - start) / every) + 1, count)
}

/** True when something begins in step `step`, or after the step `since` before it. */
export function isOccasion(when: Occasions, step: number, since = 1): boolean {
  return begun(when, step) > begun(when, step - since)
}

/** What is given at once in step `step` [ymol]. */
export function bolusAt(schedule: Schedule, step: number): number {
  if (schedule.length > 0) return 0
  return isOccasion(schedule, step) ? schedule.amount : 0
}

/** What flows in during step `step` [ymol/min]; infusions that overlap add up. */
export function infusionAt(schedule: Schedule, step: number, cadence: number): number {
  if (schedule.length === 0) return 0
  const running = begun(schedule, step) - begun(schedule, step - schedule.length)
  return (running * schedule.amount) / (schedule.length * cadence)
}

/** True when a duration is a whole number of steps, none included. */
export function isWhole(duration: Quantity, cadence: number): boolean {
  return duration.value === 0 || wholeMultiple(duration.value, cadence) !== undefined
}
