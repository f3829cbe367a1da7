import { expect, test } from 'vitest'
import { DIMMED, type Frame, type Scene, cellColours, differenceOf } from '../../src/browser.ts'
import { basisOf, boundsOf, orbited, panned, presetCamera, zoomed } from './camera.ts'
import { fieldMap } from './field-map.ts'
import { legendOf } from './legend-entries.ts'
import { scaleBarOf } from './scale-bar.ts'
import { scalesFor } from './scales.ts'
import { DEFAULT_OPTIONS, type ViewOptions, fieldOptions, frameRequest, mapOf } from './view-options.ts'

const flat: Scene = {
  size: [400, 200, 20],
  corner: [-200, -100, -10],
  voxel: 20,
  shape: [20, 10, 1],
  types: [
    { name: 'CAF', lineage: 'stroma', colour: '#c48a03' },
    { name: 'tumour', lineage: 'tumour', colour: '#cd5c34' },
    { name: 'CD8', lineage: 'lymphoid', colour: '#68e18a' },
  ],
  layers: [
    { kind: 'field', name: 'oxygen', unit: 'mmHg', map: 'mako' },
    { kind: 'field', name: 'CXCL12', unit: 'nM', map: 'cividis' },
    { kind: 'field', name: 'SPP1', unit: 'nM', map: 'cividis' },
    { kind: 'vessels', points: Float32Array.from([0, 0, 0, 50, 0, 0]) },
  ],
  colourings: [
    { kind: 'type' },
    { kind: 'number', key: 'cell.volume', name: 'volume', unit: 'um^3', group: 'cell' },
  ],
}
const solid: Scene = { ...flat, size: [400, 200, 100], corner: [0, 0, 0], shape: [20, 10, 5] }

function frameOf(types: readonly number[], more: Partial<Frame> = {}): Frame {
  return {
    tick: 0,
    time: 0,
    count: types.length,
    spheres: Float32Array.from(types.flatMap((_, index) => [100 + index, 50, 50, 8])),
    type: Uint8Array.from(types),
    state: new Uint8Array(types.length),
    fields: [],
    ...more,
  }
}

const oxygen = (range: readonly [number, number]): Frame['fields'] => [
  { name: 'oxygen', values: Float32Array.from(range), range },
]
const withOxygen: ViewOptions = { ...DEFAULT_OPTIONS, fields: [fieldOptions(flat, 'oxygen', [])] }

test('from above, x is to the right and y up, as in figures', () => {
  const { right, up, toEye } = basisOf({ azimuth: -90, elevation: 90 })
  const rounded = [right, up, toEye].map((vector) => vector.map((part) => Math.round(part * 1e9) / 1e9 + 0))
  expect(rounded).toEqual([
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ])
})

test('directions of any camera are perpendicular and right-handed', () => {
  for (const [azimuth, elevation] of [
    [12, 34],
    [200, -60],
    [-58, 28],
  ] as const) {
    const { right, up, toEye } = basisOf({ azimuth, elevation })
    const dot = (a: readonly number[], b: readonly number[]): number =>
      a.reduce((sum, part, axis) => sum + part * (b[axis] ?? 0), 0)
    const cross = [
      right[1] * up[2] - right[2] * up[1],
      right[2] * up[0] - right[0] * up[2],
      right[0] * up[1] - right[1] * up[0],
    ]
    expect(dot(right, up)).toBeCloseTo(0, 12)
    expect(dot(cross, toEye)).toBeCloseTo(1, 12)
  }
})

test('a slice fits whole into the picture, whichever edge is short', () => {
  const wide = presetCamera(flat, boundsOf(flat, frameOf([0])), 'fit', 4)
  expect(wide.height).toBeCloseTo(1.04 * 200, 9)
  expect(wide.centre).toEqual([0, 0, 0])
  const tall = presetCamera(flat, boundsOf(flat, frameOf([0])), 'fit', 0.5)
  expect(tall.height).toBeCloseTo(1.04 * 800, 9)
})

test('in space the cells are looked at, with room to grow, and not beyond the domain', () => {
  const { corner, size } = boundsOf(solid, frameOf([0, 0]))
  expect(corner).toEqual([100 - 0.15 - 20, 30, 30].map((at) => expect.closeTo(at, 6)))
  expect(size).toEqual([1 + 0.3 + 40, 40, 40].map((length) => expect.closeTo(length, 6)))
  expect(boundsOf(solid, frameOf([]))).toBe(solid)
})

test('what lies under the pointer stays there when one comes nearer', () => {
  const camera = presetCamera(flat, flat, 'fit', 2)
  const near = zoomed(flat, camera, 4, 60, -30)
  expect(near.height).toBeCloseTo(camera.height / 4, 9)
  // The point 60 to the right and 30 below was at (60, -30); a quarter as much is as far from the middle in the picture.
  expect(near.centre[0] + 60 / 4).toBeCloseTo(60, 9)
  expect(near.centre[1] - 30 / 4).toBeCloseTo(-30, 9)
  expect(zoomed(flat, camera, 1e9).height).toBe(8)
})

