import { type Frame, type Scene, TIP_NUMBERS, TUBE_NUMBERS, vesselWall } from '../../src/browser.ts'
import type { Bar, LegendEntry, Swatch } from './legend-entry.ts'
import { type Scales, clippedBy, flowsOf } from './scales.ts'
import { FIBRE_COLOUR, PERFUSED, TIED_VESSEL, TIP_COLOUR } from './shape-colours.ts'
import type { ViewOptions } from './view-options.ts'

/** Lines of the legend for what is neither cell nor field: vessels, fibres, membranes. */
export function shapeEntries(
  scene: Scene,
  frame: Frame,
  options: ViewOptions,
  scales: Scales,
): readonly LegendEntry[] {
  return scene.layers.flatMap((layer): readonly LegendEntry[] => {
    if (layer.kind === 'vessels' && options.vessels)
      return frame.vesselTubes === undefined
        ? pointEntries(layer.points.length / 3, frame.vesselsOpen)
        : networkEntries(scene, frame, frame.vesselTubes, options, scales)
    if (layer.kind === 'fibres' && options.fibres && frame.fibres !== undefined)
      return [{ kind: 'swatch', name: 'fibres of the matrix', colour: FIBRE_COLOUR, shape: 'fibre' }]
    if (layer.kind === 'membrane' && options.membranes)
      return [{ kind: 'swatch', name: layer.name, colour: '#dfe6ee', shape: 'line' }]
    return []
  })
}

/** Vessel points that stay. */
function pointEntries(points: number, isOpen: Uint8Array | undefined): readonly Swatch[] {
  const tied = isOpen?.filter((open) => open === 0).length ?? 0
  const vessel = {
    kind: 'swatch',
    name: 'vessel',
    colour: vesselWall,
    shape: 'vessel',
    count: points - tied,
  } as const
  if (tied === 0) return [vessel]
  return [vessel, { kind: 'swatch', name: 'vessel, tied', colour: TIED_VESSEL, shape: 'tied', count: tied }]
}

/** `vesselKinds` of a node whose pressure is held. */
const HELD = 1

/** Tubes, those without flow, rings where blood comes from outside, and sprouts. */
function networkEntries(
  scene: Scene,
  frame: Frame,
  tubes: Float32Array,
  options: ViewOptions,
  scales: Scales,
): readonly LegendEntry[] {
  const count = tubes.length / TUBE_NUMBERS
  let empty = 0
  for (let at = 7; at < tubes.length; at += TUBE_NUMBERS) empty += tubes[at] === 0 ? 1 : 0
  const tips = (frame.vesselTips?.length ?? 0) / TIP_NUMBERS
  const [crossing, closed] = scene.shape[2] > 1 ? [0, 0] : crossingCounts(frame)
  const coat = options.vesselColour === 'perfusion' ? PERFUSED : vesselWall
  const swatch = (name: string, colour: string, shape: Swatch['shape'], number: number): readonly Swatch[] =>
    number === 0 ? [] : [{ kind: 'swatch', name, colour, shape, count: number }]
  return [
    ...flowingEntries(tubes, count - empty, options, scales),
    ...swatch('without flow', TIED_VESSEL, 'hollow', empty),
    ...swatch('tip of a sprout', TIP_COLOUR, 'tip', tips),
    ...swatch('blood comes or goes', coat, 'vessel', crossing),
    ...swatch('crosses the slice, without flow', TIED_VESSEL, 'tied', closed),
  ]
}

/** Rings of a slice, those with flow and those without; in space none are drawn. */
function crossingCounts({ vesselKinds, vesselsOpen }: Frame): readonly [flowing: number, closed: number] {
  const held = [...(vesselKinds ?? []).keys()].filter((node) => vesselKinds?.[node] === HELD)
  const closed = held.filter((node) => vesselsOpen?.[node] === 0).length
  return [held.length - closed, closed]
}

/** What the colours of tubes with flow mean. */
function flowingEntries(
  tubes: Float32Array,
  count: number,
  { vesselColour }: ViewOptions,
  { flow }: Scales,
): readonly LegendEntry[] {
  if (vesselColour === 'flow' && flow !== undefined) {
    const scale: Bar = {
      kind: 'bar',
      name: 'flow in vessels',
      unit: 'um^3/min',
      map: 'flow',
      range: flow,
      isLogarithmic: true,
      // What does not flow has a look of its own.
      isClipped: clippedBy(
        flowsOf(tubes).filter((size) => size > 0),
        flow,
      ),
    }
    return [scale]
  }
  if (vesselColour === 'pericytes')
    // A share has no values beyond its ends.
    return [
      {
        kind: 'bar',
        name: 'covered by pericytes',
        unit: '1',
        map: 'cover',
        range: [0, 1],
        isClipped: [false, false],
      },
    ]
  const isPerfusion = vesselColour === 'perfusion'
  const [name, colour] = isPerfusion ? ['vessel with flow', PERFUSED] : ['vessel', vesselWall]
  return count === 0 ? [] : [{ kind: 'swatch', name, colour, shape: 'tube', count }]
}
