import { APOPTOTIC, LIVE } from '../engine/columns.ts'
import { cloneHue, cloneNumber } from '../figures/clone-colour.ts'
import { type ColourMapName, colourMapTable } from '../figures/colour-map.ts'
import { desaturate, mixHex } from '../figures/colour-space.ts'
import { tissueGround } from '../figures/palette.ts'
import { differenceTable } from './difference-map.ts'
import type { DifferenceFrame } from './difference.ts'
import type { Frame, Scene } from './frame.ts'
import { rangeOf } from './pack-frame.ts'

/** What cells are coloured by, and which are shown: plain data that a project can keep. */
export interface CellLook {
  /** `type`, `state`, `clone`, or the key of a number of `Scene.colourings`. */
  readonly colouring: string
  /** Ends of the scale of a number; its own range unless said. */
  readonly range?: readonly [number, number]
  /** Names of types that are dimmed. */
  readonly hidden: readonly string[]
  /** A clone that stands out: cells of all others are dimmed. */
  readonly clone?: ClonePick
}

export interface ClonePick {
  /** 16 hexadecimal digits. */
  readonly key: string
  /** Clones that came from it, which stand out with it; absent where it stands out alone. */
  readonly subclones?: readonly string[]
}

/** Map of numbers of cells. Chosen: apart from the maps of nutrients and factors, which may lie beneath them. */
export const NUMBER_MAP: ColourMapName = 'viridis'

/** States of life where they are what is coloured by: live, apoptotic, necrotic, lysed. Chosen: apart in lightness too. */
export const STATE_COLOURS = ['#7fb7e8', '#f4d35e', '#d9722e', '#7a3b2e'] as const

/** Cells to which a colouring does not apply. Chosen: seen on the ground, and quieter than any level. */
export const WITHOUT_NUMBER = '#3a424e'

/** Cells in both tissues, only in the first, only in the second. Chosen: apart for every kind of colour vision. */
export const PRESENCE_COLOURS = ['#4a525e', '#6cb2f0', '#f2935c'] as const

/** Bits of the fourth byte of a cell's colour: two of its state of life, then these. */
export const DIMMED = 4
export const HOLLOW = 8

type Rgb = readonly [number, number, number]

/** How a cell type looks in a state of life; the same as in figures. */
export function stateColour(colour: string, state: number): string {
  if (state === LIVE) return colour
  return state === APOPTOTIC ? desaturate(colour, 0.7) : mixHex(desaturate(colour, 0.85), tissueGround, 0.45)
}

/** A clone's colour: its number turned into a hue and one of three lightnesses; cells of no clone are grey. */
export function cloneColour(clone: number): string {
  if (clone === 0) return WITHOUT_NUMBER
  return cloneHue(clone)
}

/** Red, green, blue and a byte of bits for each cell of a frame [4 x count]; `into` is used again when it is long enough. */
export function cellColours(
  scene: Scene,
  frame: Frame | DifferenceFrame,
  look: CellLook,
  range: readonly [number, number],
  into?: Uint8Array,
): Uint8Array {
  const bytes = into !== undefined && into.length >= 4 * frame.count ? into : new Uint8Array(4 * frame.count)
  const colourOf = painter(scene, frame, look, range)
  const hidden = scene.types.map(({ name }) => look.hidden.includes(name))
  const clones = frame.clone === undefined || look.clone === undefined ? undefined : pickedClones(look.clone)
  for (let slot = 0, at = 0; slot < frame.count; slot++, at += 4) {
    const [red, green, blue] = colourOf(slot)
    bytes[at] = red
    bytes[at + 1] = green
    bytes[at + 2] = blue
    const isDimmed = hidden[frame.type[slot] ?? 0] === true || clones?.has(frame.clone?.[slot] ?? 0) === false
    bytes[at + 3] = (frame.state[slot] ?? 0) | (isDimmed ? DIMMED : 0)
  }
  if ('presence' in frame) markHollow(frame, bytes)
  return bytes
}

/** Numbers of the clones that stand out, as `Frame.clone` has them. */
export function pickedClones({ key, subclones = [] }: ClonePick): ReadonlySet<number> {
  return new Set([key, ...subclones].map(cloneNumber))
}

/** Cells that are only there are hollow: the difference is not told by colour alone. */
function markHollow({ presence, count }: DifferenceFrame, bytes: Uint8Array): void {
  for (let slot = 0; slot < count; slot++) {
    const at = 4 * slot + 3
    bytes[at] = ((bytes[at] ?? 0) & DIMMED) | (presence[slot] === 2 ? HOLLOW : 0)
  }
}

