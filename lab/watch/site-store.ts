import { create } from 'zustand'
import { type Frame, PRIMARY, type Scene } from '../../src/browser.ts'
import type { CameraState } from '../view/camera.ts'
import type { TissueView } from '../view/tissue-view.ts'
import type { BodyNow } from '../workers/run-api.ts'
import { useRun } from './run-store.ts'
import { useView } from './view-store.ts'

/** What the page shows of an organism beside its primary tissue. */
interface Sites {
  /** The tissue that is large, and that panels speak of. */
  readonly focus: string
  /** Pictures of sites that have a tissue. */
  readonly frames: Readonly<Record<string, Frame | undefined>>
  /** From where tissues are seen that are not in focus; `useView` has that of the one that is. */
  readonly cameras: Readonly<Record<string, CameraState | undefined>>
  /** What draws each tissue. */
  readonly views: Readonly<Record<string, TissueView | undefined>>
  /** Numbers of the body as they are where the run stands. */
  readonly body?: BodyNow | undefined
}

/** A page without an organism. */
export const NO_SITES: Sites = { focus: PRIMARY, frames: {}, cameras: {}, views: {} }

export const useSites = create<Sites>()(() => NO_SITES)

/** A tissue that may be looked at. */
export interface ShownTissue {
  readonly name: string
  readonly scene: Scene
  /** Absent while the site has no tissue. */
  readonly frame?: Frame | undefined
}

/** All tissues of the run, the primary first. */
export function shownTissues(): readonly ShownTissue[] {
  const { info, frame } = useRun.getState()
  if (info === undefined) return []
  const { frames } = useSites.getState()
  const sites = (info.organism?.sites ?? []).map(({ name, scene }) => ({ name, scene, frame: frames[name] }))
  return [{ name: PRIMARY, scene: info.scene, frame }, ...sites]
}

/** The tissue that panels speak of: the primary, or the site that the reader made large. */
export function focusedTissue(): ShownTissue | undefined {
  const { focus } = useSites.getState()
  const tissues = shownTissues()
  return tissues.find(({ name }) => name === focus) ?? tissues[0]
}

/** Makes a tissue large; each is seen from where it was seen last. */
export function focusOn(site: string): void {
  const { focus, cameras, views } = useSites.getState()
  if (site === focus) return
  const { camera } = useView.getState()
  useSites.setState({ focus: site, cameras: { ...cameras, [focus]: camera } })
  useView.setState({ camera: cameras[site], view: views[site] })
}

/** Makes the next tissue large. */
export function focusNext(): void {
  const tissues = shownTissues()
  const { focus } = useSites.getState()
  const at = tissues.findIndex(({ name }) => name === focus)
  const next = tissues[(at + 1) % Math.max(1, tissues.length)]
  if (next !== undefined) focusOn(next.name)
}

/** Where something was done, for its label; nothing in the primary tissue. */
export function inSite(site: string): string {
  return site === PRIMARY ? '' : ` in the ${site}`
}

/** From where the primary tissue is seen: what a project keeps. */
export function primaryCamera(): CameraState | undefined {
  const { focus, cameras } = useSites.getState()
  return focus === PRIMARY ? useView.getState().camera : cameras[PRIMARY]
}
