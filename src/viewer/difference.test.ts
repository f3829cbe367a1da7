import { expect, test } from 'vitest'
import { DIMMED, HOLLOW, cellColours } from './cell-colours.ts'
import { IN_BOTH, ONLY_HERE, ONLY_THERE, differenceOf } from './difference.ts'
import type { Frame, Scene } from './frame.ts'
import { pickDisc, pickSphere } from './pick.ts'
import { describeFrame, tallyOf } from './tally.ts'

const scene: Scene = {
  size: [100, 100, 20],
  corner: [-50, -50, -10],
  voxel: 20,
  shape: [5, 5, 1],
  types: [
    { name: 'tumour', lineage: 'tumour', colour: '#ff0000' },
    { name: 'CD8', lineage: 'lymphoid', colour: '#00ff00' },
  ],
  layers: [],
  colourings: [
    { kind: 'type' },
    { kind: 'number', key: 'network/STING', name: 'STING', unit: '1', group: 'network' },
  ],
}

/** Cells as [lineage, type, state, x]. */
function frameOf(
  cells: readonly (readonly [number, number, number, number])[],
  more: Partial<Frame> = {},
): Frame {
  return {
    tick: 0,
    time: 0,
    count: cells.length,
    spheres: Float32Array.from(cells.flatMap(([, , , x]) => [x, 0, 0, 5])),
    type: Uint8Array.from(cells, ([, type]) => type),
    state: Uint8Array.from(cells, ([, , state]) => state),
    lineage: Uint32Array.from(cells.flatMap(([lineage]) => [lineage, 4_294_967_295])),
    fields: [],
    ...more,
  }
}

test('cells are told apart by lineage, and those only there come last', () => {
  const field = (values: readonly number[]) => ({
    name: 'oxygen',
    values: Float32Array.from(values),
    range: [0, 9] as const,
  })
  const here = frameOf(
    [
      [1, 0, 0, 0],
      [2, 0, 0, 20],
      [3, 1, 0, 40],
    ],
    { fields: [field([1, 5, 2])] },
  )
  const there = frameOf(
    [
      [2, 0, 1, 21],
      [9, 1, 0, 60],
    ],
    { fields: [field([4, 5, 0])] },
  )
  const difference = differenceOf(here, there)
  expect([...difference.presence]).toEqual([ONLY_HERE, IN_BOTH, ONLY_HERE, ONLY_THERE])
  expect(difference.counts).toEqual({ both: 1, onlyHere: 2, onlyThere: 1 })
  expect([...difference.spheres.subarray(12)]).toEqual([60, 0, 0, 5])
  expect([...difference.type]).toEqual([0, 0, 1, 1])
  expect([...(difference.fields[0]?.values ?? [])]).toEqual([3, 0, -2])
  expect(difference.fields[0]?.range).toEqual([-3, 3])
  const colours = cellColours(scene, difference, { colouring: 'type', hidden: [] }, [0, 1])
  expect([colours[3], colours[15]]).toEqual([0, HOLLOW])
})

test('cells of both are told by how far apart they are, or by the number that differs', () => {
  const numbers = (values: readonly number[]) => ({ numbers: Float32Array.from(values) })
  const cells = (...places: readonly number[]) => places.map((x, index) => [index + 1, 0, 0, x] as const)
  const here = frameOf(cells(0, 20, 40), numbers([1, 1, 1]))
  const there = frameOf(cells(0, 23), numbers([1, 0.5]))
  const moved = differenceOf(here, there, 'moved')
  expect(moved.change).toEqual({ kind: 'moved', values: Float32Array.of(0, 3, 0), range: [0, 3] })
  const far = frameOf(cells(...Array.from({ length: 41 }, (_, k) => (k === 0 ? 900 : 2))))
  const still = frameOf(cells(...Array.from({ length: 41 }, () => 0)))
  // One of 41 went far; the scale is that of the others.
  expect(differenceOf(still, far, 'moved').change?.range).toEqual([0, 2])
  const number = differenceOf(here, there, 'number')
  expect(number.change).toEqual({
    kind: 'number',
    values: Float32Array.of(0, -0.5, 0),
    range: [-0.5, 0.5],
  })
  const look = { colouring: 'network/STING', hidden: [] }
  const colours = cellColours(scene, number, look, [0, 1])
  // The one that has less is as blue as the map goes; the one that is only here is quiet.
  expect([...colours.subarray(4, 7)]).toEqual([108, 178, 240])
  expect([...colours.subarray(8, 11)]).toEqual([0x3a, 0x42, 0x4e])
  expect(differenceOf(frameOf(cells(0)), frameOf(cells(0)), 'number').change).toBeUndefined()
})

