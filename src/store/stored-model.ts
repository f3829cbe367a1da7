import { type Amend, parseModel } from '../compile/parse-model.ts'
import type { Model } from '../compile/model.ts'
import { MilieuError } from '../engine/errors.ts'
import type { ReadFile } from '../model/include.ts'
import { type Files, joinPath } from './files.ts'

/** A model as a run's folder keeps it: it needs none of the files that its author had. */
export interface StoredModel {
  readonly model: Model
  /** The document to read it from again, with changes. */
  readonly file: string
  readonly read: ReadFile
}

type Documents = readonly { readonly file: string; readonly text: string }[]

/** The model of a run, from what its author wrote or, where an arm changed that, from its normalised form. */
export function readStoredModel(files: Files, folder: string, modelHash: string): StoredModel {
  const text = (name: string): string => new TextDecoder().decode(files.read(joinPath(folder, name)))
  const documents = JSON.parse(text('documents.json')) as Documents // written by `writeTexts`
  const written = { file: joinPath(folder, 'model.yaml'), text: text('model.yaml') }
  for (const file of [documents.at(-1)?.file ?? '', written.file]) {
    const read = readerOf([...documents, written])
    const { model } = parseModel(file, read)
    if (model?.hash === modelHash) return { model, file, read }
  }
  throw new MilieuError(
    'ModelOfOtherVersion',
    `${written.file} no longer reads as the model of this run (hash ${modelHash.slice(0, 12)}): another version of Milieu wrote it`,
  )
}

/** The same model with changes to its document, and what there is to say about them. */
export function amendStoredModel({ file, read }: StoredModel, amend: Amend) {
  return parseModel(file, read, { amend })
}

/** Reads what was kept. A cell table is found by its name alone, wherever the model that names it lies now. */
function readerOf(documents: Documents): ReadFile {
  const nameOf = (path: string): string => path.split(/[\\/]/).at(-1) ?? path
  return (path) => {
    const exact = documents.find(({ file }) => file === path)
    const found =
      exact ?? documents.find(({ file }) => !/\.ya?ml$/.test(file) && nameOf(file) === nameOf(path))
    return found === undefined ? { ok: false, reason: 'no such file' } : { ok: true, text: found.text }
  }
}
