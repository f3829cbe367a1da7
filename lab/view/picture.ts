import { formatNumber, formatTogether, formatUnit, tissueGround } from '../../src/browser.ts'
import { fieldMap } from './field-map.ts'
import type { Bar, LegendEntry, Swatch } from './legend-entry.ts'
import { scaleBarOf } from './scale-bar.ts'
import type { TissueView } from './tissue-view.ts'

/** What is written into a picture, so that it says by itself what it shows. */
export interface Caption {
  /** "day 2.5" */
  readonly time: string
  /** Such as the name of the model or of an arm. */
  readonly title?: string
  readonly legend: readonly LegendEntry[]
}

type Pen = CanvasRenderingContext2D

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
/** Sizes in pixels of the page; all are drawn larger by the picture's scale. */
const TEXT = 12
const TITLE = 14
const LINE = 20
const PAD = 8
const MARGIN = 12
/** Width of a colour bar. */
const RAMP = 120
const INK = '#f2f5f9'
/** Chosen: text on it has a contrast of 12 at least over any cell. */
const PLATE = 'rgba(13, 17, 25, 0.82)'

/** A PNG of what is shown, `scale` pixels for each of the page, with time, scale bar and legend in it. */
export async function takePicture(view: TissueView, caption: Caption, scale = 2): Promise<Blob> {
  const canvas = document.createElement('canvas')
  drawPicture(view, caption, scale, canvas)
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('the browser could not write the picture; try a smaller one'))
      else resolve(blob)
    }, 'image/png')
  })
}

/** Draws what is shown, with its caption, on a canvas that becomes as large as needed; both edges are even, as videos want. */
export function drawPicture(
  view: TissueView,
  caption: Caption,
  scale: number,
  canvas: HTMLCanvasElement,
): void {
  const [width, height] = view.size
  const column = legendWidth(canvas, caption.legend)
  const even = (length: number): number => 2 * Math.round((length * scale) / 2)
  // Setting a size clears a canvas: only when it differs.
  if (canvas.width !== even(width + column)) canvas.width = even(width + column)
  if (canvas.height !== even(height)) canvas.height = even(height)
  const pen = canvas.getContext('2d')
  if (pen === null) throw new Error('the browser gave no canvas to draw the picture on')
  pen.setTransform(1, 0, 0, 1, 0, 0)
  pen.fillStyle = tissueGround
  pen.fillRect(0, 0, canvas.width, canvas.height)
  view.copyTo(pen, scale)
  pen.setTransform(scale, 0, 0, scale, 0, 0)
  pen.textBaseline = 'middle'
  drawHeading(pen, caption)
  drawScaleBar(pen, view)
  drawLegend(pen, caption.legend, width, height)
}

function plate(pen: Pen, x: number, y: number, width: number, height: number): void {
  pen.fillStyle = PLATE
  pen.beginPath()
  pen.roundRect(x, y, width, height, 2)
  pen.fill()
}

function write(pen: Pen, text: string, x: number, y: number, align: CanvasTextAlign = 'left'): void {
  pen.fillStyle = INK
  pen.textAlign = align
  pen.fillText(text, x, y)
}

function drawHeading(pen: Pen, { time, title }: Caption): void {
  pen.font = `600 ${TITLE}px ${FONT}`
  const text = title === undefined ? time : `${title}, ${time}`
  plate(pen, MARGIN, MARGIN, pen.measureText(text).width + 2 * PAD, LINE + PAD)
  write(pen, text, MARGIN + PAD, MARGIN + LINE / 2 + PAD / 2)
}

function drawScaleBar(pen: Pen, view: TissueView): void {
  const [width, height] = view.size
  const bar = scaleBarOf(view.micrometresPerPixel)
  pen.font = `${TEXT}px ${FONT}`
  const room = Math.max(bar.width, pen.measureText(bar.text).width) + 2 * PAD
  const [left, top] = [width - MARGIN - room, height - MARGIN - LINE - PAD]
  plate(pen, left, top, room, LINE + PAD)
  write(pen, bar.text, left + room / 2, top + LINE / 2 + 1, 'center')
  pen.fillStyle = '#ffffff'
  pen.fillRect(left + (room - bar.width) / 2, top + LINE, bar.width, 2)
}

/** Width of the column beside the tissue that the legend has to itself, so that it hides no cell. */
function legendWidth(canvas: HTMLCanvasElement, entries: readonly LegendEntry[]): number {
  const pen = canvas.getContext('2d')
  if (pen === null || entries.length === 0) return 0
  pen.font = `${TEXT}px ${FONT}`
  return Math.max(...entries.map((entry) => widthOf(pen, entry))) + 2 * MARGIN
}

/** Beside the tissue; entries that do not fit are counted instead of being left out silently. */
function drawLegend(pen: Pen, entries: readonly LegendEntry[], left: number, height: number): void {
  if (entries.length === 0) return
  pen.font = `${TEXT}px ${FONT}`
  const heightOf = (entry: LegendEntry): number => (entry.kind === 'bar' ? 2 * LINE + 4 : LINE)
  const shown: LegendEntry[] = []
  let room = height - 2 * MARGIN - LINE
  for (const entry of entries) {
    room -= heightOf(entry)
    if (room < 0) break
    shown.push(entry)
  }
  const rest = entries.length - shown.length
  const more = rest === 0 ? [] : [`and ${rest} more`]
  const width = Math.max(...entries.map((entry) => widthOf(pen, entry)))
  const x = left + MARGIN
  let y = MARGIN
  for (const entry of shown) {
    if (entry.kind === 'bar') drawBar(pen, entry, x, y)
    else drawSwatch(pen, entry, x, y, width)
    y += heightOf(entry)
  }
  for (const text of more) write(pen, text, x, y + LINE / 2)
}

