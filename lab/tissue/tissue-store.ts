import { type Remote, proxy, wrap } from 'comlink'
import { create } from 'zustand'
import { firstCrop, suggestLabels, thinningSpacing, unitGuess, wholeVoxels } from '../../src/browser.ts'
import type {
  CellPoints,
  ColumnChoice,
  Crop,
  LabelSuggestion,
  TableInspection,
  TableRefusal,
  TissuePlan,
  TissueTarget,
  UnitGuess,
} from '../../src/browser.ts'
import { useProject } from '../app/project.ts'
import { shippedIndex, shippedTable, shippedTexts } from '../app/shipped.ts'
import type { Outcome, TissueApi } from './tissue.worker.ts'

/** A slide that was read. */
export interface Slide {
  readonly file: File
  readonly inspection: TableInspection
  readonly columns: ColumnChoice
  readonly points: CellPoints
  readonly unit: UnitGuess
}

export interface TissueState {
  /** Set while a file is read: what is done, and how much of it, 0 to 1. */
  readonly busy?: { readonly what: string; readonly share: number } | undefined
  /** Why the last file could not be read; an earlier slide stays. */
  readonly refusal?: (TableRefusal & { readonly file: string }) | undefined
  readonly slide?: Slide | undefined
  /** [um per unit of the table] */
  readonly factor: number
  readonly targets: readonly TissueTarget[]
  readonly target?: TissueTarget | undefined
  readonly crop: Crop
  readonly suggestions: readonly LabelSuggestion[]
  /** What the reader and the suggestions have decided. */
  readonly labels: Readonly<Record<string, string>>
  readonly isThinned: boolean
  /** Of the plan as it stands; absent while it is worked out. */
  readonly outcome?: Outcome | undefined
}

/** What is decided about a tissue; outlives the page, so that whoever comes back finds their work. */
export const useTissue = create<TissueState>()(() => ({
  factor: 1,
  targets: [],
  crop: { x: 0, y: 0, width: 0, height: 0 },
  suggestions: [],
  labels: {},
  isThinned: false,
}))

const { setState: set, getState: get } = useTissue

let worker: Remote<TissueApi> | undefined

function api(): Remote<TissueApi> {
  return (worker ??= wrap<TissueApi>(
    new Worker(new URL('./tissue.worker.ts', import.meta.url), { type: 'module' }),
  ))
}

/** The slide that ships: one square millimetre of a colorectal carcinoma. */
export async function openShippedSlide(): Promise<void> {
  const text = await shippedTable('data/crc-visium-hd-p2/cells.csv')
  await openSlide(new File([text], 'crc-visium-hd-p2.csv', { type: 'text/csv' }))
}

/** Reads a file; when it is no table of cells, says why and leaves an earlier slide as it was. */
export async function openSlide(file: File): Promise<void> {
  set({ busy: { what: `Reading ${file.name}`, share: 0 }, refusal: undefined })
  try {
    const inspected = await api().inspect(file, progress(`Reading ${file.name}`))
    if (!inspected.ok) {
      set({ busy: undefined, refusal: { ...inspected.refusal, file: file.name } })
      return
    }
    const { inspection } = inspected
    const columns = firstColumns(inspection)
    if (columns === undefined) {
      set({ busy: undefined, refusal: { ...noPosition(inspection), file: file.name } })
      return
    }
    await readSlide(file, inspection, columns)
  } catch (error) {
    set({ busy: undefined, refusal: { ...unreadable(error), file: file.name } })
  }
}

function noPosition({ columns }: TableInspection): TableRefusal {
  const names = columns.slice(0, 12).map(({ name }) => name)
  return {
    code: 'not a table',
    message: `no two columns of numbers could be positions; the columns are ${names.join(', ')}`,
    hint: 'export the table again with the x and y of each cell',
  }
}

function unreadable(error: unknown): TableRefusal {
  const why = error instanceof Error ? error.message : String(error)
  return {
    code: 'not a table',
    message: `the file could not be read: ${why}`,
    hint: 'check that it is still there, and drop it again',
  }
}

/** Shows how much has been read; words that arrive when the work is done are too late. */
const progress = (what: string) =>
  proxy((share: number) => {
    if (get().busy?.what === what) set({ busy: { what, share } })
  })