test('panning moves along the picture and turning stops at the poles', () => {
  const camera = presetCamera(flat, flat, 'fit', 2)
  expect(panned(camera, 10, 5).centre).toEqual([-10, -5, 0].map((at) => expect.closeTo(at, 9)))
  expect(orbited({ ...camera, elevation: 80 }, 30, 40)).toMatchObject({ azimuth: -60, elevation: 90 })
})

test('scales widen with what is seen and never narrow, until something else is coloured', () => {
  const first = scalesFor(flat, frameOf([1], { fields: oxygen([2, 8]) }), withOxygen)
  expect(first.fields['oxygen']).toEqual([2, 8])
  const second = scalesFor(flat, frameOf([1], { fields: oxygen([4, 9]) }), withOxygen, first)
  expect(second.fields['oxygen']).toEqual([2, 9])
  const other = { ...withOxygen, look: { ...withOxygen.look, colouring: 'state' } }
  expect(scalesFor(flat, frameOf([1], { fields: oxygen([4, 5]) }), other, second).fields['oxygen']).toEqual([
    4, 5,
  ])
})

test('a field that is the same everywhere does not become a pattern', () => {
  const level = (range: readonly [number, number]) =>
    scalesFor(flat, frameOf([1], { fields: oxygen(range) }), withOxygen).fields['oxygen']
  expect([level([38, 38]), level([0, 0]), level([37.9, 38])]).toEqual([
    [0, 38],
    [0, 1],
    [0, 38],
  ])
})

test('the legend lists what is there, the tumour first, and says where a scale is clipped', () => {
  const frame = frameOf([0, 1, 1], { state: Uint8Array.from([0, 0, 2]), fields: oxygen([1, 9]) })
  const options: ViewOptions = {
    ...withOxygen,
    look: { colouring: 'type', hidden: ['CAF'] },
    fields: [{ ...fieldOptions(flat, 'oxygen', []), range: [2, 10] }],
  }
  const entries = legendOf(flat, frame, options, scalesFor(flat, frame, options))
  expect(entries).toMatchObject([
    { name: 'tumour', count: 1, isDimmed: false },
    { name: 'CAF', count: 1, isDimmed: true },
    { name: 'necrotic', count: 1, shape: 'cross' },
    { name: 'vessel', count: 2 },
    { kind: 'bar', name: 'oxygen', unit: 'mmHg', map: 'mako', range: [2, 10], isClipped: [true, false] },
  ])
})

test('a number that cells are coloured by has a bar over its own range', () => {
  const frame = frameOf([0, 1, 2], {
    numbers: Float32Array.from([900, 2500, 1000]),
    state: Uint8Array.from([0, 0, 1]),
  })
  const options: ViewOptions = { ...DEFAULT_OPTIONS, look: { colouring: 'cell.volume', hidden: [] } }
  const [bar, next] = legendOf(flat, frame, options, scalesFor(flat, frame, options))
  expect(next).toMatchObject({ name: 'without it, or dead', count: 1 })
  expect(bar).toMatchObject({
    kind: 'bar',
    name: 'volume',
    unit: 'um^3',
    range: [900, 2500],
    isClipped: [false, false],
  })
})

test('a difference has a legend of its own and a scale around zero', () => {
  const here = frameOf([0, 1], { lineage: Uint32Array.from([1, 0, 2, 0]), fields: oxygen([1, 9]) })
  const there = frameOf([0], { lineage: Uint32Array.from([1, 0]), fields: oxygen([1, 5]) })
  const difference = differenceOf(here, there)
  const entries = legendOf(flat, difference, withOxygen, scalesFor(flat, difference, withOxygen))
  expect(entries).toMatchObject([
    { name: 'only in the first', count: 1 },
    { name: 'only in the second', count: 0, shape: 'ring' },
    { name: 'in both', count: 1 },
    { name: 'vessel' },
    { kind: 'bar', map: 'difference', range: [-4, 4] },
  ])
})

test('fields that are shown together have maps of their own', () => {
  const first = fieldOptions(flat, 'CXCL12', [])
  const second = fieldOptions(flat, 'SPP1', [first])
  expect([mapOf(flat, first), mapOf(flat, second)]).toEqual(['cividis', 'viridis'])
})

