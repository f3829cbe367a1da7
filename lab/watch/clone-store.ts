import type { Remote } from 'comlink'
import { create } from 'zustand'
import type { ClonePick, Scene } from '../../src/browser.ts'
import { cloneName } from '../view/clone-entries.ts'
import type { LivingClones, RunApi } from '../workers/run-api.ts'
import { cloneRows } from './clone-rows.ts'
import { say, useRun } from './run-store.ts'
import { useView } from './view-store.ts'

/** Clones that are drawn at first, and more each time that a reader asks. Chosen: as many as figures tell apart. */
export const SOME_CLONES = 12
/** Clones are counted no more often than this while a run plays [ms]. Chosen: a tree that changes faster cannot be read. */
const CLONES_EVERY = 1000

/** What the page knows of the clones of the state that is shown. */
interface CloneView {
  readonly clones?: LivingClones | undefined
  /** So many of the largest are drawn. */
  readonly most: number
  /** True while somebody can see the panel. */
  readonly isShown: boolean
}

export const useClones = create<CloneView>()(() => ({ most: SOME_CLONES, isShown: false }))

/** Whether cells of a scene belong to clones. */
export function hasClones(scene: Scene | undefined): boolean {
  return scene?.colourings.some(({ kind }) => kind === 'clone') === true
}

let countedAt = Number.NEGATIVE_INFINITY

/** Asks for the clones of the state as it is, where somebody looks at them or one stands out. */
export async function countClones(api: Remote<RunApi>): Promise<void> {
  const { isPlaying, info } = useRun.getState()
  const { isShown, most } = useClones.getState()
  const { clone } = useView.getState().options.look
  if (!hasClones(info?.scene)) useClones.setState({ clones: undefined })
  if (!hasClones(info?.scene) || (!isShown && clone === undefined)) return
  if (isPlaying && performance.now() - countedAt < CLONES_EVERY) return
  countedAt = performance.now()
  const clones = await api.clones({ most, ...(clone === undefined ? {} : { of: clone.key }) })
  useClones.setState({ clones })
  follow(clone, clones)
}

/** The family of the clone that stands out as it is now, unless another one was picked meanwhile. */
function follow(asked: ClonePick | undefined, clones: LivingClones | undefined): void {
  const { options } = useView.getState()
  const { clone } = options.look
  if (clone?.subclones === undefined || clone.key !== asked?.key || clones?.subclones === undefined) return
  if (clone.subclones.join() === clones.subclones.join()) return
  setPick({ key: clone.key, subclones: clones.subclones })
}

/** What can be asked to look again. */
interface Refreshing {
  refresh(): Promise<void>
}

/** Lets a clone stand out, with its subclones or alone; `undefined` lets all cells be seen alike. */
export async function pickClone(
  run: Refreshing | undefined,
  key: string | undefined,
  isFamily = isFamilyShown(),
): Promise<void> {
  if (key === undefined && useView.getState().options.look.clone === undefined) return
  setPick(key === undefined ? undefined : { key, ...(isFamily ? { subclones: [] } : {}) })
  await run?.refresh()
  say(key === undefined ? 'All clones are shown alike' : `Stands out: ${cloneName(key)}`)
}

/** Lets the clone after the one that stands out stand out, in the order in which they are drawn. */
export async function pickNextClone(run: Refreshing | undefined): Promise<void> {
  if (!hasClones(useRun.getState().info?.scene)) return
  const { clone } = useView.getState().options.look
  // Nobody counts while nobody looks.
  if (!useClones.getState().isShown && clone === undefined) await countOnce(run)
  const keys = cloneRows(useClones.getState().clones?.tree.nodes ?? []).map(({ key }) => key)
  const next = keys[(keys.indexOf(clone?.key ?? '') + 1) % Math.max(1, keys.length)]
  if (next !== undefined) await pickClone(run, next)
}

/** Counts once although nobody sees the panel. */
async function countOnce(run: Refreshing | undefined): Promise<void> {
  const { isShown } = useClones.getState()
  useClones.setState({ isShown: true })
  await run?.refresh()
  useClones.setState({ isShown })
}

/** Whether subclones stand out with a clone; so it is unless a reader chose otherwise for the one that does now. */
export function isFamilyShown(): boolean {
  const { clone } = useView.getState().options.look
  return clone === undefined || clone.subclones !== undefined
}

function setPick(clone: ClonePick | undefined): void {
  const { options } = useView.getState()
  const { clone: _, ...look } = options.look
  useView.setState({ options: { ...options, look: clone === undefined ? look : { ...look, clone } } })
}
