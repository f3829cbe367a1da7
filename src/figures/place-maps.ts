import type { OrganismSummary, PlacePicture, TrialSummary } from '../analysis/summary.ts'
import { tickText } from './axes.ts'
import { formatNumber, formatTime } from './number-format.ts'
import { element, svgDocument, textElement, translated } from './svg.ts'
import { boldShare, textWidth, wrapText } from './text-layout.ts'
import { armStyle, columnWidth } from './theme.ts'
import type { FigureContext } from './theme.ts'
import { type Ground, type PanelBox, groundOf, panelHeight, scaleBar, tissuePanel } from './tissue.ts'
import { tissueLegend } from './tissue-legend.ts'

const GAP = 8
/** Height of the names above the panels [pt]. */
const HEAD = 16
/** Height of the frame of a place that has no tissue, by its width. */
const EMPTY = 0.6

/** A place as a column of the strip. */
interface Column {
  readonly name: string
  readonly ground: Ground
  /** [pt] */
  readonly x: number
  readonly width: number
  readonly height: number
}

/** Draw every tissue of an organism side by side, a row per arm: each on a scale of its own, with its bar; a place without a tissue says so. */
export function placeMaps(
  summary: TrialSummary,
  organism: OrganismSummary,
  context: FigureContext,
  width: number = columnWidth.two,
  shown: readonly string[] = summary.arms.map(({ name }) => name),
): string {
  const { theme } = context
  const arms = shown.filter((arm) => organism.maps.some((map) => map.arm === arm))
  const room = arms.length < 2 ? 0 : armRoom(arms, context)
  const columns = columnsOf(organism, room, width)
  const height = Math.max(0, ...columns.map((column) => column.height))
  const pictures = organism.maps.flatMap(({ picture }) => (picture === undefined ? [] : [picture]))
  const legend = tissueLegend(pictures, summary.cellTypes, width - room, theme)
  const rows = arms.map((arm, row) => {
    const top = HEAD + row * (height + GAP)
    const own = columns.map((column) => {
      const map = organism.maps.find((each) => each.arm === arm && each.place === column.name)
      return panel(map, column, top, summary, context)
    })
    return armLabel(arm, top, room, context) + own.join('')
  })
  const bottom = HEAD + arms.length * (height + GAP)
  const heads = columns.map(({ name, x }) => textElement(name, { x, y: 10, 'font-weight': 600 }))
  const content = [...heads, ...rows, translated(room, bottom, legend.content)]
  return svgDocument(
    { width, height: bottom + legend.height + 4, title: titleOf(summary, organism) },
    theme,
    content.join(''),
  )
}

/** Draw one place alone, with its name above and its scale bar; `of` says whose. */
export function placeFigure(
  summary: TrialSummary,
  organism: OrganismSummary,
  of: { readonly arm: string; readonly place: string },
  context: FigureContext,
  width: number,
): string {
  const domain = organism.places.find(({ name }) => name === of.place)?.domain ?? summary.domain
  const ground = groundOf(domain)
  const map = organism.maps.find((each) => each.arm === of.arm && each.place === of.place)
  const most = map?.picture === undefined ? EMPTY * width : 1.5 * width
  const height = Math.min(panelHeight(ground, width), most)
  const count = map?.cells
  const number = count === undefined ? '' : `${formatNumber(count)} ${count === 1 ? 'cell' : 'cells'}`
  const said = map?.isVacant === true ? 'taken out' : number
  const content = [
    textElement(of.place, { x: 0, y: 10, 'font-weight': 600 }),
    textElement(said, { x: width, y: 10, ...tickText(context.theme, 'end') }),
    panel(map, { name: of.place, ground, x: 0, width, height }, HEAD, summary, context),
  ]
  const title = `${of.place} of ${of.arm}: ${said === '' ? 'no tissue yet' : said}`
  return svgDocument({ width, height: HEAD + height + 1, title }, context.theme, content.join(''))
}

/** Columns as wide as makes all panels equally high, but none wider than the tallest would be: a long slice does not dwarf the rest. */
function columnsOf({ places }: OrganismSummary, room: number, width: number): readonly Column[] {
  const grounds = places.map(({ domain }) => groundOf(domain))
  const ratios = grounds.map((ground) => Math.min(2, ground.width / ground.height))
  const sum = ratios.reduce((total, ratio) => total + ratio, 0)
  const free = width - room - GAP * (places.length - 1)
  let x = room
  return places.map(({ name }, index) => {
    const ground = grounds[index] ?? { left: 0, bottom: 0, width: 1, height: 1 }
    const own = (free * (ratios[index] ?? 1)) / sum
    const column = { name, ground, x, width: own, height: panelHeight(ground, own) }
    x += own + GAP
    return column
  })
}

function panel(
  map: PlacePicture | undefined,
  { ground, x, width, height }: Column,
  y: number,
  summary: TrialSummary,
  context: FigureContext,
): string {
  const box: PanelBox = { x, y, width, height }
  if (map?.picture === undefined) return notYet(box, context)
  return tissuePanel(map.picture, summary.cellTypes, ground, box) + scaleBar(ground, box, context.theme)
}

function notYet(box: PanelBox, { theme }: FigureContext): string {
  const middle = { x: box.x + box.width / 2, ...tickText(theme, 'middle') }
  const y = box.y + box.height / 2
  const frame = { fill: 'none', stroke: theme.line, 'stroke-width': 0.7, 'stroke-dasharray': '3 3', rx: 2 }
  return (
    element('rect', { ...box, ...frame }) +
    textElement('not yet', { ...middle, y: y - 1 }) +
    textElement('no colony has begun', { ...middle, y: y + theme.smallSize + 1 })
  )
}

function armRoom(arms: readonly string[], { theme }: FigureContext): number {
  return Math.min(84, Math.max(...arms.map((arm) => textWidth(arm, theme.fontSize))) * boldShare + 8)
}

function armLabel(arm: string, top: number, room: number, context: FigureContext): string {
  if (room === 0) return ''
  const size = context.theme.fontSize
  return wrapText(arm, (room - 6) / boldShare, size, 3)
    .map((line, row) =>
      textElement(line, {
        x: 0,
        y: top + 9 + row * (size + 1.5),
        'font-weight': 600,
        fill: armStyle(context, arm).colour,
      }),
    )
    .join('')
}

function titleOf(summary: TrialSummary, { places, maps }: OrganismSummary): string {
  const time = Math.max(0, ...maps.map((map) => map.time))
  return `${places.map(({ name }) => name).join(', ')} at ${formatTime(time, summary.duration)}`
}
