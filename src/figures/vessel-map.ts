import { hexFromLch } from './colour-space.ts'

/** A way through OKLCH: lightness, chroma and hue [degree] at both ends. */
type Way = readonly [low: readonly [number, number, number], high: readonly [number, number, number]]

/** Flow, low to high. Chosen: from the crimson of vessels to pale gold, even in lightness, seen on the ground at its low end. */
const FLOW: Way = [
  [0.4, 0.15, 8],
  [0.93, 0.1, 88],
]

/** Pericytes, bare to covered. Chosen: even in lightness, and not taken for flow. */
const COVER: Way = [
  [0.52, 0.16, 315],
  [0.92, 0.13, 125],
]

/** Levels of a map. */
const LEVELS = 256

/** Colours of the flow in vessels at 256 levels, red, green, blue in turn [256 * 3]. */
export function vesselFlowTable(): Uint8Array {
  return tableOf(FLOW)
}

/** Colours of the share of a vessel's wall that pericytes cover at 256 levels, red, green, blue in turn [256 * 3]. */
export function vesselCoverTable(): Uint8Array {
  return tableOf(COVER)
}

/** Most decades of flow that a scale spans. Chosen: what carries a thousandth of the most is as good as empty. */
const DECADES = 3

/** Ends of a logarithmic scale of flow over the flows that are not 0, in whole decades [um^3/min]; undefined where nothing flows. */
export function flowRange(flows: readonly number[]): readonly [number, number] | undefined {
  const sizes = flows.map(Math.abs).filter((flow) => flow > 0)
  if (sizes.length === 0) return undefined
  const most = Math.ceil(Math.log10(Math.max(...sizes)))
  const least = Math.floor(Math.log10(Math.min(...sizes)))
  return [10 ** Math.min(Math.max(least, most - DECADES), most - 1), 10 ** most]
}

/** Ends of a scale of flow that holds what was seen before and what is seen now, as far down as one scale may go. */
export function widerFlow(
  before: readonly [number, number],
  now: readonly [number, number],
): readonly [number, number] {
  const high = Math.max(before[1], now[1])
  return [Math.max(Math.min(before[0], now[0]), high / 10 ** DECADES), high]
}

/** Where a flow lies on a logarithmic scale, 0 to 1. */
export function flowShare(flow: number, [low, high]: readonly [number, number]): number {
  if (flow === 0) return 0
  return Math.max(0, Math.min(1, Math.log(Math.abs(flow) / low) / Math.log(high / low)))
}

function tableOf([low, high]: Way): Uint8Array {
  const table = new Uint8Array(3 * LEVELS)
  for (let level = 0; level < LEVELS; level++) {
    const at = (index: 0 | 1 | 2): number => low[index] + ((high[index] - low[index]) * level) / (LEVELS - 1)
    const hex = hexFromLch(at(0), at(1), hueBetween(low[2], high[2], level / (LEVELS - 1)))
    for (let channel = 0; channel < 3; channel++)
      table[3 * level + channel] = Number.parseInt(hex.slice(1 + 2 * channel, 3 + 2 * channel), 16)
  }
  return table
}

/** A hue on the shorter way around the circle [degree]. */
function hueBetween(from: number, to: number, share: number): number {
  const way = ((to - from + 540) % 360) - 180
  return from + way * share
}