test('twins that are the same differ in nothing', () => {
  const frame = frameOf([
    [1, 0, 0, 0],
    [2, 1, 0, 20],
  ])
  const { presence, counts } = differenceOf(frame, frame)
  expect([...presence]).toEqual([IN_BOTH, IN_BOTH])
  expect(counts).toEqual({ both: 2, onlyHere: 0, onlyThere: 0 })
})

test('colours follow type, state and number; hidden types are marked', () => {
  const frame = frameOf(
    [
      [1, 0, 0, 0],
      [2, 1, 0, 20],
      [3, 0, 2, 40],
    ],
    { numbers: Float32Array.from([1, 0, 0.5]) },
  )
  const byType = cellColours(scene, frame, { colouring: 'type', hidden: ['CD8'] }, [0, 1])
  expect([...byType.subarray(0, 8)]).toEqual([255, 0, 0, 0, 0, 255, 0, DIMMED])
  expect([...byType.subarray(8, 11)]).not.toEqual([255, 0, 0])
  const byNumber = cellColours(scene, frame, { colouring: 'network/STING', hidden: [] }, [0, 1])
  // Top of viridis; the type of which no cell has the node, and the dead, are quiet.
  expect([...byNumber.subarray(0, 3)]).toEqual([0xfd, 0xe7, 0x25])
  expect([...byNumber.subarray(4, 7)]).toEqual([...byNumber.subarray(8, 11)])
})

test('what is pointed at is the nearest cell on the line of sight', () => {
  const frame = frameOf([
    [1, 0, 0, 0],
    [2, 0, 0, 8],
    [3, 0, 0, 60],
  ])
  expect([pickDisc(frame, 3, 0), pickDisc(frame, 5, 0), pickDisc(frame, 30, 0)]).toEqual([0, 1, -1])
  const pile = frameOf([
    [1, 0, 0, 0],
    [2, 0, 0, 2],
    [3, 0, 2, 1],
  ])
  // On top lies the later of the living; the dead lie beneath them.
  expect([
    pickDisc(pile, 1, 0),
    pickDisc(pile, -4, 0),
    pickDisc(pile, -3.9, 0, (slot) => slot === 2),
  ]).toEqual([1, 0, 2])
  const ray = { origin: [100, 0, 0], direction: [-1, 0, 0] } as const
  expect(pickSphere(frame, ray)).toBe(2)
  expect(pickSphere(frame, ray, (slot) => slot !== 2)).toBe(1)
  // Cut open from 43 um on, which leaves the front of the third cell away, and from 46 on, beyond it.
  expect(pickSphere(frame, { ...ray, from: 43 })).toBe(2)
  expect(pickSphere(frame, { ...ray, from: 46 })).toBe(1)
  expect(pickSphere(frame, { ...ray, from: 46, till: 80 })).toBe(-1)
  expect(pickSphere(frame, { origin: [0, 6, 50], direction: [0, 0, -1] })).toBe(-1)
})

test('what is seen is said in words', () => {
  const frame = frameOf(
    [
      [1, 0, 0, 0],
      [2, 1, 0, 20],
      [3, 0, 0, 40],
      [4, 0, 2, 60],
    ],
    { time: 2880 },
  )
  expect(tallyOf(scene, frame)).toEqual({ live: [2, 1], dead: [1, 0], states: [3, 0, 1, 0] })
  expect(describeFrame(scene, frame, 14_400)).toBe('Tissue at day 2, 4 cells: 2 tumour, 1 CD8, 1 dead.')
  expect(describeFrame(scene, frameOf([]), 14_400)).toBe('Tissue at day 0, no cells.')
})
