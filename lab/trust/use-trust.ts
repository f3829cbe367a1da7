import { wrap } from 'comlink'
import { useEffect, useState } from 'react'
import type { Issue, ModelTrust } from '../../src/browser.ts'
import type { Project } from '../app/project.ts'
import { shippedIndex, shippedTable, shippedTexts } from '../app/shipped.ts'
import type { TrustApi } from './trust.worker.ts'

/** What is known about the model of a project, while it is read, and where it cannot be. */
export type TrustState =
  | { readonly kind: 'reading' }
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'broken'; readonly issues: readonly Issue[] }
  | { readonly kind: 'read'; readonly trust: ModelTrust }

/** Tables of the ledger. */
const TABLES = ['claims', 'entities', 'documents', 'mechanisms', 'frozen', 'outcomes'] as const

/** Reads on what the model of a project rests, in a worker; anew when its documents change. */
export function useTrust({ model, files }: Pick<Project, 'model' | 'files'>): TrustState {
  const [state, setState] = useState<TrustState>({ kind: 'reading' })
  useEffect(() => {
    const worker = new Worker(new URL('./trust.worker.ts', import.meta.url), { type: 'module' })
    let isWanted = true
    const settle = (next: TrustState): void => {
      if (isWanted) setState(next)
    }
    setState({ kind: 'reading' })
    readTrust(worker, model, files).then(settle, (error: unknown) =>
      settle({ kind: 'failed', why: error instanceof Error ? error.message : String(error) }),
    )
    return () => {
      isWanted = false
      worker.terminate()
    }
  }, [model, files])
  return state
}

async function readTrust(worker: Worker, model: string, own: Project['files']): Promise<TrustState> {
  const [texts, index] = await Promise.all([shippedTexts(), shippedIndex()])
  const tissues = index.models.find(({ path }) => path === model)?.files ?? []
  const tables = [
    ...TABLES.map((name) => `evidence/${name}.csv`),
    ...tissues.filter((file) => !(file in texts)),
  ]
  const read = await Promise.all(tables.map(async (path) => [path, await shippedTable(path)] as const))
  const shipped = { ...texts, ...Object.fromEntries(read) }
  const answer = await wrap<TrustApi>(worker).trust(model, shipped, own)
  return answer.ok ? { kind: 'read', trust: answer.trust } : { kind: 'broken', issues: answer.issues }
}
