import type { CellPoints } from './extract-cells.ts'
import { gridOf, extentOf, visitNear } from './point-grid.ts'
import { type TissuePlan, cellsInside, inMicrometres } from './tissue-plan.ts'
import type { TissueTarget } from './tissue-target.ts'
import { medianNeighbour, plausibleSpacing } from './unit-guess.ts'

/** Something about a tissue that would spoil a run: a number, why it matters, what to do. */
export interface TissueWarning {
  readonly code: TissueWarningCode
  /** An error keeps the tissue from running. */
  readonly severity: 'error' | 'warning' | 'note'
  readonly finding: string
  readonly why: string
  readonly remedy: string
}

export type TissueWarningCode =
  | 'nothing inside'
  | 'labels undecided'
  | 'several images'
  | 'wrong unit'
  | 'too dense'
  | 'sparse'
  | 'overlaps'
  | 'same place'
  | 'empty border'
  | 'beyond the tissue'
  | 'cut out'
  | 'too many cells'
  | 'too many voxels'
  | 'flat model'
  | 'no tumour'

/**
 * Memory of a cell in a run [bytes]: 476 in the columns of the colorectal model (measured), and about as much in packed rows and
 * neighbour lists.
 */
const BYTES_PER_CELL = 1000
/** Memory of a voxel [bytes]: concentration, sources and work space of some ten substrates. Chosen: the shipped tumour models. */
const BYTES_PER_VOXEL = 400
/** What one memory can hold [bytes]: addresses have 32 bits. */
const MOST_BYTES = 4_294_967_296
/** Cells from which a page is slow. Chosen: a tenth of real time at one step a second. */
const SLOW_CELLS = 100_000
/** Voxels that a model may have, as when it is read. */
const MOST_VOXELS = 67_108_864
/** Packing of spheres of one size in a layer: pi / (2 sqrt 3), hexagonal. */
const HEXAGONAL = 0.9069
/** Nearer than this share of the sum of their radii, centres count as overlapping. Chosen: cells deform, nuclei do not. */
const OVERLAP = 0.7
/** Shares of cells from which overlap and coincidence are worth a line. Chosen. */
const MANY_OVERLAP = 0.05
/** Width of the border that should hold cells, as a share of the field. Chosen: what one sees. */
const BORDER = 0.1

/** Looks a tissue over before it goes into a model; worst first. */
export function tissueWarnings(
  points: CellPoints,
  plan: TissuePlan,
  target: TissueTarget,
): readonly TissueWarning[] {
  const { x, y } = inMicrometres(points, plan.factor)
  const inside = cellsInside(x, y, plan.crop)
  const becoming = points.labels.map((label) =>
    Object.hasOwn(plan.labels, label) ? plan.labels[label] : undefined,
  )
  const radii = becoming.map((type) => target.types.find(({ name }) => name === type)?.radius ?? 0)
  const all = { x, y, inside, points, plan, target, becoming, radii }
  const found =
    inside.length === 0
      ? [...nothingInside(all), ...wrongUnit(all)]
      : [
          ...undecided(all),
          ...severalImages(all),
          ...wrongUnit(all),
          ...size(all),
          ...density(all),
          ...overlaps(all),
          ...border(all),
          ...cut(all),
          ...withoutTumour(all),
        ]
  const order = { error: 0, warning: 1, note: 2 }
  return found.toSorted((a, b) => order[a.severity] - order[b.severity])
}

interface Tissue {
  readonly x: Float64Array
  readonly y: Float64Array
  readonly inside: Uint32Array
  readonly points: CellPoints
  readonly plan: TissuePlan
  readonly target: TissueTarget
  /** What each label becomes; undefined when that is undecided. */
  readonly becoming: readonly (string | undefined)[]
  /** Of what each label becomes [um]; 0 where it is no cell. */
  readonly radii: readonly number[]
}

const warn = (
  severity: TissueWarning['severity'],
  code: TissueWarningCode,
  texts: readonly [finding: string, why: string, remedy: string],
): TissueWarning => {
  const [finding, why, remedy] = texts
  return { code, severity, finding, why, remedy }
}

