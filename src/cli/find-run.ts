import { basename, dirname, join } from 'node:path'
import { MilieuError } from '../engine/errors.ts'
import { nearestName } from '../math/nearest-name.ts'
import { listNames } from '../model/messages.ts'
import { nodeFiles } from '../platform/node/files.ts'
import { isRunClaimed } from '../platform/node/run-lock.ts'
import { MANIFEST, type RunManifest, readManifest, settleRun, workingFolder } from '../store/run-store.ts'
import { type StoredModel, readStoredModel } from '../store/stored-model.ts'
import { type Checkpoint, type WorkingPlan, readCheckpoint, readWorkingPlan } from '../store/checkpoint.ts'

/** A run on disk: in its place, or still (or only ever) in its working folder, or both. */
export interface FoundRun {
  /** Its place. */
  readonly folder: string
  readonly key: string
  /** Of what is in its place. */
  readonly manifest?: RunManifest
  /** Of what is being computed, or was when it was killed. */
  readonly working?: { readonly plan: WorkingPlan; readonly checkpoint?: Checkpoint }
  /** The tick of the snapshot that was named, when one was. */
  readonly tick?: number
}

const RUNS = 'runs'
const PARTIAL = workingFolder('')

/** The one run that a path names: its folder, the folder of its results, or one of its snapshots. */
export function findRun(path: string): FoundRun {
  const found = findRuns(path)
  const [only] = found
  if (only !== undefined && found.length === 1) return only
  throw new MilieuError(
    'ManyRuns',
    `${path} holds ${found.length} runs; name one of them:\n${listRuns(found)}`,
  )
}

/** Every run below a path. */
export function findRuns(path: string): readonly FoundRun[] {
  const plain = path.replace(/(?<=.)[\\/]+$/, '')
  const named = runOfSnapshot(plain) ?? runAt(plain)
  if (named !== undefined) return [named]
  for (const folder of [join(plain, RUNS), plain]) {
    const keys = nodeFiles.list(folder).map((name) => name.replace(/\.(?:partial|replaced)$/, ''))
    const runs = [...new Set(keys)].flatMap((key) => runAt(join(folder, key)) ?? [])
    if (runs.length > 0) return runs
  }
  throw nothingAt(plain)
}

/** A line for each run: where it is and what it is. */
export function listRuns(runs: readonly FoundRun[]): string {
  return runs
    .map((run) => {
      const { arm, replicate, seed } = run.manifest ?? run.working?.plan ?? { arm: '', replicate: 0, seed: 0 }
      return `  ${run.folder}   ${arm}, replicate ${replicate + 1}, seed ${seed}, ${runState(run)}`
    })
    .join('\n')
}

/** `finished`, `stopped`, `failed`, or `killed` when only a working folder is left. */
export function runState({ manifest, working }: FoundRun): string {
  if (manifest?.status === 'finished') return 'finished'
  return working === undefined ? (manifest?.status ?? 'unknown') : 'killed'
}

/** The manifest of a run that has ended, or an error that says how to end it. */
export function endedRun(run: FoundRun): RunManifest {
  if (run.manifest !== undefined) return run.manifest
  throw new MilieuError(
    'RunNotEnded',
    `the run ${run.folder} was killed before its end; 'milieu resume ${run.folder}' goes on with it`,
  )
}

/** The model of a run, from whichever of its folders there is. */
export function modelOf({ folder, manifest, working }: FoundRun): StoredModel {
  const from = manifest === undefined ? workingFolder(folder) : folder
  return readStoredModel(nodeFiles, from, manifest?.modelHash ?? working?.plan.modelHash ?? '')
}

function runAt(path: string): FoundRun | undefined {
  const folder = path.endsWith(PARTIAL) ? path.slice(0, -PARTIAL.length) : path
  if (!isRunClaimed(folder)) settleRun(nodeFiles, folder)
  const manifest = nodeFiles.exists(join(folder, MANIFEST)) ? readManifest(nodeFiles, folder) : undefined
  const plan = readWorkingPlan(nodeFiles, folder)
  const key = manifest?.key ?? plan?.key
  if (key === undefined) return undefined
  const checkpoint = readCheckpoint(nodeFiles, folder)
  const working =
    plan === undefined ? undefined : { plan, ...(checkpoint === undefined ? {} : { checkpoint }) }
  return {
    folder,
    key,
    ...(manifest === undefined ? {} : { manifest }),
    ...(working === undefined ? {} : { working }),
  }
}

function runOfSnapshot(path: string): FoundRun | undefined {
  const tick = /^(\d+)\.milieu$/.exec(basename(path))?.[1]
  if (tick === undefined || !nodeFiles.exists(path)) return undefined
  const run = runAt(dirname(dirname(path)))
  if (run === undefined)
    throw new MilieuError(
      'NotARun',
      `the snapshot ${path} is not in a run's folder: only together with its run is it known what its numbers mean`,
    )
  return { ...run, tick: Number(tick) }
}

function nothingAt(path: string): MilieuError {
  if (nodeFiles.exists(path))
    return new MilieuError(
      'NotARun',
      `${path} holds no run: milieu run and milieu trial make folders that do`,
    )
  // The first part of the path that is not there is the one that was mistyped.
  let missing = path
  while (!nodeFiles.exists(dirname(missing)) && dirname(missing) !== missing) missing = dirname(missing)
  const names = nodeFiles.list(dirname(missing)).filter((name) => !name.startsWith('.'))
  const nearest = nearestName(basename(missing), names)
  const meant = nearest === undefined ? '' : `; did you mean '${join(dirname(missing), nearest)}'?`
  const there = nearest === undefined && names.length > 0 ? `; there: ${listNames(names)}` : ''
  return new MilieuError('NotARun', `there is no '${missing}'${meant}${there}`)
}
