import { create } from 'zustand'
import type { Branch, History } from '../workers/run-api.ts'
import { actionsAlong } from './history-path.ts'

/** What the reader calls branches, by what was done on the way to them: so a name is found again after a reload. */
export const useBranchNames = create<{ readonly names: Readonly<Record<string, string>> }>()(() => ({
  names: {},
}))

/** Names a branch. */
export function renameBranch(key: string, name: string): void {
  useBranchNames.setState(({ names }) => ({ names: { ...names, [key]: name } }))
}

/** What a branch is known by: its actions; one that has none of its own, and so the same as its parent, by where it begins, too. */
export function branchKey(history: History, { id, from, parent, actions }: Branch): string {
  const way = actionsAlong(history, id).map(({ tick, label }) => `${tick} ${label}`)
  return [...way, ...(parent !== undefined && actions.length === 0 ? [`from ${from}`] : [])].join('\n')
}

/** The reader's name for a branch, or what began it. */
export function branchName(
  names: Readonly<Record<string, string>>,
  history: History,
  branch: Branch,
): string {
  const { id, label, parent } = branch
  const given = names[branchKey(history, branch)]
  return given ?? (parent === undefined ? 'first run' : label !== '' ? label : `branch ${id}`)
}