const many = (value: number): string => Math.round(value).toLocaleString('en-GB')
const short = (value: number): string => String(Number(value.toPrecision(3)))
const percent = (share: number): string => `${share < 0.1 ? short(share * 100) : Math.round(share * 100)} %`

/** What a cell of the table becomes; undefined when that is undecided. */
function becomes({ points, becoming }: Tissue, index: number): string | undefined {
  return becoming[points.label[index] ?? 0]
}

/** Radius of what a cell of the table becomes [um]. */
function radiusOf({ points, radii }: Tissue, index: number): number {
  return radii[points.label[index] ?? 0] ?? 0
}

function nothingInside({ x, y, plan: { crop } }: Tissue): readonly TissueWarning[] {
  const [left, right] = extentOf(x)
  const [top, bottom] = extentOf(y)
  return [
    warn('error', 'nothing inside', [
      `no cell lies in the field of ${short(crop.width)} x ${short(crop.height)} um`,
      'a model needs at least one cell or vessel',
      `move the field: cells lie from ${short(left)} to ${short(right)} um along x and ${short(top)} to ${short(bottom)} um along y`,
    ]),
  ]
}

function undecided(tissue: Tissue): readonly TissueWarning[] {
  const counts = new Map<string, number>()
  for (const index of tissue.inside) {
    if (becomes(tissue, index) !== undefined) continue
    const label = tissue.points.labels[tissue.points.label[index] ?? 0] ?? ''
    counts.set(label, (counts.get(label) ?? 0) + 1)
  }
  if (counts.size === 0) return []
  const sorted = [...counts].toSorted((a, b) => b[1] - a[1])
  const cells = sorted.reduce((sum, [, count]) => sum + count, 0)
  const listed = sorted.slice(0, 4).map(([label, count]) => `${label} (${many(count)})`)
  const more = sorted.length > 4 ? ` and ${sorted.length - 4} more` : ''
  return [
    warn('error', 'labels undecided', [
      `${sorted.length} label${sorted.length === 1 ? ' is' : 's are'} not decided, ${many(cells)} of ${many(tissue.inside.length)} cells: ${listed.join(', ')}${more}`,
      'nobody can guess what these cells do in the model',
      'choose a cell type for each, or leave them out',
    ]),
  ]
}

/** Cells of several images read as one. */
function severalImages({ points: { images, notices } }: Tissue): readonly TissueWarning[] {
  if (images.length < 2 || notices.some(({ code }) => code === 'other image')) return []
  const largest = images.toSorted((a, b) => b.rows - a.rows).slice(0, 3)
  const named = largest.map(({ name, rows }) => `${name} (${many(rows)})`).join(', ')
  return [
    warn('warning', 'several images', [
      `the cells come from ${images.length} images: ${named}${images.length > 3 ? ' and more' : ''}`,
      'each image counts its coordinates from its own corner, so that their cells may lie over each other',
      'choose one image beside the columns, unless the coordinates are those of one slide',
    ]),
  ]
}

function wrongUnit({ x, y, inside, plan }: Tissue): readonly TissueWarning[] {
  const chosen = inside.length > 1 ? [pick(x, inside), pick(y, inside)] : [x, y]
  const [a = x, b = y] = chosen
  const apart = medianNeighbour(a, b)
  const { least, most } = plausibleSpacing
  if (apart === undefined || apart === 0 || (apart >= least && apart <= most)) return []
  const isPixel = apart > most
  return [
    warn('warning', 'wrong unit', [
      `neighbouring cells lie ${short(apart)} um apart (median) at ${short(plan.factor)} um per unit of the table`,
      `cells of a tissue lie ${least} to ${most} um apart; ${isPixel ? 'coordinates in pixels' : 'a factor that is too small'} would look like this`,
      'check the unit of the coordinates, or that the table has all cells and not only some kinds',
    ]),
  ]
}

function pick(values: Float64Array, indices: Uint32Array): Float64Array {
  return Float64Array.from(indices, (index) => values[index] ?? 0)
}

