import { compile } from '../compile/compile.ts'
import type { Model } from '../compile/model.ts'
import { compareColumns } from '../engine/branch.ts'
import { loadSnapshot } from '../engine/snapshot.ts'
import { stateHash } from '../engine/state-hash.ts'
import { createStepper } from '../engine/step.ts'
import type { World } from '../engine/world.ts'
import { type WorldDifference, worldDifference } from '../engine/world-difference.ts'
import type { Files } from '../store/files.ts'
import { type RunManifest, readRunFile, readSeries } from '../store/run-store.ts'

/** A run with what is needed to read its snapshots. */
export interface ComparedRun {
  readonly folder: string
  readonly manifest: RunManifest
  readonly model: Model
}

/** Where two runs part. */
export interface RunDifference {
  /** Ticks at which both have a snapshot. */
  readonly compared: number
  /** The last of them at which the states are the same. */
  readonly sameUntil?: { readonly tick: number; readonly time: number }
  /** The first number that differs, at the first tick known to differ. */
  readonly state?: WorldDifference & { readonly tick: number; readonly time: number }
  /** True when the tick is the very first one, found by computing the ticks between two snapshots again. */
  readonly isExact: boolean
  /** Columns of the state that only one of them has. */
  readonly onlyIn: readonly [readonly string[], readonly string[]]
  /** The first value of a series that differs; absent when what both recorded is the same. */
  readonly series?: {
    readonly measure: string
    readonly time: number
    readonly values: readonly [number, number]
  }
}

export interface DifferenceOptions {
  readonly files: Files
  readonly kernels: WebAssembly.Module
  /** Computes the ticks after the last common state again, to find the first tick that differs. */
  readonly isExact?: boolean
}

/** Compares two runs at every tick of which both have a snapshot, and their series. */
export async function runDifference(
  a: ComparedRun,
  b: ComparedRun,
  options: DifferenceOptions,
): Promise<RunDifference> {
  const load = loaders(a, b, options)
  const ticks = new Set(b.manifest.snapshots.map(({ tick }) => tick))
  const common = a.manifest.snapshots.map(({ tick }) => tick).filter((tick) => ticks.has(tick))
  let sameUntil: RunDifference['sameUntil']
  let state: RunDifference['state']
  let onlyIn: RunDifference['onlyIn'] = [[], []]
  for (const tick of common) {
    const [left, right] = load(tick)
    const { added, removed } = compareColumns(left, right)
    onlyIn = [removed, added]
    const found =
      added.length + removed.length === 0 && stateHash(left) === stateHash(right)
        ? undefined
        : worldDifference(left, right)
    if (found !== undefined) {
      state = { ...found, tick, time: left.time }
      break
    }
    sameUntil = { tick, time: left.time }
  }
  const exact = options.isExact === true && state !== undefined && sameUntil !== undefined
  const earlier = exact ? firstTick(load(sameUntil?.tick ?? 0), state?.tick ?? 0) : undefined
  const series = await seriesDifference(a, b, options.files)
  return {
    compared: common.length,
    isExact: earlier !== undefined,
    onlyIn,
    ...(sameUntil === undefined ? {} : { sameUntil }),
    ...(earlier === undefined ? (state === undefined ? {} : { state }) : { state: earlier }),
    ...(series === undefined ? {} : { series }),
  }
}

function loaders(a: ComparedRun, b: ComparedRun, { files, kernels }: DifferenceOptions) {
  const of = ({ folder, manifest, model }: ComparedRun) => {
    const program = compile(model)
    return (tick: number): World => {
      const file = manifest.snapshots.find((snapshot) => snapshot.tick === tick)?.file ?? ''
      return loadSnapshot(program, readRunFile(files, folder, manifest, file), kernels)
    }
  }
  const [left, right] = [of(a), of(b)]
  return (tick: number) => [left(tick), right(tick)] as const
}

/** Computes two worlds on, tick by tick, until they differ. Undefined when they do not: then what parted them is not in them. */
function firstTick([left, right]: readonly [World, World], until: number): RunDifference['state'] {
  const steppers = [createStepper(left), createStepper(right)]
  while (left.tick < until) {
    for (const stepper of steppers) stepper.step()
    const found = worldDifference(left, right)
    if (found !== undefined) return { ...found, tick: left.tick, time: left.time }
  }
  return undefined
}

async function seriesDifference(
  a: ComparedRun,
  b: ComparedRun,
  files: Files,
): Promise<RunDifference['series']> {
  const [left, right] = [
    await readSeries(files, a.folder, a.manifest),
    await readSeries(files, b.folder, b.manifest),
  ]
  const rows = new Map(right.times.map((time, row) => [time, row]))
  for (const [index, time] of left.times.entries()) {
    const row = rows.get(time)
    if (row === undefined) continue
    for (const [measure, values] of left.values) {
      const pair = [values[index], right.values.get(measure)?.[row]] as const
      if (pair[0] === undefined || pair[1] === undefined || Object.is(pair[0], pair[1])) continue
      return { measure, time, values: [pair[0], pair[1]] }
    }
  }
  return undefined
}
