import {
  type DifferenceFrame,
  type Frame,
  MOVED_MAP,
  NUMBER_MAP,
  PRESENCE_COLOURS,
  STATE_COLOURS,
  STATE_NAMES,
  type Scene,
  WITHOUT_NUMBER,
  carriersOf,
  stateColour,
  tallyOf,
} from '../../src/browser.ts'
import { cloneEntries } from './clone-entries.ts'
import type { Bar, LegendEntry, Swatch } from './legend-entry.ts'
import { type Scales, clippedBy } from './scales.ts'
import { shapeEntries } from './shape-entries.ts'
import { type ViewOptions, mapOf } from './view-options.ts'

/** Hue that stands for no type: dead cells keep a trace of theirs. */
const ANY_TYPE = '#b9bec6'

/** What the colours and shapes of a picture mean. */
export function legendOf(
  scene: Scene,
  frame: Frame,
  options: ViewOptions,
  scales: Scales,
): readonly LegendEntry[] {
  const cells = isDifference(frame)
    ? differenceEntries(scene, frame, options)
    : [...cellEntries(scene, frame, options, scales), ...cloneEntries(frame, options)]
  return [
    ...(options.cells ? cells : []),
    ...shapeEntries(scene, frame, options, scales),
    ...fieldEntries(scene, frame, options, scales),
  ]
}

function isDifference(frame: Frame): frame is DifferenceFrame {
  return 'presence' in frame
}

function differenceEntries(
  scene: Scene,
  frame: DifferenceFrame,
  options: ViewOptions,
): readonly LegendEntry[] {
  const { change, counts } = frame
  if (change === undefined) return presenceEntries(frame)
  const { kind, values, range } = change
  const isClipped = clippedBy(values, range)
  const number = scene.colourings.find(
    (each) => each.kind === 'number' && each.key === options.look.colouring,
  )
  const bar: Bar =
    kind === 'moved' || number?.kind !== 'number'
      ? { kind: 'bar', name: 'distance apart', unit: 'um', map: MOVED_MAP, range, isClipped }
      : {
          kind: 'bar',
          name: `${number.name}, second less first`,
          unit: number.unit,
          map: 'difference',
          range,
          isClipped,
        }
  const quiet = { kind: 'swatch', colour: WITHOUT_NUMBER } as const
  return [
    bar,
    { ...quiet, name: 'only in the first', shape: 'cell', count: counts.onlyHere },
    { ...quiet, name: 'only in the second', shape: 'ring', count: counts.onlyThere },
  ]
}

function presenceEntries({ counts }: DifferenceFrame): readonly LegendEntry[] {
  const [both, here, there] = PRESENCE_COLOURS
  return [
    { kind: 'swatch', name: 'only in the first', colour: here, shape: 'cell', count: counts.onlyHere },
    { kind: 'swatch', name: 'only in the second', colour: there, shape: 'ring', count: counts.onlyThere },
    { kind: 'swatch', name: 'in both', colour: both, shape: 'cell', count: counts.both },
  ]
}

function cellEntries(
  scene: Scene,
  frame: Frame,
  options: ViewOptions,
  scales: Scales,
): readonly LegendEntry[] {
  const { colouring } = options.look
  const tally = tallyOf(scene, frame)
  if (colouring === 'state')
    return STATE_COLOURS.flatMap((colour, state): readonly LegendEntry[] => {
      const count = tally.states[state] ?? 0
      if (count === 0) return []
      return [{ kind: 'swatch', name: STATE_NAMES[state] ?? '', colour, shape: shapeOf(state), count }]
    })
  const types = typeEntries(scene, options, tally.live)
  if (colouring === 'type') return [...types, ...deadEntries(tally.states)]
  const bar = numberBar(scene, frame, colouring, scales)
  return bar === undefined ? types : [bar, ...withoutEntry(scene, frame, colouring), ...types]
}

/** The grey of cells to which a number does not apply: the dead, and types that do not have it. */
function withoutEntry(scene: Scene, frame: Frame, key: string): readonly Swatch[] {
  const carriers = carriersOf(scene, frame, key)
  let count = 0
  for (let slot = 0; slot < frame.count; slot++)
    if (carriers[frame.type[slot] ?? 0] !== true || frame.state[slot] !== 0) count += 1
  if (count === 0) return []
  return [{ kind: 'swatch', name: 'without it, or dead', colour: WITHOUT_NUMBER, shape: 'cell', count }]
}

/** Types that are there or hidden, those of one lineage together, each with its living cells. */
function typeEntries(scene: Scene, { look }: ViewOptions, live: readonly number[]): readonly Swatch[] {
  const isByType = look.colouring === 'type'
  return scene.types
    .map(({ name, colour, lineage }, index) => ({ name, colour, lineage, count: live[index] ?? 0 }))
    .filter(({ name, count }) => count > 0 || look.hidden.includes(name))
    .toSorted((a, b) => LINEAGES.indexOf(a.lineage) - LINEAGES.indexOf(b.lineage))
    .map(({ name, colour, count }) => ({
      kind: 'swatch',
      name,
      colour: isByType ? colour : ANY_TYPE,
      shape: 'cell',
      count,
      type: name,
      isDimmed: look.hidden.includes(name),
    }))
}

/** Order of lineages in legends, as in figures: the tumour first. */
const LINEAGES: readonly string[] = [
  'tumour',
  'lymphoid',
  'myeloid',
  'stroma',
  'endothelium',
  'epithelium',
  'other',
]

function deadEntries(states: readonly number[]): readonly Swatch[] {
  return [1, 2, 3].flatMap((state) => {
    const count = states[state] ?? 0
    const colour = stateColour(ANY_TYPE, state)
    return count === 0
      ? []
      : [{ kind: 'swatch', name: STATE_NAMES[state] ?? '', colour, shape: shapeOf(state), count }]
  })
}

function shapeOf(state: number): Swatch['shape'] {
  if (state === 0) return 'cell'
  return state === 1 ? 'ring' : 'cross'
}

function numberBar(scene: Scene, frame: Frame, key: string, scales: Scales): Bar | undefined {
  const found = scene.colourings.find((candidate) => candidate.kind === 'number' && candidate.key === key)
  if (found?.kind !== 'number') return undefined
  const { name, unit } = found
  const range = scales.number
  return { kind: 'bar', name, unit, map: NUMBER_MAP, range, isClipped: clippedBy(frame.numbers ?? [], range) }
}

function fieldEntries(scene: Scene, frame: Frame, options: ViewOptions, scales: Scales): readonly Bar[] {
  return options.fields.flatMap((field) => {
    const found = frame.fields.find(({ name }) => name === field.name)
    const layer = scene.layers.find(
      (candidate) => candidate.kind === 'field' && candidate.name === field.name,
    )
    const range = scales.fields[field.name]
    if (found === undefined || layer?.kind !== 'field' || range === undefined) return []
    const isChange = isDifference(frame)
    return [
      {
        kind: 'bar',
        name: isChange ? `${field.name}, second less first` : field.name,
        unit: layer.unit,
        map: isChange ? 'difference' : mapOf(scene, field),
        range,
        isClipped: [found.range[0] < range[0], found.range[1] > range[1]],
      },
    ]
  })
}
