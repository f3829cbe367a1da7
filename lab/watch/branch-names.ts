import { create } from 'zustand'
import type { Branch } from '../workers/run-api.ts'

/** What the reader calls branches; their own labels say what began them. */
export const useBranchNames = create<{ readonly names: Readonly<Record<string, string>> }>()(() => ({
  names: {},
}))

export function renameBranch(id: string, name: string): void {
  useBranchNames.setState(({ names }) => ({ names: { ...names, [id]: name } }))
}

/** The reader's name for a branch, or what began it. */
export function branchName(names: Readonly<Record<string, string>>, { id, label, parent }: Branch): string {
  return names[id] ?? (label !== '' ? label : parent === undefined ? 'first run' : `branch ${id}`)
}
