import type { BufferTarget, CanvasSource, Output, OutputFormat } from 'mediabunny'
import { tissueGround } from '../../src/browser.ts'
import { type Caption, drawPicture } from './picture.ts'
import type { TissueView } from './tissue-view.ts'

export interface VideoSettings {
  /** Pictures per second of the video. */
  readonly rate: number
  /** Pixels of the video for each of the page. */
  readonly scale: number
  /** [bit/s] */
  readonly bitrate: number
}

/** Chosen: smooth enough for growing tissue; a minute is some 60 MB, in which cells stay sharp. */
export const DEFAULT_VIDEO: VideoSettings = { rate: 25, scale: 1, bitrate: 8_000_000 }

/** Seconds between pictures that need no other. */
const KEY_FRAMES = 2

/** A video of what is shown, written picture by picture: however long one takes to compute, the video runs evenly. */
export class VideoRecorder {
  readonly #view: TissueView
  readonly #settings: VideoSettings
  /** What is encoded; keeps its size. */
  readonly #canvas: HTMLCanvasElement
  /** What is shown; becomes as large as the view. */
  readonly #page = document.createElement('canvas')
  readonly #output: Output<OutputFormat, BufferTarget>
  readonly #source: CanvasSource
  #count = 0

  private constructor(
    view: TissueView,
    settings: VideoSettings,
    canvas: HTMLCanvasElement,
    output: Output<OutputFormat, BufferTarget>,
    source: CanvasSource,
  ) {
    this.#view = view
    this.#settings = settings
    this.#canvas = canvas
    this.#output = output
    this.#source = source
  }

  /** Begins a video with its first picture; throws where the browser can encode none. */
  static async start(
    view: TissueView,
    caption: Caption,
    settings: VideoSettings = DEFAULT_VIDEO,
  ): Promise<VideoRecorder> {
    const media = await import('mediabunny')
    const canvas = document.createElement('canvas')
    drawPicture(view, caption, settings.scale, canvas)
    const size = { width: canvas.width, height: canvas.height, bitrate: settings.bitrate }
    const [mp4, webm] = await Promise.all([
      media.getFirstEncodableVideoCodec(['avc'], size),
      media.getFirstEncodableVideoCodec(['vp9', 'vp8', 'av1'], size),
    ])
    const codec = mp4 ?? webm
    if (codec === null)
      throw new Error(
        'this browser cannot encode video; save pictures instead, or use a recent Chrome, Edge, Safari or Firefox',
      )
    const target = new media.BufferTarget()
    const format =
      mp4 === null ? new media.WebMOutputFormat() : new media.Mp4OutputFormat({ fastStart: 'in-memory' })
    const output = new media.Output({ format, target })
    const source = new media.CanvasSource(canvas, {
      codec,
      bitrate: settings.bitrate,
      keyFrameInterval: KEY_FRAMES,
    })
    output.addVideoTrack(source, { frameRate: settings.rate })
    await output.start()
    return new VideoRecorder(view, settings, canvas, output, source)
  }

  /** Pictures so far. */
  get count(): number {
    return this.#count
  }

  /** Adds what is shown now; resolves when the next may come. */
  async add(caption: Caption): Promise<void> {
    const { rate, scale } = this.#settings
    drawPicture(this.#view, caption, scale, this.#page)
    fitInto(this.#canvas, this.#page)
    await this.#source.add(this.#count / rate, 1 / rate)
    this.#count += 1
  }

  /** Ends the video. */
  async finish(): Promise<{ readonly blob: Blob; readonly extension: string }> {
    await this.#output.finalize()
    const { buffer } = this.#output.target
    if (buffer === null) throw new Error('the video is empty')
    const { mimeType, fileExtension } = this.#output.format
    return { blob: new Blob([buffer], { type: mimeType }), extension: fileExtension }
  }

  /** Throws away what was recorded. */
  async cancel(): Promise<void> {
    await this.#output.cancel()
  }
}

/** Draws a picture as large as it goes in the middle of a canvas: whoever changes the window keeps the video. */
function fitInto(canvas: HTMLCanvasElement, picture: HTMLCanvasElement): void {
  const pen = canvas.getContext('2d')
  if (pen === null) return
  const scale = Math.min(canvas.width / picture.width, canvas.height / picture.height)
  const [width, height] = [picture.width * scale, picture.height * scale]
  pen.setTransform(1, 0, 0, 1, 0, 0)
  pen.fillStyle = tissueGround
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.drawImage(picture, (canvas.width - width) / 2, (canvas.height - height) / 2, width, height)
}