function nameOf(bar: Bar): string {
  const scale = bar.isLogarithmic === true ? ', log' : ''
  return bar.unit === '1' ? bar.name : `${bar.name} [${formatUnit(bar.unit)}${scale}]`
}

function widthOf(pen: Pen, entry: LegendEntry): number {
  if (entry.kind === 'bar') return Math.max(RAMP, pen.measureText(nameOf(entry)).width)
  const count = entry.count === undefined ? '' : formatNumber(entry.count)
  return LINE + pen.measureText(entry.name).width + (count === '' ? 0 : 16 + pen.measureText(count).width)
}

function drawBar(pen: Pen, bar: Bar, x: number, y: number): void {
  write(pen, nameOf(bar), x, y + LINE / 2)
  const table = fieldMap(bar.map)
  for (let step = 0; step < RAMP; step++) {
    const at = 3 * Math.round((255 * step) / (RAMP - 1))
    pen.fillStyle = `rgb(${table[at]}, ${table[at + 1]}, ${table[at + 2]})`
    // A little wider than its place, so that no seams show.
    pen.fillRect(x + step, y + LINE, 1.5, 6)
  }
  const [low = '', high = ''] = formatTogether(bar.range)
  write(pen, bar.isClipped[0] ? `≤ ${low}` : low, x, y + LINE + 15)
  write(pen, bar.isClipped[1] ? `≥ ${high}` : high, x + RAMP, y + LINE + 15, 'right')
}

function drawSwatch(
  pen: Pen,
  { shape, colour, name, count, isDimmed }: Swatch,
  x: number,
  y: number,
  width: number,
): void {
  pen.globalAlpha = isDimmed === true ? 0.35 : 1
  drawMark(pen, shape, colour, x + 6, y + LINE / 2)
  write(pen, name, x + LINE, y + LINE / 2)
  pen.globalAlpha = 1
  if (count !== undefined) write(pen, formatNumber(count), x + width, y + LINE / 2, 'right')
}

/** Lines of the marks of what is long, from the middle of the mark [px]. */
const WAYS = {
  tube: [[-5, 2, 5, -2]],
  hollow: [
    [-5, 3, 5, -1],
    [-5, 0, 5, -4],
  ],
  fibre: [
    [-4, 1, -1, -3],
    [-2, 4, 3, -2],
    [1, 4, 4, 1],
  ],
} as const

function drawWay(pen: Pen, shape: 'tube' | 'hollow' | 'fibre' | 'tip', x: number, y: number): void {
  pen.beginPath()
  if (shape === 'tip') {
    for (const [right, down] of [
      [-4, 3],
      [5, -3],
      [1, 5],
    ] as const)
      pen.lineTo(x + right, y + down)
    pen.fill()
    return
  }
  pen.lineWidth = shape === 'tube' ? 3 : 1
  if (shape === 'hollow') pen.setLineDash([3, 2])
  for (const [fromX, fromY, toX, toY] of WAYS[shape]) {
    pen.moveTo(x + fromX, y + fromY)
    pen.lineTo(x + toX, y + toY)
  }
  pen.stroke()
  pen.setLineDash([])
}

/** The mark of a legend's entry, 12 pixels wide. */
function drawMark(pen: Pen, shape: Swatch['shape'], colour: string, x: number, y: number): void {
  const disc = (radius: number, fill: string): void => {
    pen.fillStyle = fill
    pen.beginPath()
    pen.arc(x, y, radius, 0, 2 * Math.PI)
    pen.fill()
  }
  if (shape === 'line') {
    pen.fillStyle = colour
    pen.fillRect(x - 6, y - 1, 5, 1.5)
    pen.fillRect(x + 1, y - 1, 5, 1.5)
    return
  }
  if (shape === 'tube' || shape === 'hollow' || shape === 'fibre' || shape === 'tip') {
    pen.strokeStyle = pen.fillStyle = colour
    drawWay(pen, shape, x, y)
    return
  }
  if (shape === 'tied') {
    disc(5.4, colour)
    disc(3.8, tissueGround)
    pen.strokeStyle = colour
    pen.lineWidth = 1.6
    pen.beginPath()
    pen.moveTo(x - 3, y + 3)
    pen.lineTo(x + 3, y - 3)
    pen.stroke()
    return
  }
  disc(shape === 'vessel' || shape === 'ring' ? 5.4 : 5.8, colour)
  if (shape === 'cell') disc(2.4, 'rgba(13, 17, 25, 0.4)')
  if (shape === 'ring' || shape === 'vessel') disc(3, shape === 'ring' ? tissueGround : '#2a0712')
  if (shape === 'ring') disc(1.2, colour)
  if (shape === 'cross') {
    pen.strokeStyle = '#d5d9df'
    pen.lineWidth = 1.2
    pen.beginPath()
    for (const side of [1, -1]) {
      pen.moveTo(x - 2.4, y - 2.4 * side)
      pen.lineTo(x + 2.4, y + 2.4 * side)
    }
    pen.stroke()
  }
}
