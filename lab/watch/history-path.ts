import type { Branch, History } from '../workers/run-api.ts'

/** An action on the way to the newest state of the current branch. */
export interface PathAction {
  readonly tick: number
  readonly label: string
  /** The branch that it belongs to. */
  readonly branch: string
}

/** The branches from the first to `id`, each with where the next leaves it. */
export function branchPath(history: History, id = history.current): readonly Branch[] {
  const found = history.branches.find((branch) => branch.id === id)
  if (found === undefined) return []
  return found.parent === undefined ? [found] : [...branchPath(history, found.parent), found]
}

/** What was done on the way to the end of a branch, in order. */
export function actionsAlong(history: History, id = history.current): readonly PathAction[] {
  const path = branchPath(history, id)
  return path.flatMap(({ id: branch, actions }, index) => {
    const leaves = path[index + 1]?.from ?? Number.POSITIVE_INFINITY
    // an action at the tick at which the next branch begins is what that branch does without
    return actions.filter(({ tick }) => tick < leaves).map((action) => ({ ...action, branch }))
  })
}

/** How far the current branch has been computed [tick]. */
export function newestTick(history: History | undefined): number {
  return history?.branches.find(({ id }) => id === history.current)?.to ?? 0
}

/** A branch's place among the lines of the tree. */
export interface BranchRow {
  readonly branch: Branch
  readonly row: number
  /** The row that it leaves. */
  readonly parentRow?: number
  readonly depth: number
}

/** Branches as rows: each below the one that it leaves, its own branches below it. */
export function branchRows(branches: readonly Branch[]): readonly BranchRow[] {
  const rows: BranchRow[] = []
  const place = (branch: Branch, depth: number, parentRow?: number): void => {
    const row = rows.length
    rows.push({ branch, row, depth, ...(parentRow === undefined ? {} : { parentRow }) })
    for (const child of branches.filter(({ parent }) => parent === branch.id)) place(child, depth + 1, row)
  }
  for (const root of branches.filter(({ parent }) => parent === undefined)) place(root, 0)
  return rows
}

/** The branch whose way has exactly these actions, or the one on which they are the first: for undo and redo. */
export function branchWith(
  history: History,
  actions: readonly { readonly tick: number; readonly label: string }[],
): Branch | undefined {
  const ways = history.branches.map((branch) => ({ branch, way: actionsAlong(history, branch.id) }))
  const begins = ways.filter(({ way }) =>
    actions.every(({ tick, label }, index) => way[index]?.tick === tick && way[index].label === label),
  )
  const shortest = begins.toSorted((a, b) => a.way.length - b.way.length)
  return shortest[0]?.branch
}
