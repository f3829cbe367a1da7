import { formatTime } from '../../src/browser.ts'
import { notify } from '../app/notices.ts'
import { legendOf } from '../view/legend-entries.ts'
import type { Caption } from '../view/picture.ts'
import type { VideoRecorder } from '../view/video.ts'
import { useDesk } from './desk-store.ts'
import { download } from '../app/download.ts'
import { fileName } from './downloads.ts'
import { clockText } from './pace.ts'
import { say, useRun } from './run-store.ts'
import { focusedTissue } from './site-store.ts'
import { useView } from './view-store.ts'

let recorder: VideoRecorder | undefined

/** Saves what is shown as a picture with time, scale bar and legend. */
export async function savePicture(): Promise<void> {
  const { view } = useView.getState()
  const { info, now } = useRun.getState()
  const caption = captionNow()
  if (view === undefined || info === undefined || now === undefined || caption === undefined) return
  const { takePicture } = await import('../view/picture.ts')
  const picture = await takePicture(view, caption)
  download(fileName(info.title, clockText(now.time), 'png'), picture, 'image/png')
  say('Picture saved')
}

/** Begins a video of what is shown, or ends and saves it. */
export async function filmOrSave(): Promise<void> {
  if (recorder === undefined) await begin()
  else await save(recorder)
}

/** Adds the frame that was just shown to the video, if there is one; the run waits for it, so that the video runs evenly. */
export async function filmed(): Promise<void> {
  if (recorder === undefined) return
  // the view draws with the next picture of the screen
  await new Promise((resolve) => requestAnimationFrame(resolve))
  const caption = captionNow()
  if (caption !== undefined) await recorder?.add(caption)
}

async function begin(): Promise<void> {
  const { view } = useView.getState()
  const caption = captionNow()
  if (view === undefined || caption === undefined) return
  try {
    const { VideoRecorder } = await import('../view/video.ts')
    recorder = await VideoRecorder.start(view, caption)
    useDesk.setState({ isFilming: true })
    say('Recording: play the run, and press again to save')
  } catch (error) {
    notify({
      tone: 'problem',
      message: `No video: ${error instanceof Error ? error.message : String(error)}`,
    })
  }
}

async function save(ended: VideoRecorder): Promise<void> {
  recorder = undefined
  useDesk.setState({ isFilming: false })
  if (ended.count === 0) {
    await ended.cancel()
    notify({ message: 'The video is empty: press record, then play, then press again to save.' })
    return
  }
  const { blob, extension } = await ended.finish()
  const { info, now } = useRun.getState()
  download(
    fileName(info?.title ?? 'run', clockText(now?.time ?? 0), extension.replace('.', '')),
    blob,
    blob.type,
  )
  say('Video saved')
}

/** What a picture says of itself. */
function captionNow(): Caption | undefined {
  const { info } = useRun.getState()
  const { name, scene, frame } = focusedTissue() ?? {}
  const { options, scales } = useView.getState()
  if (info === undefined || scene === undefined || frame === undefined || scales === undefined)
    return undefined
  return {
    time: formatTime(frame.time, info.stop * info.tick),
    title: info.organism === undefined ? info.title : `${info.title}: ${name}`,
    legend: legendOf(scene, frame, options, scales),
  }
}
