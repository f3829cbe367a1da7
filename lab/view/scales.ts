import { type Frame, type Scene, TUBE_NUMBERS, flowRange, scaleOf, widerFlow } from '../../src/browser.ts'
import type { ViewOptions } from './view-options.ts'

/** Ends of the colour scales that a picture and its legend share. */
export interface Scales {
  /** Of the number that cells are coloured by. */
  readonly number: Range
  /** Of each shown field. */
  readonly fields: Readonly<Record<string, Range>>
  /** Of the flow in vessels, logarithmic [um^3/min]; absent where none flows. */
  readonly flow?: Range
  /** What they were made for: another colouring or scene begins anew. */
  readonly of: string
}

export type Range = readonly [number, number]

/**
 * The scales of a frame. What has no range of its own widens with what is seen and never narrows, so that a colour keeps its
 * meaning while a run goes on.
 */
export function scalesFor(scene: Scene, frame: Frame, options: ViewOptions, before?: Scales): Scales {
  const isDifference = 'presence' in frame
  const of = `${options.look.colouring} ${isDifference} ${scene.types.length} ${scene.size.join(' ')}`
  const known = before?.of === of ? before : undefined
  const { look } = options
  const now = scaleOf(scene, frame, look)
  const fields = frame.fields.map(({ name, range }): [string, Range] => {
    const asked = options.fields.find((field) => field.name === name)?.range
    if (asked !== undefined && !isDifference) return [name, asked]
    return [name, usable(widened(known?.fields[name], range))]
  })
  const flow = flowOf(frame.vesselTubes, known?.flow)
  return {
    ...(flow === undefined ? {} : { flow }),
    number: look.range ?? usable(widened(known?.number, now)),
    fields: { ...known?.fields, ...Object.fromEntries(fields) },
    of,
  }
}

/** Where the flow is among the numbers of a tube. */
const FLOW = 7

/** The scale of the flow widens with what is seen, as the others do, as far as one of its kind may be. */
function flowOf(tubes: Float32Array | undefined, before: Range | undefined): Range | undefined {
  const now = tubes === undefined ? undefined : flowRange(flowsOf(tubes))
  return before === undefined || now === undefined ? (now ?? before) : widerFlow(before, now)
}

/** Flow in each tube [um^3/min], whichever way. */
export function flowsOf(tubes: Float32Array): readonly number[] {
  return Array.from({ length: tubes.length / TUBE_NUMBERS }, (_, tube) =>
    Math.abs(tubes[TUBE_NUMBERS * tube + FLOW] ?? 0),
  )
}

function widened(before: Range | undefined, now: Range): Range {
  return before === undefined ? now : [Math.min(before[0], now[0]), Math.max(before[1], now[1])]
}

/** Whether some values lie below or above the ends of a scale. */
export function clippedBy(values: ArrayLike<number>, [low, high]: Range): readonly [boolean, boolean] {
  let [isBelow, isAbove] = [false, false]
  // Single precision may lie beside the ends by its rounding.
  const slack = 1e-6 * Math.max(Math.abs(low), Math.abs(high))
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? low
    isBelow ||= value < low - slack
    isAbove ||= value > high + slack
  }
  return [isBelow, isAbove]
}

/** Share of a constant that its scale is wide. Chosen: a field that is the same everywhere shows as one quiet colour. */
const CONSTANT_WIDTH = 0.1

/** A scale has two ends. Fields that are nearly level begin at zero, so that noise does not look like a pattern. */
function usable([low, high]: Range): Range {
  if (high > low) return low > 0 && low > (1 - CONSTANT_WIDTH) * high ? [0, high] : [low, high]
  return low === 0 ? [0, 1] : [Math.min(0, low), Math.max(0, low)]
}