function painter(
  scene: Scene,
  frame: Frame | DifferenceFrame,
  look: CellLook,
  range: readonly [number, number],
): (slot: number) => Rgb {
  if ('presence' in frame)
    return frame.change === undefined
      ? byTable(PRESENCE_COLOURS.map(rgbOf), frame.presence)
      : byChange(frame.presence, frame.change)
  const { colouring } = look
  if (colouring === 'state') return byTable(STATE_COLOURS.map(rgbOf), frame.state)
  if (colouring === 'clone' && frame.clone !== undefined) return byClone(frame.clone)
  if (colouring !== 'type' && frame.numbers !== undefined)
    return byNumber(frame, frame.numbers, carriersOf(scene, frame, colouring), range)
  return byType(scene, frame)
}

const GREY: Rgb = [138, 143, 152]

function byTable(colours: readonly Rgb[], index: Uint8Array): (slot: number) => Rgb {
  return (slot) => colours[index[slot] ?? 0] ?? GREY
}

/** Map of distances that cells moved apart. Chosen: other than that of numbers, which it is not. */
export const MOVED_MAP: ColourMapName = 'mako'

/** Cells in both by their change; those of one tissue alone are quiet, and hollow where they are only there. */
function byChange(
  presence: Uint8Array,
  { kind, values, range: [low, high] }: NonNullable<DifferenceFrame['change']>,
): (slot: number) => Rgb {
  const table = kind === 'moved' ? colourMapTable(MOVED_MAP) : differenceTable()
  const quiet = rgbOf(WITHOUT_NUMBER)
  const scale = high > low ? 255 / (high - low) : 0
  // Where nothing differs the middle of a difference is its colour, and the low end of a distance.
  const none = kind === 'moved' ? 0 : 127
  return (slot) => {
    if (presence[slot] !== 0) return quiet
    const level = scale === 0 ? none : Math.round(((values[slot] ?? 0) - low) * scale)
    const at = 3 * Math.max(0, Math.min(255, level))
    return [table[at] ?? 0, table[at + 1] ?? 0, table[at + 2] ?? 0]
  }
}

function byType(scene: Scene, { type, state }: Frame): (slot: number) => Rgb {
  const colours = scene.types.map(({ colour }) =>
    [0, 1, 2, 3].map((life) => rgbOf(stateColour(colour, life))),
  )
  return (slot) => colours[type[slot] ?? 0]?.[state[slot] ?? 0] ?? GREY
}

function byClone(clone: Uint32Array): (slot: number) => Rgb {
  const known = new Map<number, Rgb>()
  return (slot) => {
    const number = clone[slot] ?? 0
    let colour = known.get(number)
    if (colour === undefined) known.set(number, (colour = rgbOf(cloneColour(number))))
    return colour
  }
}

function byNumber(
  { type, state }: Frame,
  numbers: Float32Array,
  carriers: readonly boolean[],
  [low, high]: readonly [number, number],
): (slot: number) => Rgb {
  const table = colourMapTable(NUMBER_MAP)
  const levels = Array.from({ length: 256 }, (_, level): Rgb => {
    const at = 3 * level
    return [table[at] ?? 0, table[at + 1] ?? 0, table[at + 2] ?? 0]
  })
  const quiet = rgbOf(WITHOUT_NUMBER)
  const scale = high > low ? 255 / (high - low) : 0
  return (slot) => {
    if (carriers[type[slot] ?? 0] !== true || state[slot] !== LIVE) return quiet
    const level = Math.round(((numbers[slot] ?? 0) - low) * scale)
    return levels[level > 0 ? Math.min(255, level) : 0] ?? quiet
  }
}

/** Types that have a number at all: of nodes and traits, those of which some cell is not at 0; else every type. */
export function carriersOf(scene: Scene, frame: Frame, key: string): readonly boolean[] {
  const colouring = scene.colourings.find((candidate) => candidate.kind === 'number' && candidate.key === key)
  const group = colouring?.kind === 'number' ? colouring.group : 'cell'
  if (group !== 'network' && group !== 'trait') return scene.types.map(() => true)
  const carriers = scene.types.map(() => false)
  for (let slot = 0; slot < frame.count; slot++)
    if (frame.numbers?.[slot] !== 0) carriers[frame.type[slot] ?? 0] = true
  return carriers
}

/** Ends of the scale for a frame: those asked for, those known of the number, else those of its cells. */
export function scaleOf(scene: Scene, frame: Frame, look: CellLook): readonly [number, number] {
  if (look.range !== undefined) return look.range
  const colouring = scene.colourings.find(
    (candidate) => candidate.kind === 'number' && candidate.key === look.colouring,
  )
  if (colouring?.kind === 'number' && colouring.range !== undefined) return colouring.range
  return frame.numbers === undefined ? [0, 1] : rangeOf(frame.numbers)
}

function rgbOf(hex: string): Rgb {
  const byte = (from: number): number => Number.parseInt(hex.slice(from, from + 2), 16)
  return [byte(1), byte(3), byte(5)]
}
