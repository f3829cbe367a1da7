import { LIFE_STATES, LIVE } from '../engine/columns.ts'
import { formatNumber, formatTime } from '../figures/number-format.ts'
import type { Frame, Scene } from './frame.ts'

/** How many cells of each type are in each state of life; states of one type lie together. */
export interface Tally {
  readonly live: readonly number[]
  readonly dead: readonly number[]
  /** By state, as in `engine/columns.ts`. */
  readonly states: readonly number[]
}

/** Names of the states of life, in their order. */
export const STATE_NAMES = ['live', 'apoptotic', 'necrotic', 'lysed'] as const

/** Counts the cells of a frame by type and by state. */
export function tallyOf(scene: Scene, frame: Frame): Tally {
  const live = scene.types.map(() => 0)
  const dead = scene.types.map(() => 0)
  const states = Array.from({ length: LIFE_STATES }, () => 0)
  for (let slot = 0; slot < frame.count; slot++) {
    const [type, state] = [frame.type[slot] ?? 0, frame.state[slot] ?? 0]
    const counts = state === LIVE ? live : dead
    counts[type] = (counts[type] ?? 0) + 1
    states[state] = (states[state] ?? 0) + 1
  }
  return { live, dead, states }
}

/** What is seen, in words, for those who do not see it; `duration` [min] decides how the time is told. */
export function describeFrame(scene: Scene, frame: Frame, duration: number): string {
  const { live, dead } = tallyOf(scene, frame)
  const types = scene.types
    .map(({ name }, index) => ({ name, cells: live[index] ?? 0 }))
    .filter(({ cells }) => cells > 0)
    .toSorted((a, b) => b.cells - a.cells)
  const gone = dead.reduce((sum, cells) => sum + cells, 0)
  const parts = types.map(({ name, cells }) => `${formatNumber(cells)} ${name}`)
  if (gone > 0) parts.push(`${formatNumber(gone)} dead`)
  const none = frame.isVacant === true ? 'taken out' : 'no cells'
  const what = parts.length === 0 ? none : `${formatNumber(frame.count)} cells: ${parts.join(', ')}`
  return `${scene.shape[2] > 1 ? 'Tissue in three dimensions' : 'Tissue'} at ${formatTime(frame.time, duration)}, ${what}.`
}