/** The columns as they were guessed; undefined without positions. */
function firstColumns({ guess }: TableInspection): ColumnChoice | undefined {
  const { x, y, z, xMax, yMax, label, id, image } = guess
  if (x === undefined || y === undefined) return undefined
  return {
    x: x.column,
    y: y.column,
    ...(z === undefined ? {} : { z: z.column }),
    ...(xMax === undefined || yMax === undefined ? {} : { xMax: xMax.column, yMax: yMax.column }),
    ...(label === undefined ? {} : { label: label.column }),
    ...(id === undefined ? {} : { id: id.column }),
    ...(image === undefined ? {} : { image: image.column }),
  }
}

/** Reads positions and labels, and begins anew with what follows from them. */
async function readSlide(file: File, inspection: TableInspection, columns: ColumnChoice): Promise<void> {
  const what = `Placing the cells of ${file.name}`
  set({ busy: { what, share: 0 } })
  const points = await api().extract(file, inspection, columns, progress(what))
  const { position } = inspection.guess
  const isNamed = inspection.guess.x?.column === columns.x && inspection.guess.y?.column === columns.y
  const unit = unitGuess(points.x, points.y, isNamed ? position : undefined)
  await loadTargets()
  // All at once, so that nobody decides something about the new slide that is then overwritten.
  const before = get().slide
  set({ busy: undefined, slide: { file, inspection, columns, points, unit } })
  set({ targets: byFit(get().targets) })
  const isSame = (...keys: readonly (keyof ColumnChoice)[]): boolean =>
    before?.file === file && keys.every((key) => before.columns[key] === columns[key])
  if (!isSame('label')) suggest()
  if (isSame('x', 'y', 'xMax', 'yMax', 'imageIs')) judge()
  else chooseFactor(unit.factor)
}

/** Reads the table again with other columns. */
export async function chooseColumns(
  change: Partial<Record<keyof ColumnChoice, number | string | undefined>>,
) {
  const { slide } = get()
  if (slide === undefined) return
  const merged = Object.entries({ ...slide.columns, ...change }).filter(([, value]) => value !== undefined)
  // The cast: the keys and kinds of values are those of the choice, less the undefined ones.
  const columns = Object.fromEntries(merged) as unknown as ColumnChoice
  await readSlide(slide.file, slide.inspection, columns)
}

/** Files of the project for which the models were read. */
let readFor: { readonly model: string; readonly files: Readonly<Record<string, string>> } | undefined

/** Reads the project's model; the other shipped ones arrive while the reader looks. */
async function loadTargets(): Promise<void> {
  const { model, files } = useProject.getState().project
  if (readFor?.model === model && readFor.files === files) {
    set({ targets: byFit(get().targets) })
    return
  }
  readFor = { model, files }
  const shipped = (await shippedIndex()).models.map(({ path }) => path)
  const others = shipped.filter((path) => path !== model)
  set({ targets: [], target: undefined })
  await loadTarget(model, files)
  // A model of the reader's that has errors cannot take a tissue: the first shipped one that can is offered instead.
  while (get().target === undefined && others.length > 0) await loadTarget(others.shift() ?? '', files)
  void loadOthers(others, files)
}

async function loadOthers(paths: readonly string[], files: Readonly<Record<string, string>>): Promise<void> {
  for (const path of paths) if (readFor?.files === files) await loadTarget(path, files)
}

async function loadTarget(path: string, own: Readonly<Record<string, string>>): Promise<void> {
  const [texts, index] = await Promise.all([shippedTexts(), shippedIndex()])
  const tables = index.models.find((model) => model.path === path)?.files ?? []
  const missing = tables.filter((file) => !(file in texts) && !(file in own))
  const read = await Promise.all(missing.map(async (file) => [file, await shippedTable(file)] as const))
  const target = await api().target(path, { ...texts, ...Object.fromEntries(read), ...own })
  if (target === undefined || readFor?.files !== own) return
  set({ targets: byFit([...get().targets, target]), target: get().target ?? target })
}

/** How many of the slide's cells find a type of their own in a model, as a share. */
export function fitOf(target: TissueTarget): number {
  const { slide } = get()
  if (slide === undefined) return 0
  const { labels, counts } = slide.points
  const found = suggestLabels(labels, {
    types: target.types.map(({ name }) => name),
    hasVessels: target.hasVessels,
    labels: target.labels,
  })
  const fitting = found.map(({ becomes }, index) =>
    becomes === undefined || becomes === 'ignore' ? 0 : (counts[index] ?? 0),
  )
  const all = counts.reduce((sum, count) => sum + count, 0)
  return fitting.reduce((sum, count) => sum + count, 0) / Math.max(all, 1)
}