function size({ inside, plan: { crop }, target }: Tissue): readonly TissueWarning[] {
  const layers = Math.max(1, Math.round(target.size[2] / target.voxel))
  const voxels = Math.round(crop.width / target.voxel) * Math.round(crop.height / target.voxel) * layers
  const bytes = inside.length * BYTES_PER_CELL + voxels * BYTES_PER_VOXEL
  const memory = bytes > 1e9 ? `${short(bytes / 1e9)} GB` : `${many(bytes / 1e6)} MB`
  const found: TissueWarning[] = []
  if (voxels > MOST_VOXELS)
    found.push(
      warn('error', 'too many voxels', [
        `the field has ${many(voxels)} voxels of ${short(target.voxel)} um`,
        `a model may have ${many(MOST_VOXELS)}`,
        'choose a smaller field',
      ]),
    )
  if (bytes > MOST_BYTES || inside.length > SLOW_CELLS)
    found.push(
      warn(bytes > MOST_BYTES ? 'error' : 'warning', 'too many cells', [
        `${many(inside.length)} cells and ${many(voxels)} voxels need about ${memory}, and more as cells divide`,
        bytes > MOST_BYTES
          ? 'one run can address 4.3 GB'
          : `beyond ${many(SLOW_CELLS)} cells a page runs slower than one wants to watch, and every kept moment of history takes as much again`,
        `choose a smaller field: ${many(SLOW_CELLS / 10)} cells are a good beginning`,
      ]),
    )
  return found
}

function density(tissue: Tissue): readonly TissueWarning[] {
  const { inside, plan, target } = tissue
  const area = plan.crop.width * plan.crop.height
  const covered = sumOf(inside, (index) => Math.PI * radiusOf(tissue, index) ** 2)
  const perSquare = many((inside.length / area) * 1e6)
  const share = covered / area
  const isThinned = Object.keys(plan.spacing).length > 0
  if (target.isFlat && share > HEXAGONAL && !isThinned)
    return [
      warn('warning', 'too dense', [
        `${perSquare} cells per mm2 would cover ${percent(share)} of the plane`,
        `round cells of these sizes fill at most ${percent(HEXAGONAL)}; a section is thicker than one layer, and bins or nuclei are more than whole cells`,
        'thin cells that overlap, below; or check the unit',
      ]),
    ]
  return share > 0 && share < 0.05
    ? [
        warn('note', 'sparse', [
          `${perSquare} cells per mm2 cover ${percent(share)} of the field`,
          'tissue between cells is empty here; pressure and contact mean little',
          'check that the table has all cells, and the unit',
        ]),
      ]
    : []
}

function sumOf(indices: Uint32Array, value: (index: number) => number): number {
  let sum = 0
  for (const index of indices) sum += value(index)
  return sum
}

function overlaps(tissue: Tissue): readonly TissueWarning[] {
  const cells = tissue.inside.filter((index) => radiusOf(tissue, index) > 0)
  if (cells.length < 2) return []
  const radii = Float64Array.from(cells, (index) => radiusOf(tissue, index))
  const [, largest] = extentOf(radii)
  const grid = gridOf(pick(tissue.x, cells), pick(tissue.y, cells), 2 * largest * OVERLAP)
  const zs = tissue.target.isFlat || tissue.points.z === undefined ? undefined : pick(tissue.points.z, cells)
  let [overlapping, same] = [0, 0]
  for (let index = 0; index < cells.length; index++) {
    let [isNear, isSame] = [false, false]
    visitNear(grid, index, (other, flat) => {
      const rise = zs === undefined ? 0 : ((zs[other] ?? 0) - (zs[index] ?? 0)) * tissue.plan.factor
      const distance = Math.hypot(flat, rise)
      isNear ||= distance < OVERLAP * ((radii[index] ?? 0) + (radii[other] ?? 0))
      isSame ||= distance === 0
    })
    if (isNear) overlapping += 1
    if (isSame) same += 1
  }
  return [...overlapWarning(tissue, overlapping, cells.length), ...samePlace(same, cells.length)]
}

