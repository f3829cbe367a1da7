import { create } from 'zustand'
import type { Scene } from '../../src/browser.ts'
import type { CameraState } from '../view/camera.ts'
import type { Scales } from '../view/scales.ts'
import type { TissueView } from '../view/tissue-view.ts'
import { DEFAULT_OPTIONS, type ViewOptions, fieldOptions } from '../view/view-options.ts'

/** How the tissue is shown. */
interface ViewState {
  readonly options: ViewOptions
  readonly camera?: CameraState | undefined
  readonly scales?: Scales | undefined
  /** What draws, while it does. */
  readonly view?: TissueView | undefined
}

export const useView = create<ViewState>()(() => ({ options: DEFAULT_OPTIONS }))

/** What is shown of a model that nobody has chosen anything for: its cells, over its oxygen or else its first field. */
export function firstOptions(scene: Scene): ViewOptions {
  const all = scene.layers.filter((layer) => layer.kind === 'field')
  const field = all.find(({ unit }) => unit === 'mmHg') ?? all[0]
  const fields = field === undefined || scene.shape[2] > 1 ? [] : [fieldOptions(scene, field.name, [])]
  return { ...DEFAULT_OPTIONS, fields }
}