function byFit(targets: readonly TissueTarget[]): readonly TissueTarget[] {
  return targets
    .map((target) => ({ target, fit: fitOf(target) }))
    .toSorted((a, b) => b.fit - a.fit)
    .map(({ target }) => target)
}

/** Gives the tissue to another model: labels are suggested anew. */
export function chooseTarget(path: string): void {
  const target = get().targets.find((candidate) => candidate.path === path)
  if (target === undefined) return
  set({ target })
  suggest()
  chooseField({})
}

function suggest(): void {
  const { slide, target } = get()
  if (slide === undefined || target === undefined) return
  const suggestions = suggestLabels(slide.points.labels, {
    types: target.types.map(({ name }) => name),
    hasVessels: target.hasVessels,
    labels: target.labels,
  })
  const decided = suggestions.flatMap(({ label, becomes }) =>
    becomes === undefined ? [] : [[label, becomes]],
  )
  set({
    suggestions,
    labels: Object.fromEntries(decided) as Record<string, string>, // pairs of strings, made just above
    isThinned: Object.keys(target.spacing).length > 0,
  })
}

/** Says what a label becomes; undefined takes the decision back. */
export function decideLabel(label: string, becomes: string | undefined): void {
  const { [label]: _, ...others } = get().labels
  set({ labels: becomes === undefined ? others : { ...others, [label]: becomes } })
  judge()
}

/** Leaves out every label that is not decided. */
export function ignoreUndecided(): void {
  const { slide, labels } = get()
  const all = Object.fromEntries((slide?.points.labels ?? []).map((label) => [label, 'ignore']))
  set({ labels: { ...all, ...labels } })
  judge()
}

/** Sets what one unit of the table is [um]; the field is placed anew. */
export function chooseFactor(factor: number): void {
  if (!(factor > 0) || !Number.isFinite(factor)) return
  set({ factor })
  placeField()
}

function placeField(): void {
  const { slide, target, factor } = get()
  if (slide === undefined || target === undefined) return
  const { x, y } = slide.points
  set({
    crop: firstCrop(
      x.map((value) => value * factor),
      y.map((value) => value * factor),
      target,
    ),
  })
  judge()
}

/** Moves or resizes the field [um]; its sides become whole voxels. */
export function chooseField(change: Partial<Crop>): void {
  const { crop, target } = get()
  set({ crop: wholeVoxels({ ...crop, ...change }, target?.voxel ?? 20) })
  judge()
}

/** Thins cells that overlap, or leaves them as they are. */
export function chooseThinning(isThinned: boolean): void {
  set({ isThinned })
  judge()
}

/** Time that the plan has to rest before it is judged [ms]. Chosen: shorter than a pause, longer than a movement of the hand. */
const REST = 150
let waiting: ReturnType<typeof setTimeout> | undefined
let asked = 0

/** Works out what the plan comes to, once it has come to rest. */
function judge(): void {
  clearTimeout(waiting)
  set({ outcome: undefined })
  const question = ++asked
  waiting = setTimeout(() => {
    void askOutcome(question)
  }, REST)
}

async function askOutcome(question: number): Promise<void> {
  const { slide, target } = get()
  if (slide === undefined || target === undefined) return
  const outcome = await api().outcome(planOf(get(), target), target.path, slide.file.name)
  if (question === asked) set({ outcome })
}

function planOf({ factor, crop, labels, isThinned }: TissueState, target: TissueTarget): TissuePlan {
  return { factor, crop, labels, spacing: isThinned ? thinningSpacing(target, labels) : {} }
}

/** Puts the tissue into the project, as one change that can be undone; false when it cannot run. */
export function adoptTissue(): boolean {
  const { outcome, slide, target } = get()
  const documents = outcome?.documents
  if (documents === undefined || outcome === undefined || outcome.issues.length > 0) return false
  if (slide === undefined || target === undefined) return false
  const { project, change } = useProject.getState()
  const { model, modelText, tablePath, tableText } = documents
  const kept = Object.entries(project.files).filter(([path]) => !path.startsWith('tissue/'))
  change({
    name: `${target.title.replace(/, tissue of .*$/, '')}, ${slide.file.name}`,
    model,
    files: { ...Object.fromEntries(kept), [model]: modelText, [tablePath]: tableText },
    arms: model === project.model ? project.arms : {},
    session: { format: 1, model, seed: project.session.seed, actions: [] },
  })
  return true
}