function overlapWarning({ plan }: Tissue, count: number, of: number): readonly TissueWarning[] {
  const share = count / of
  const isThinned = Object.keys(plan.spacing).length > 0
  if (share < MANY_OVERLAP) return []
  return [
    warn(isThinned ? 'note' : 'warning', 'overlaps', [
      `${percent(share)} of the cells in the table stand nearer to another than ${OVERLAP} of the sum of their radii`,
      'they push each other away at the first steps: the tissue jumps apart, and pressure stops division',
      isThinned
        ? 'they are thinned before the run; the number of cells at the start says how many stay'
        : 'thin cells that overlap, below; one of two is kept where they are nearer than the spacing of their type',
    ]),
  ]
}

function samePlace(count: number, of: number): readonly TissueWarning[] {
  if (count === 0) return []
  return [
    warn('warning', 'same place', [
      `${many(count)} of ${many(of)} cells stand exactly where another one stands`,
      'forces between them have no direction; a table of several images or of doublets looks like this',
      'choose one image, or thin cells that overlap',
    ]),
  ]
}

/** Sides of the field along which a tenth of it holds no cell. */
function border({ x, y, inside, plan: { crop } }: Tissue): readonly TissueWarning[] {
  if (inside.length < 50) return []
  const [left, right] = extentOf(pick(x, inside))
  const [top, bottom] = extentOf(pick(y, inside))
  const gaps = [
    { side: 'left', share: (left - crop.x) / crop.width },
    { side: 'right', share: (crop.x + crop.width - right) / crop.width },
    { side: 'top', share: (top - crop.y) / crop.height },
    { side: 'bottom', share: (crop.y + crop.height - bottom) / crop.height },
  ].filter(({ share }) => share > BORDER)
  if (gaps.length === 0) return []
  const sides = gaps.map(({ side, share }) => `${percent(share)} on the ${side}`).join(', ')
  return [
    warn('note', 'empty border', [
      `the field is empty at its border: ${sides}`,
      'cells move and divide into empty space as they would at the edge of a culture, not in tissue',
      'make the field smaller',
    ]),
  ]
}

function cut({ x, y, inside, plan, target, points }: Tissue): readonly TissueWarning[] {
  const found: TissueWarning[] = []
  const left = x.length - inside.length
  if (left > 0)
    found.push(
      warn('note', 'cut out', [
        `${many(inside.length)} of ${many(x.length)} cells lie in the field; ${many(left)} around it are left out`,
        'at the border a cell has neighbours on one side only, and nothing comes in through it',
        'read results at the rim with care: a few cell diameters are enough',
      ]),
    )
  if (points.z !== undefined && target.isFlat)
    found.push(
      warn('note', 'flat model', [
        'the table has a third coordinate, the model one layer',
        'all cells are put into one plane, whatever their height',
        'choose a model with depth, or one section of the table',
      ]),
    )
  const shared = (low: number, extent: number, [from, to]: readonly [number, number]): number =>
    (Math.min(low + extent, to) - Math.max(low, from)) / extent
  const { crop } = plan
  if (shared(crop.x, crop.width, extentOf(x)) < 0.5 || shared(crop.y, crop.height, extentOf(y)) < 0.5)
    found.push(
      warn('note', 'beyond the tissue', [
        'more than half of the field along one side lies outside of the slide',
        'that part has no cells at the start',
        'move or shrink the field',
      ]),
    )
  return found
}

function withoutTumour(tissue: Tissue): readonly TissueWarning[] {
  const tumour = tissue.target.types.filter(({ lineage }) => lineage === 'tumour').map(({ name }) => name)
  if (tumour.length === 0) return []
  for (const index of tissue.inside) if (tumour.includes(becomes(tissue, index) ?? '')) return []
  return [
    warn('note', 'no tumour', [
      `no cell of the field becomes ${tumour.join(' or ')}`,
      'the model is about a tumour; its measures of nests will be empty',
      'check what the labels become, or move the field',
    ]),
  ]
}
