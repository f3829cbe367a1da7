import { expose } from 'comlink'
import { type ModelTrust, modelTrust, parseModel } from '../../src/browser.ts'
import type { ReadFile } from '../../src/browser.ts'

/** What the Trust page asks: reading a model and the ledger takes half a second, which a page must not stand still for. */
export interface TrustApi {
  /** Undefined where the model has errors: the Edit page says which. */
  trust(model: string, files: Readonly<Record<string, string>>): ModelTrust | undefined
}

const api: TrustApi = {
  trust: (path, files) => {
    const read: ReadFile = (file) => {
      const text = files[file]
      return text === undefined ? { ok: false, reason: 'no such file' } : { ok: true, text }
    }
    const { model, issues } = parseModel(path, read)
    return model === undefined ? undefined : modelTrust(model, issues, read)
  },
}

expose(api)
