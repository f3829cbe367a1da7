import { attemptCounts } from '../../../store/attempts.ts'
import { joinPath } from '../../../store/files.ts'
import { MANIFEST, readManifest } from '../../../store/run-store.ts'
import { nodeFiles } from '../files.ts'
import { lastHolder } from '../run-lock.ts'
import { claimedKey } from '../claim-file.ts'

/** How far the runs of a batch are, as their folder says. */
export interface BatchProgress {
  readonly done: ReadonlySet<string>
  /** Runs that somebody has claimed and not finished. */
  readonly claimed: readonly string[]
  /** How often each was tried in vain. */
  readonly attempts: ReadonlyMap<string, number>
}

/**
 * Reads names alone, apart from runs that are in their place and have a claim or were tried in vain: whoever computed such a one
 * may have been killed after its last step.
 */
export function readProgress(
  keys: readonly string[],
  runs: string,
  attemptsFolder: string | undefined,
): BatchProgress {
  const names = new Set(nodeFiles.list(runs))
  const claims = new Set([...names].flatMap((name) => claimedKey(name) ?? []))
  const attempts = attemptsFolder === undefined ? new Map() : attemptCounts(nodeFiles, attemptsFolder)
  const isDone = (key: string): boolean =>
    names.has(key) && ((!claims.has(key) && !attempts.has(key)) || isFinished(joinPath(runs, key)))
  const done = new Set(keys.filter(isDone))
  return { done, claimed: keys.filter((key) => claims.has(key) && !done.has(key)), attempts }
}

function isFinished(folder: string): boolean {
  try {
    return (
      nodeFiles.exists(joinPath(folder, MANIFEST)) && readManifest(nodeFiles, folder).status === 'finished'
    )
  } catch {
    return false
  }
}

/** Claims that are opened for a look at the shares of runs under way. Chosen: a shared disk does not notice them. */
const MOST_OPENED = 100

/** Sum of the shares of runs that are under way: in units of runs. */
export function sharesUnderWay(runs: string, { claimed }: BatchProgress): number {
  const opened = claimed.slice(0, MOST_OPENED)
  const sum = opened.reduce((total, key) => {
    const holder = lastHolder(joinPath(runs, key))
    return total + (holder === undefined || holder === 'unreadable' ? 0 : holder.share)
  }, 0)
  return opened.length === 0 ? 0 : (sum / opened.length) * claimed.length
}