test('the slice of a field in space goes through the cells', () => {
  // Cells at 50 um of 100 um; with none, the middle of the domain.
  expect(fieldOptions(solid, 'oxygen', [], frameOf([0])).slices).toEqual([null, null, 0.5])
  const low = frameOf([0], { spheres: Float32Array.from([100, 50, 30, 8]) })
  expect(fieldOptions(solid, 'oxygen', [], low).slices[2]).toBeCloseTo(0.3, 9)
})

test('a frame is asked for what its options show', () => {
  expect(frameRequest(DEFAULT_OPTIONS)).toEqual({ fields: [] })
  expect(
    frameRequest({ ...withOxygen, contacts: true, look: { colouring: 'cell.volume', hidden: [] } }),
  ).toEqual({
    fields: ['oxygen'],
    number: 'cell.volume',
    contacts: true,
  })
  expect(frameRequest({ ...DEFAULT_OPTIONS, look: { colouring: 'clone', hidden: [] } })).toEqual({
    fields: [],
    clones: true,
  })
})

test('a scale bar has a round length and its own width', () => {
  expect(scaleBarOf(0.5)).toEqual({ width: 100, text: '50 \u00b5m' })
  expect(scaleBarOf(10)).toEqual({ width: 100, text: '1 mm' })
})

test('no change is the darkest of the difference map', () => {
  const table = fieldMap('difference')
  const sum = (level: number): number =>
    [0, 1, 2].reduce((all, channel) => all + (table[3 * level + channel] ?? 0), 0)
  expect(sum(128)).toBeLessThan(sum(64))
  expect(sum(128)).toBeLessThan(sum(192))
})

test('vessels that are tied stand apart in the legend, and in no other way change it', () => {
  const scales = scalesFor(flat, frameOf([0]), DEFAULT_OPTIONS)
  const vessels = (vesselsOpen?: Uint8Array) =>
    legendOf(
      flat,
      frameOf([0], vesselsOpen === undefined ? {} : { vesselsOpen }),
      DEFAULT_OPTIONS,
      scales,
    ).filter((entry) => entry.name.startsWith('vessel'))
  expect(vessels(Uint8Array.of(1, 0))).toMatchObject([
    { name: 'vessel', shape: 'vessel', count: 1 },
    { name: 'vessel, tied', shape: 'tied', count: 1 },
  ])
  expect(vessels(Uint8Array.of(1, 1))).toEqual(vessels())
})

/** Tubes of these flows [um^3/min]. */
function tubesOf(...flows: readonly number[]): Float32Array {
  return Float32Array.from(flows.flatMap((flow) => [0, 0, 0, 10, 0, 0, 4, flow, 0]))
}

test('the scale of flow widens with what is seen, over three decades at most, and its legend says what lies beyond', () => {
  const options: ViewOptions = { ...DEFAULT_OPTIONS, cells: false, vesselColour: 'flow' }
  const shown = (before: ReturnType<typeof scalesFor> | undefined, ...flows: readonly number[]) => {
    const frame = frameOf([], { vesselTubes: tubesOf(...flows) })
    const scales = scalesFor(flat, frame, options, before)
    const bar = legendOf(flat, frame, options, scales).find(({ kind }) => kind === 'bar')
    return { scales, flow: scales.flow, clipped: bar?.kind === 'bar' ? bar.isClipped : undefined }
  }
  const first = shown(undefined, 20, -300, 0)
  expect(first).toMatchObject({ flow: [10, 1000], clipped: [false, false] })
  const more = shown(first.scales, 20, 4e3)
  expect(more).toMatchObject({ flow: [10, 1e4], clipped: [false, false] })
  // A colour keeps its meaning while flow falls; what fell below the scale is marked, and what stopped is not on it.
  const less = shown(more.scales, 0.5, 0, 3e3)
  expect(less).toMatchObject({ flow: [10, 1e4], clipped: [true, false] })
  expect(shown(less.scales, 0)).toMatchObject({ flow: [10, 1e4], clipped: [false, false] })
})

test('a clone that stands out is asked for and named, and all other cells are dimmed', () => {
  const key = '00000000000000ff'
  const options: ViewOptions = {
    ...DEFAULT_OPTIONS,
    look: { colouring: 'type', hidden: [], clone: { key, subclones: ['0000000100000000'] } },
  }
  expect(frameRequest(options).clones).toBe(true)
  expect(frameRequest(DEFAULT_OPTIONS).clones).toBeUndefined()
  const frame = frameOf([1, 1, 1, 0], { clone: Uint32Array.of(255, 1, 7, 0) })
  const looks = cellColours(flat, frame, options.look, [0, 1])
  expect([3, 7, 11, 15].map((at) => (looks[at] ?? 0) & DIMMED)).toEqual([0, 0, DIMMED, DIMMED])
  const named = legendOf(flat, frame, options, scalesFor(flat, frame, options))
  expect(named.find(({ name }) => name.startsWith('clone 000000'))).toMatchObject({ count: 2 })
})
