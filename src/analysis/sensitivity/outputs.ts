import type { Outcome } from '../../experiment/executor.ts'
import {
  type SensitivityPlan,
  type SensitivityTarget,
  endpointTimes,
} from '../../experiment/sensitivity-plan.ts'
import { type Files, joinPath } from '../../store/files.ts'
import { readSeries } from '../../store/run-store.ts'
import type { Series } from '../../store/run-tables.ts'

/** One number of the answer, at every point of the design. */
export interface SensitivityOutput extends SensitivityTarget {
  /** As the trial's summary calls it. */
  readonly endpoint: string
  /** [points][replicates]; NaN where there is no value, in a whole trajectory or base sample together. */
  readonly values: readonly (readonly number[])[]
}

/** The outputs of a sensitivity, and the points that gave none. */
export interface SensitivityOutputs {
  readonly outputs: readonly SensitivityOutput[]
  /** Trajectories or base samples that lack a run. */
  readonly dropped: ReadonlySet<number>
}

/** Reads what the finished runs of a sensitivity found; a run that failed takes its trajectory or base sample with it. */
export async function readOutputs(
  files: Files,
  folder: string,
  plan: SensitivityPlan,
  outcomes: readonly Outcome[],
): Promise<SensitivityOutputs> {
  const endpoints = (plan.data.endpoints ?? Object.keys(plan.experiment.data.endpoints)).flatMap((name) =>
    endpointTimes(plan.experiment, name),
  )
  const found = new Map<string, readonly number[]>()
  for (const { job, manifest } of outcomes) {
    if (manifest?.status !== 'finished') continue
    const series = await readSeries(files, joinPath(folder, job.plan.key), manifest)
    found.set(
      job.plan.key,
      endpoints.map(({ measure, at }) => lastValue(series, measure, at)),
    )
  }
  const dropped = droppedBlocks(plan, found)
  const outputs = endpoints.flatMap(({ name }, index) =>
    plan.targets.map((target): SensitivityOutput => {
      const of = (arm: string) => valuesOf(plan, found, arm, index)
      const own = of(target.arm)
      const other = target.against === undefined ? undefined : of(target.against)
      const values = other === undefined ? own : own.map((row, p) => difference(row, other[p] ?? []))
      return { endpoint: name, ...target, values: withoutBlocks(values, plan, dropped) }
    }),
  )
  return { outputs, dropped }
}

/** Points that stand or fall together: a trajectory, or a base sample with all its mixtures. */
export function blockSize({ points }: Pick<SensitivityPlan, 'points'>): number {
  return points.unit.dimensions + (points.method === 'morris' ? 1 : 2)
}

/** Value of a measure at a time [min]: the last one recorded at or before it. */
function lastValue({ times, values }: Series, measure: string, at: number): number {
  const index = times.findLastIndex((time) => time <= at)
  return values.get(measure)?.[index] ?? Number.NaN
}

function droppedBlocks(
  plan: SensitivityPlan,
  found: ReadonlyMap<string, readonly number[]>,
): ReadonlySet<number> {
  const size = blockSize(plan)
  const lacking = [...plan.keys.values()].flatMap((points) =>
    points.flatMap((keys, point) => (keys.every((key) => found.has(key)) ? [] : [Math.floor(point / size)])),
  )
  return new Set(lacking)
}

function valuesOf(
  { keys }: SensitivityPlan,
  found: ReadonlyMap<string, readonly number[]>,
  arm: string,
  index: number,
): readonly (readonly number[])[] {
  return (keys.get(arm) ?? []).map((own) => own.map((key) => found.get(key)?.[index] ?? Number.NaN))
}

function difference(a: readonly number[], b: readonly number[]): readonly number[] {
  return a.map((value, k) => value - (b[k] ?? Number.NaN))
}

/** A value that could not be computed (a density over no area) takes its block with it, for this output alone. */
function withoutBlocks(
  values: readonly (readonly number[])[],
  plan: SensitivityPlan,
  dropped: ReadonlySet<number>,
): readonly (readonly number[])[] {
  const size = blockSize(plan)
  const bad = new Set(dropped)
  for (const [point, row] of values.entries())
    if (!row.every(Number.isFinite)) bad.add(Math.floor(point / size))
  return values.map((row, point) => (bad.has(Math.floor(point / size)) ? row.map(() => Number.NaN) : row))
}
