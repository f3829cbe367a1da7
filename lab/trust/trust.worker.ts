import { expose } from 'comlink'
import { type Issue, type ModelTrust, modelTrust, parseModel, textReader } from '../../src/browser.ts'

/** Texts by path. */
type Files = Readonly<Record<string, string>>

/** What is known, or the mistakes that stand in its way. */
export type TrustAnswer =
  | { readonly ok: true; readonly trust: ModelTrust }
  | { readonly ok: false; readonly issues: readonly Issue[] }

/** What the Trust page asks: reading a model and the ledger takes half a second, which a page must not stand still for. */
export interface TrustApi {
  /** `own` are documents of the reader's, and shipped ones that they changed. */
  trust(model: string, shipped: Files, own: Files): TrustAnswer
}

const api: TrustApi = {
  trust: (path, shipped, own) => {
    const read = textReader({ ...shipped, ...own })
    const { model, root, issues } = parseModel(path, read)
    if (model === undefined || root === undefined)
      return { ok: false, issues: issues.filter(({ severity }) => severity === 'error') }
    const before = path in shipped ? parseModel(path, textReader(shipped)).model : undefined
    const trusted = { model, root, issues, ...(before === undefined ? {} : { shipped: before }) }
    return { ok: true, trust: modelTrust(trusted, read) }
  },
}

expose(api)
