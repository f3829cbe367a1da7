import { Document, type Node, type Pair, YAMLMap, isMap, isScalar, parseDocument } from 'yaml'
import type { CellPoints } from './extract-cells.ts'
import { type TissuePlan, cellsInside, inMicrometres, tidy } from './tissue-plan.ts'
import type { TissueTarget } from './tissue-target.ts'

/** A model with a tissue of its own: documents by path, and what was taken out of the model for it. */
export interface TissueDocuments {
  readonly model: string
  readonly modelText: string
  readonly tablePath: string
  readonly tableText: string
  /** Sentences to show: what in the model had to go. */
  readonly notes: readonly string[]
}

export interface TissueDocumentInput {
  readonly points: CellPoints
  readonly plan: TissuePlan
  readonly target: TissueTarget
  /** The model's own document, as it stands. */
  readonly modelText: string
  /** Name of the file that the tissue comes from. */
  readonly source: string
}

/**
 * Writes a tissue into a model: a table of the cells in the field [um], and the sections of the model that speak of it. Everything
 * else of the model's text, its comments among it, stays to the letter.
 */
export function tissueDocument(input: TissueDocumentInput): TissueDocuments {
  const { target, source, plan } = input
  const name = plainName(source)
  const tablePath = `tissue/${name}.csv`
  const table = tableOf(input)
  let text = input.modelText
  const notes: string[] = []
  text = withSection(text, 'domain', (document) =>
    document.set(
      'size',
      document.createNode([plan.crop.width, plan.crop.height, table.depth].map(um), { flow: true }),
    ),
  )
  text = withSection(text, 'tissue', (document) => writeTissue(document, input, tablePath))
  for (const [section, key, note] of [
    ['initial', undefined, 'the cells that the model placed itself are gone: the slide takes their place'],
    ['vessels', 'points', 'the vessel points that the model listed are gone: they stood in another tissue'],
  ] as const) {
    const without = withoutKey(text, section, key)
    if (without !== text) notes.push(note)
    text = without
  }
  text = withScalar(text, 'title', `${target.title.replace(/, tissue of .*$/, '')}, tissue of ${name}`)
  text = withScalar(text, 'description', descriptionOf(input, table.cells))
  return { model: target.path, modelText: text, tablePath, tableText: table.text, notes }
}

/** A name for files and titles: of the file without its ending, letters, digits and hyphens. */
export function plainName(source: string): string {
  const name = source
    .replace(/^.*[/\\]/, '')
    .replace(/(\.(csv|tsv|txt|gz))+$/i, '')
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return name === '' ? 'slide' : name.slice(0, 60)
}

const um = (value: number): string => `${value} um`

function descriptionOf({ target, plan, source }: TissueDocumentInput, cells: number): string {
  const { width, height, x, y } = plan.crop
  return (
    `${cells} labelled positions of ${source}, a field of ${width} x ${height} um from (${x}, ${y}) um, ` +
    `read at ${plan.factor} um per unit of the table. All else is as in the model '${target.title.replace(/, tissue of .*$/, '')}', ` +
    `whose numbers were not fitted to this tissue.`
  )
}

/** The cells of the field as CSV in micrometres, and the depth of a domain that holds them [um]. */
function tableOf({ points, plan, target }: TissueDocumentInput): {
  readonly text: string
  readonly cells: number
  readonly depth: number
} {
  const { x, y } = inMicrometres(points, plan.factor)
  const inside = cellsInside(x, y, plan.crop)
  const heights =
    target.isFlat || points.z === undefined
      ? undefined
      : Float64Array.from(inside, (index) => (points.z?.[index] ?? 0) * plan.factor)
  const { shift, depth } = depthOf(heights, target)
  const rows = [heights === undefined ? 'x_um,y_um,cell_type' : 'x_um,y_um,z_um,cell_type']
  const labels = points.labels.map(quoted)
  for (const [place, index] of inside.entries()) {
    const z = heights === undefined ? '' : `${micro((heights[place] ?? 0) + shift)},`
    rows.push(`${micro(x[index] ?? 0)},${micro(y[index] ?? 0)},${z}${labels[points.label[index] ?? 0] ?? ''}`)
  }
  return { text: `${rows.join('\n')}\n`, cells: inside.length, depth }
}

/** A coordinate to a thousandth of a micrometre. */
function micro(value: number): number {
  return Math.round(value * 1000) / 1000
}

/** How far heights are moved to lie in the domain, which grows by whole voxels where it is too shallow [um]. */
function depthOf(
  heights: Float64Array | undefined,
  { size, corner, voxel }: TissueTarget,
): { readonly shift: number; readonly depth: number } {
  if (heights === undefined || heights.length === 0) return { shift: 0, depth: size[2] }
  const low = heights.reduce((least, value) => Math.min(least, value), Infinity)
  const high = heights.reduce((most, value) => Math.max(most, value), -Infinity)
  const depth = tidy(Math.max(size[2], (Math.floor((high - low) / voxel) + 1) * voxel))
  // A box without a corner of its own is centred on the origin, and so is a deeper one.
  const isCentred = Math.abs(corner[2] + size[2] / 2) < 1e-9
  const middle = isCentred ? 0 : corner[2] + depth / 2
  return { shift: middle - (low + high) / 2, depth }
}

