import { create } from 'zustand'
import type { CameraState } from '../view/camera.ts'
import type { Scales } from '../view/scales.ts'
import type { TissueView } from '../view/tissue-view.ts'
import { DEFAULT_OPTIONS, type ViewOptions } from '../view/view-options.ts'

/** How the tissue is shown. */
interface ViewState {
  readonly options: ViewOptions
  readonly camera?: CameraState | undefined
  readonly scales?: Scales | undefined
  /** What draws, while it does. */
  readonly view?: TissueView | undefined
}

export const useView = create<ViewState>()(() => ({ options: DEFAULT_OPTIONS }))
