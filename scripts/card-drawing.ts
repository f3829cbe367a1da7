/** What a picture of the Lab's gallery is made of, and how it is drawn (`make-cards.ts`). */
import { tissueGround, vesselLumen, vesselWall } from '../src/figures/palette.ts'

/** As in the Lab. */
export const COLOURS = {
  ground: tissueGround,
  wall: vesselWall,
  lumen: vesselLumen,
  empty: '#9aa3b0',
} as const

export interface Drawing {
  readonly width: number
  readonly height: number
  readonly colours: typeof COLOURS
  /** Both ends and radius of the lumen [px], share of the colour, 1 where blood flows. */
  readonly tubes: readonly (readonly [number, number, number, number, number, number, number])[]
  /** Vessels that cross a slice: x, y and outer radius [px], 1 where they carry something. */
  readonly rings: readonly (readonly [number, number, number, number])[]
  /** x, y and radius [px], colour, share of the colour (further cells are darker), 1 for a live cell. */
  readonly cells: readonly (readonly [number, number, number, string, number, number])[]
}

/** Runs in the browser: discs with a dark rim and a nucleus on the dark ground, vessels with wall and lumen above them. */
export function draw({ width, height, colours, tubes, rings, cells }: Drawing): string {
  // The page's own objects, which this script's types do not know.
  const { document } = globalThis as unknown as {
    document: { createElement(name: string): Canvas }
  }
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const pen = canvas.getContext('2d')
  pen.fillStyle = colours.ground
  pen.fillRect(0, 0, width, height)
  const disc = (x: number, y: number, radius: number, colour: string, share: number): void => {
    pen.globalAlpha = share
    pen.fillStyle = colour
    pen.beginPath()
    pen.arc(x, y, radius, 0, 2 * Math.PI)
    pen.fill()
  }
  const stroke = (tube: Drawing['tubes'][number], wide: number, colour: string, share: number): void => {
    pen.globalAlpha = share
    pen.strokeStyle = colour
    pen.lineWidth = wide
    pen.beginPath()
    pen.moveTo(tube[0], tube[1])
    pen.lineTo(tube[2], tube[3])
    pen.stroke()
  }
  for (const [x, y, radius, colour, share, isLive] of cells) {
    disc(x, y, radius, colours.ground, 1)
    disc(x, y, radius * 0.88, isLive === 1 ? colour : '#5b6470', share)
    if (isLive === 1 && radius > 4)
      disc(x + radius * 0.06, y + radius * 0.04, radius * 0.4, colours.ground, 0.38)
  }
  pen.lineCap = 'round'
  // All rims, then all walls, then all lumens: tubes that meet become one shape.
  const wideOf = (tube: Drawing['tubes'][number]): number => Math.max(4, 2.4 * tube[4])
  for (const tube of tubes) stroke(tube, wideOf(tube) + 3, colours.ground, 1)
  for (const tube of tubes) stroke(tube, wideOf(tube), tube[6] === 1 ? colours.wall : colours.empty, tube[5])
  for (const tube of tubes)
    if (tube[6] === 0 || wideOf(tube) > 7)
      stroke(tube, 0.45 * wideOf(tube), tube[6] === 1 ? colours.lumen : colours.ground, tube[5])
  for (const [x, y, radius, isOpen] of rings) {
    disc(x, y, radius + 1.5, colours.ground, 1)
    disc(x, y, radius, isOpen === 1 ? colours.wall : colours.empty, 1)
    disc(x, y, 0.58 * radius, isOpen === 1 ? colours.lumen : colours.ground, 1)
  }
  return canvas.toDataURL('image/webp', 0.72)
}

interface Canvas {
  width: number
  height: number
  getContext(kind: '2d'): {
    fillStyle: string
    strokeStyle: string
    lineWidth: number
    lineCap: 'round'
    globalAlpha: number
    fillRect(x: number, y: number, width: number, height: number): void
    beginPath(): void
    arc(x: number, y: number, radius: number, from: number, to: number): void
    moveTo(x: number, y: number): void
    lineTo(x: number, y: number): void
    fill(): void
    stroke(): void
  }
  toDataURL(type: string, quality: number): string
}