function quoted(label: string): string {
  return /[",\n\r]/.test(label) ? `"${label.replaceAll('"', '""')}"` : label
}

function writeTissue(document: Document, { points, plan, target }: TissueDocumentInput, path: string): void {
  const { crop } = plan
  document.set('file', path)
  for (const key of ['x', 'y', 'label', 'z']) document.delete(key)
  if (!target.isFlat && points.z !== undefined) document.set('z', 'z_um')
  document.set('corner', document.createNode([um(crop.x), um(crop.y)], { flow: true }))
  const inField = labelsInField(points, plan)
  const labels = new Map(inField.map((label) => [label, plan.labels[label] ?? 'ignore']))
  writeMap(document, 'labels', labels)
  writeMap(document, 'spacing', new Map(Object.entries(plan.spacing).map(([key, value]) => [key, um(value)])))
}

/** Labels that occur in the field, in the order of the table. */
function labelsInField(points: CellPoints, plan: TissuePlan): readonly string[] {
  const { x, y } = inMicrometres(points, plan.factor)
  const there = new Set<number>()
  for (const index of cellsInside(x, y, plan.crop)) there.add(points.label[index] ?? 0)
  return points.labels.filter((_, index) => there.has(index))
}

/** Makes a map of the section hold these entries; those that stay keep their comments. */
function writeMap(document: Document, key: string, entries: ReadonlyMap<string, string>): void {
  if (entries.size === 0) {
    document.delete(key)
    return
  }
  const present = document.get(key)
  if (!isMap(present)) {
    document.set(key, document.createNode(Object.fromEntries(entries)))
    return
  }
  const gone = present.items.map(({ key: item }) => String(isScalar(item) ? item.value : item))
  for (const name of gone) if (!entries.has(name)) present.delete(name)
  for (const [name, value] of entries) if (present.get(name) !== value) present.set(name, value)
}

/** Where a top-level key and its value stand in a text: from the key to the end of the last line of the value. */
function placeOf(
  text: string,
  key: string,
): { readonly from: number; readonly to: number; readonly pair: Pair } | undefined {
  const document = parseDocument(text)
  if (!isMap(document.contents)) return undefined
  const pair = document.contents.items.find((item) => isScalar(item.key) && item.key.value === key)
  if (pair === undefined) return undefined
  // The cast: keys of a parsed map are nodes, which have ranges.
  const from = (pair.key as Node).range?.[0]
  const value = pair.value as Node | null
  const end = value?.range?.[1] ?? (pair.key as Node).range?.[1]
  if (from === undefined || end === undefined) return undefined
  return { from, to: endOfLine(text, end), pair }
}

function endOfLine(text: string, at: number): number {
  // Block values end behind their last line, others within it.
  if (at > 0 && text[at - 1] === '\n') return at
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end + 1
}

/** Changes one section of a text through the document API and puts it back; the rest of the text stays as it is. */
function withSection(text: string, key: string, change: (section: Document) => void): string {
  const place = placeOf(text, key)
  const slice = place === undefined ? `${key}: {}\n` : text.slice(place.from, place.to)
  const whole = parseDocument(slice)
  const value = whole.get(key, true)
  const map = isMap(value) ? value : new YAMLMap()
  if (map.items.length === 0) map.flow = false
  const section = new Document(map)
  change(section)
  whole.set(key, map)
  const written = whole.toString({ lineWidth: 0, flowCollectionPadding: true })
  const line = written.endsWith('\n') ? written : `${written}\n`
  return place === undefined
    ? `${ended(text)}${line}`
    : text.slice(0, place.from) + line + text.slice(place.to)
}

/** Takes a section, or one key of it, out of a text. */
function withoutKey(text: string, section: string, key: string | undefined): string {
  const place = placeOf(text, section)
  if (place === undefined) return text
  if (key === undefined) return text.slice(0, place.from) + text.slice(place.to)
  const { value } = place.pair
  if (!isMap(value) || !value.has(key)) return text
  if (value.items.length === 1) return text.slice(0, place.from) + text.slice(place.to)
  return withSection(text, section, (document) => void document.delete(key))
}

/** Sets a text of the model, such as its title. */
function withScalar(text: string, key: string, value: string): string {
  const place = placeOf(text, key)
  const line = `${key}: ${JSON.stringify(value)}\n` // JSON strings are YAML
  if (place !== undefined) return text.slice(0, place.from) + line + text.slice(place.to)
  const after = placeOf(text, 'title') ?? placeOf(text, 'format')
  const at = after?.to ?? 0
  return text.slice(0, at) + line + text.slice(at)
}

function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}
