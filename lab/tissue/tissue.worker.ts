import { expose, transfer } from 'comlink'
import {
  CellExtractor,
  CellTableInspector,
  annDataRefusal,
  parseModel,
  textReader,
  tissueDocument,
  tissueTarget,
  tissueWarnings,
} from '../../src/browser.ts'
import type {
  CellPoints,
  ColumnChoice,
  Issue,
  TableInspection,
  TableRefusal,
  TissueDocuments,
  TissuePlan,
  TissueTarget,
  TissueWarning,
} from '../../src/browser.ts'

/** Says how much of a file has been read, 0 to 1. */
export type OnProgress = (share: number) => void

export type Inspected =
  | { readonly ok: true; readonly inspection: TableInspection }
  | { readonly ok: false; readonly refusal: TableRefusal }

/** What a plan comes to: what would spoil the run, and, where the model can be read, the documents and what they hold. */
export interface Outcome {
  readonly warnings: readonly TissueWarning[]
  readonly documents?: TissueDocuments
  readonly cells: number
  readonly vessels: number
  readonly issues: readonly Issue[]
}

/** What the Tissue page asks of its worker: whatever takes longer than a frame. */
export interface TissueApi {
  /** Reads a file once, to say what its columns are. */
  inspect(file: File, onProgress: OnProgress): Promise<Inspected>
  /** Reads it again, for positions and labels. */
  extract(
    file: File,
    inspection: TableInspection,
    choice: ColumnChoice,
    onProgress: OnProgress,
  ): Promise<CellPoints>
  /** What a model needs of a tissue; undefined where the model has errors. */
  target(path: string, files: Readonly<Record<string, string>>): TissueTarget | undefined
  /** Judges a plan for the cells that were read last; writes and reads the model when all labels are decided. */
  outcome(plan: TissuePlan, path: string, source: string): Outcome
}

/**
 * Largest file that is read [bytes]. Chosen: a million cells with some forty columns; beyond that the browser's own limits are
 * near, and nobody can run so many cells.
 */
const MOST_BYTES = 400_000_000
/** What a file is called tells what it is before a byte is read. */
const HDF5_ENDING = /\.(h5ad|h5|h5mu|hdf5|loom)$/i

let points: CellPoints | undefined
const models = new Map<
  string,
  { readonly target: TissueTarget; readonly files: Readonly<Record<string, string>> }
>()

const api: TissueApi = {
  inspect: async (file, onProgress) => {
    const refusal = refusalByName(file)
    if (refusal !== undefined) return { ok: false, refusal }
    const inspector = new CellTableInspector()
    await readPieces(file, (piece) => inspector.push(piece), onProgress)
    return inspector.end()
  },
  extract: async (file, inspection, choice, onProgress) => {
    const extractor = new CellExtractor(inspection.dialect, choice)
    await readPieces(file, (piece) => extractor.push(piece), onProgress)
    points = extractor.end()
    const copy = { ...points, x: points.x.slice(), y: points.y.slice(), label: points.label.slice() }
    return transfer(copy, [copy.x.buffer, copy.y.buffer, copy.label.buffer])
  },
  target: (path, files) => {
    const { model } = parseModel(path, textReader(files))
    if (model === undefined) return undefined
    const target = tissueTarget(path, model)
    models.set(path, { target, files })
    return target
  },
  outcome: (plan, path, source) => {
    const known = models.get(path)
    if (points === undefined || known === undefined) return { warnings: [], cells: 0, vessels: 0, issues: [] }
    const warnings = tissueWarnings(points, plan, known.target)
    if (warnings.some(({ severity }) => severity === 'error'))
      return { warnings, cells: 0, vessels: 0, issues: [] }
    const modelText = known.files[path] ?? ''
    const documents = tissueDocument({ points, plan, target: known.target, modelText, source })
    const files = {
      ...known.files,
      [documents.model]: documents.modelText,
      [documents.tablePath]: documents.tableText,
    }
    const { model, issues } = parseModel(path, textReader(files))
    const errors = issues.filter(({ severity }) => severity === 'error')
    const { initialCells = [], vessels = [] } = model ?? {}
    return { warnings, documents, cells: initialCells.length, vessels: vessels.length, issues: errors }
  },
}

expose(api)

function refusalByName(file: File): TableRefusal | undefined {
  if (HDF5_ENDING.test(file.name)) return annDataRefusal
  if (file.size <= MOST_BYTES) return undefined
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6).toLocaleString('en-GB')} MB`
  return {
    code: 'too large',
    message: `the file has ${megabytes(file.size)}; this page reads up to ${megabytes(MOST_BYTES)}`,
    hint: 'export position and label only, or one region of the slide: a million cells with four columns take about 40 MB',
  }
}

/** UTF-8, unless the file says by its first bytes that it is UTF-16, as spreadsheets write `Unicode text`. */
async function encodingOf(file: File): Promise<string> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer())
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

/** Gives the text of a file piece by piece, without holding all of it. */
async function readPieces(file: File, take: (piece: string) => void, onProgress: OnProgress): Promise<void> {
  const decoder = new TextDecoder(await encodingOf(file))
  const reader = file.stream().getReader()
  let [read, said] = [0, 0]
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    take(decoder.decode(value, { stream: true }))
    read += value.byteLength
    if (read - said < file.size / 50) continue
    said = read
    onProgress(read / file.size)
  }
  take(decoder.decode())
  onProgress(1)
}
