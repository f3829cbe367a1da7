import { type Ledger, readLedger } from '../analysis/evidence/ledger.ts'
import { type Resolver, createResolver } from '../analysis/evidence/resolve.ts'
import type { Issue } from '../model/issue.ts'
import { packageFolder } from '../platform/node/package-folder.ts'
import { readFile } from '../platform/node/read-file.ts'

/** The ledger and what finds the elements that it names. */
export interface OpenedLedger {
  readonly ledger: Ledger
  readonly resolver: Resolver
  readonly issues: readonly Issue[]
}

/** Opens the ledger in a folder, or the one that is shipped; files that it names count from the folder above. */
export function openLedger(folder = `${packageFolder}evidence`): OpenedLedger {
  const path = folder.replace(/\/+$/, '')
  const root = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : ''
  return { ...readLedger(path, readFile), resolver: createResolver(root, readFile) }
}
