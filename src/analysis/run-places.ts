import type { Design } from '../experiment/design.ts'
import type { RunPlan } from '../experiment/run-plan.ts'

/**
 * Where runs belong in a trial: which setting of the sweep, which virtual patient, which replicate. Counted from zero;
 * where there is no sweep or no cohort there is one setting, one patient.
 */
export interface RunPlace {
  readonly setting: number
  readonly patient: number
  readonly replicate: number
}

/** How many of each there are. */
export interface TrialShape {
  readonly settings: number
  readonly patients: number
  readonly replicates: number
}

/** The shape of a trial with a design; replicates as many as planned. */
export function shapeOf(design: Design | undefined, replicates: number): TrialShape {
  const count = (of: readonly (number | undefined)[]): number =>
    of.reduce<number>((most, value) => Math.max(most, (value ?? 0) + 1), 1)
  const points = design?.points ?? []
  return {
    settings: count(points.map(({ setting }) => setting)),
    patients: count(points.map(({ patient }) => patient)),
    replicates,
  }
}

/** Where a planned run belongs. */
export function placeOf(plan: Pick<RunPlan, 'point' | 'replicate'>, design: Design | undefined): RunPlace {
  const point = plan.point === undefined ? undefined : design?.points[plan.point]
  return { setting: point?.setting ?? 0, patient: point?.patient ?? 0, replicate: plan.replicate }
}

/** Number of a run within its arm; the same number in two arms is a pair of twins when the trial's pairing says so. */
export function slotOf(place: RunPlace, { patients, replicates }: TrialShape): number {
  return (place.setting * patients + place.patient) * replicates + place.replicate
}

/** Runs of one arm. */
export function slotCount({ settings, patients, replicates }: TrialShape): number {
  return settings * patients * replicates
}

/** Where the run of a slot belongs: the inverse of `slotOf`. */
export function placeAt(slot: number, { patients, replicates }: TrialShape): RunPlace {
  const subject = slot % (patients * replicates)
  return {
    setting: Math.floor(slot / (patients * replicates)),
    patient: Math.floor(subject / replicates),
    replicate: subject % replicates,
  }
}
