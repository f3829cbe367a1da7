import { expect, test } from 'vitest'
import type { FieldSummary } from '../analysis/summary.ts'
import { EMPTY_VESSEL, contourPath, fibreStrokes, hypoxiaLine, vesselTubes } from './tissue-shapes.ts'
import { flowRange, flowShare, vesselCoverTable, vesselFlowTable } from './vessel-map.ts'

const field: FieldSummary = {
  substrate: 'oxygen',
  unit: 'mmHg',
  nx: 3,
  ny: 2,
  voxel: 10,
  origin: [0, 0],
  values: [0, 10, 20, 0, 10, 20],
}

test('a contour lies where the field crosses the level, between the middles of voxels', () => {
  // Straight between 0 at x = 5 and 10 at x = 15: 5 is at x = 10, from y = 5 to y = 15, which figures draw downwards.
  expect(contourPath(field, 5)).toBe('M10 -5L10 -15')
  expect([contourPath(field, 30), contourPath(field, -1)]).toEqual(['', ''])
})

test('only oxygen as a partial pressure has a line of hypoxia', () => {
  const level = { ...field, values: field.values.map((value) => value + 5) }
  expect(hypoxiaLine([level], 1)).toContain('<path')
  expect(hypoxiaLine([{ ...level, substrate: 'glucose' }], 1)).toBe('')
  expect(hypoxiaLine([{ ...level, unit: 'nM' }], 1)).toBe('')
})

test('tubes are wider with more flow, and hollow without any', () => {
  const tube = (flow: number, y: number) =>
    vesselTubes({
      ends: [
        [0, y, 20, y],
        [0, 90, 20, 90],
      ],
      radius: [4, 4],
      flow: [flow, 1e6],
      tips: [],
    })
  const width = (drawn: string): number =>
    Math.max(
      ...[...drawn.matchAll(/M0 -5L20 -5[^"]*" [^>]*stroke-width="([\d.]+)"/g)].map((found) =>
        Number(found[1]),
      ),
    )
  expect(width(tube(1e6, 5))).toBeGreaterThanOrEqual(width(tube(2e3, 5)))
  expect(width(tube(5e5, 5))).toBeGreaterThan(width(tube(2e3, 5)))
  expect(tube(0, 5)).toContain(EMPTY_VESSEL)
  expect(tube(1e5, 5)).not.toContain(EMPTY_VESSEL)
})

test('strokes lie along the fibres, and there are none where fibres have no direction', () => {
  const fibres = { nx: 2, voxel: 20, origin: [0, 0] as const, x: [1, 0], y: [0, 0], density: [0.2, 0.2] }
  // Its middle is at (10, 10), its length 1.15 voxels.
  expect(fibreStrokes(fibres, 1)).toContain('d="M-1.5 -10l23 0"')
  expect(fibreStrokes({ ...fibres, x: [0, 0] }, 1)).not.toContain('<path')
})

test('a scale of flow has whole decades, at most three, and is even on a logarithmic scale', () => {
  expect(flowRange([-2e5, 3e3, 0])).toEqual([1e3, 1e6])
  expect(flowRange([5, 3e6])).toEqual([1e4, 1e7])
  expect(flowRange([1e4])).toEqual([1e3, 1e4])
  expect(flowRange([0])).toBeUndefined()
  expect([flowShare(-1e4, [1e3, 1e5]), flowShare(1, [1e3, 1e5]), flowShare(1e9, [1e3, 1e5])]).toEqual([
    expect.closeTo(0.5, 12),
    0,
    1,
  ])
})

test.each([
  ['flow', vesselFlowTable()],
  ['cover', vesselCoverTable()],
] as const)('the map of %s grows lighter from end to end', (_, table) => {
  const luminance = (level: number): number => {
    const [red = 0, green = 0, blue = 0] = table.subarray(3 * level)
    return 0.2126 * red ** 2.2 + 0.7152 * green ** 2.2 + 0.0722 * blue ** 2.2
  }
  for (let level = 8; level < 256; level += 8) expect(luminance(level)).toBeGreaterThan(luminance(level - 8))
})
