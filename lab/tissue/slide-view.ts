/** Which part of the slide is seen: the point in the middle [um] and how large a micrometre is [px]. */
export interface SlideView {
  readonly x: number
  readonly y: number
  readonly scale: number
}

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A view that shows all of a box, with a rim. */
export function viewOf(box: Box, width: number, height: number): SlideView {
  const scale = 0.94 * Math.min(width / Math.max(box.width, 1), height / Math.max(box.height, 1))
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, scale }
}

/** The view after zooming by a factor about a place of the picture [px]. */
export function zoomed(
  view: SlideView,
  by: number,
  at: readonly [number, number],
  size: readonly [number, number],
): SlideView {
  const scale = Math.min(Math.max(view.scale * by, 1e-4), 40)
  const [dx, dy] = [at[0] - size[0] / 2, at[1] - size[1] / 2]
  return {
    x: view.x + dx / view.scale - dx / scale,
    y: view.y + dy / view.scale - dy / scale,
    scale,
  }
}

/** Positions and colours of what is drawn. */
export interface SlidePoints {
  readonly x: Float64Array
  readonly y: Float64Array
  readonly label: Uint16Array
  /** [um per unit] */
  readonly factor: number
  /** Red, green, blue per label, 0 to 255. */
  readonly colours: readonly (readonly [number, number, number])[]
  /** Radius per label [um]. */
  readonly radii: readonly number[]
}

/** The dark ground of every tissue, as red, green, blue. */
const GROUND = [13, 17, 25] as const
/** Discs up to this many are drawn with smooth edges, more as rows of pixels. Chosen: in software 8,000 smooth ones took 100 ms. */
const ROUND = 1500

/** Draws all points of a slide: as pixels when there are many or they are small, as discs when one looks closely. */
export function drawSlide(
  canvas: HTMLCanvasElement,
  points: SlidePoints,
  view: SlideView,
  ratio: number,
): void {
  const context = canvas.getContext('2d')
  if (context === null) return
  const [width, height] = [canvas.width, canvas.height]
  const scale = view.scale * ratio
  const [left, top] = [width / 2 - view.x * scale, height / 2 - view.y * scale]
  const seen: number[] = []
  const { x, y, factor } = points
  for (let index = 0; index < x.length; index++) {
    const [a, b] = [(x[index] ?? 0) * factor * scale + left, (y[index] ?? 0) * factor * scale + top]
    if (a > -40 && b > -40 && a < width + 40 && b < height + 40) seen.push(index)
  }
  const place = { seen, scale, left, top }
  if (6 * scale > 2 * ratio && seen.length <= ROUND) drawDiscs(context, points, place)
  else drawPixels(context, points, place)
}

interface Place {
  readonly seen: readonly number[]
  /** [px/um] */
  readonly scale: number
  readonly left: number
  readonly top: number
}

function drawDiscs(
  context: CanvasRenderingContext2D,
  points: SlidePoints,
  { seen, scale, left, top }: Place,
): void {
  const { x, y, label, factor, colours, radii } = points
  context.fillStyle = `rgb(${GROUND.join(' ')})`
  context.fillRect(0, 0, context.canvas.width, context.canvas.height)
  const byLabel = Map.groupBy(seen, (index) => label[index] ?? 0)
  for (const [kind, indices] of byLabel) {
    context.fillStyle = `rgb(${(colours[kind] ?? GROUND).join(' ')})`
    const radius = Math.max((radii[kind] ?? 5) * scale * 0.8, 1)
    context.beginPath()
    for (const index of indices) {
      const [a, b] = [(x[index] ?? 0) * factor * scale + left, (y[index] ?? 0) * factor * scale + top]
      context.moveTo(a + radius, b)
      context.arc(a, b, radius, 0, 2 * Math.PI)
    }
    context.fill()
  }
}

function drawPixels(
  context: CanvasRenderingContext2D,
  points: SlidePoints,
  { seen, scale, left, top }: Place,
): void {
  const { width, height } = context.canvas
  const { x, y, label, factor, colours, radii } = points
  const image = context.createImageData(width, height)
  const pixels = new Uint32Array(image.data.buffer)
  pixels.fill(packed(GROUND))
  const discs = colours.map((colour, kind) => ({
    colour: packed(colour),
    rows: rowsOfDisc((radii[kind] ?? 5) * scale * 0.8),
  }))
  for (const index of seen) {
    const disc = discs[label[index] ?? 0]
    if (disc === undefined) continue
    const a = Math.round((x[index] ?? 0) * factor * scale + left)
    const b = Math.round((y[index] ?? 0) * factor * scale + top) - (disc.rows.length >> 1)
    for (let row = 0; row < disc.rows.length; row++) {
      if (b + row < 0 || b + row >= height) continue
      const [half = 0, start] = [disc.rows[row], (b + row) * width]
      const from = Math.max(a - half, 0)
      const to = Math.min(a + half + 1, width)
      for (let pixel = start + from; pixel < start + to; pixel++) pixels[pixel] = disc.colour
    }
  }
  context.putImageData(image, 0, 0)
}

/** A disc as rows of pixels: how far each reaches to either side; a single pixel for the smallest. */
function rowsOfDisc(radius: number): readonly number[] {
  const reach = Math.floor(radius)
  return Array.from({ length: 2 * reach + 1 }, (_, row) =>
    Math.floor(Math.sqrt(Math.max((radius + 0.25) ** 2 - (row - reach) ** 2, 0))),
  )
}

/** A colour as the bytes of a pixel on a little-endian machine, which all browsers run on. */
function packed([red, green, blue]: readonly [number, number, number]): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0
}

/** A length for a scale bar [um]: 1, 2 or 5 times a power of ten, at most so long. */
export function barLength(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 1e-9)))
  const first = [5, 2, 1].find((factor) => factor * power <= most) ?? 1
  return first * power
}
