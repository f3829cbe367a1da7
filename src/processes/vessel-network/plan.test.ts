import { describe, expect, it } from 'vitest'
import { NODE_HELD, NODE_WALL } from '../../engine/vessel-points.ts'
import { placedWorld } from '../../testing/placed-world.ts'
import { gabrielPairs } from './gabriel.ts'
import { type Graph, graphOf, segmentLength } from './graph.ts'
import { bindIncidence, degreeOf } from './incidence.ts'

const at = (x: number, y: number) => ({ x, y, z: 0 })

describe('neighbouring vessels', () => {
  it('are joined unless a third lies between them', () => {
    const points = [at(0, 0), at(40, 0), at(20, 5), at(20, 60), at(200, 0)]
    expect(gabrielPairs(points, 60)).toEqual([
      [0, 2],
      [1, 2],
      [2, 3],
    ])
    expect(gabrielPairs(points, 100)).toEqual([
      [0, 2],
      [1, 2],
      [2, 3],
    ])
    expect(gabrielPairs(points, 180)).toContainEqual([1, 4])
  })
})

function network(yaml: string, size: readonly [number, number, number] = [200, 200, 200]): Graph {
  const vessels = [
    [-50, 0, 0],
    [0, 0, 0],
    [90, 90, 0],
  ] as const
  const points = size[2] === 20 ? { vessels } : {}
  return graphOf(placedWorld({ size, cells: [], more: `vessel network:\n${yaml}`, ...points }))
}

describe('a network at the start', () => {
  it('is made of the vessels of a slice', () => {
    const graph = network(
      '  from tissue: { pressure: alternate 25 mmHg and 15 mmHg, join within: 60 um }',
      [200, 200, 20],
    )
    // Three crossings, and 50 um in two or three pieces of about 20 um.
    expect([...graph.kind.subarray(0, 4)]).toEqual([NODE_HELD, NODE_HELD, NODE_HELD, NODE_WALL])
    expect([...graph.pressure.subarray(0, 3)]).toEqual([25, 15, 25])
    expect([graph.nodes[0], graph.segments[0]]).toEqual([5, 3])
  })

  it('has pressures along an axis', () => {
    const graph = network('  from tissue: { pressure: along x from 25 mmHg to 15 mmHg }', [200, 200, 20])
    expect([...graph.pressure.subarray(0, 3)]).toEqual([22.5, 20, 15.5])
    expect(graph.segments[0]).toBe(0)
  })

  it('runs in parallel through a block, with nodes in the middles of voxels, and crosses a slice as points', () => {
    const yaml = '  pattern: { form: parallel, axis: z, spacing: 100 um }'
    const graph = network(yaml)
    expect([graph.nodes[0], graph.segments[0]]).toEqual([40, 36])
    expect(new Set(graph.z.subarray(0, 40))).toEqual(
      new Set(Array.from({ length: 10 }, (_, k) => 20 * k - 90)),
    )
    expect(graph.kind.subarray(0, 40).filter((kind) => kind === NODE_HELD)).toHaveLength(8)
    const slice = network(yaml, [200, 200, 20])
    expect([slice.nodes[0], slice.segments[0]]).toEqual([3 + 4, 0])
  })

  it('gives neighbours blood from opposite ends where they take turns', () => {
    const yaml = '  pattern: { form: parallel, axis: z, spacing: 100 um, turns: alternate }'
    const slice = network(yaml, [200, 200, 20])
    // After the three points of the model, two by two lines: the first and the last stand on squares of one colour.
    expect([...slice.pressure.subarray(3, 7)]).toEqual([25, 15, 15, 25])
    const block = network(yaml)
    const held = [...block.kind.keys()].filter((row) => block.kind[row] === NODE_HELD)
    const low = held.filter((row) => (block.z[row] ?? 0) < 0).map((row) => block.pressure[row])
    const high = held.filter((row) => (block.z[row] ?? 0) > 0).map((row) => block.pressure[row])
    expect(low).toEqual([25, 15, 15, 25])
    expect(high).toEqual([15, 25, 25, 15])
  })

  it('meets in a grid', () => {
    const graph = network('  pattern: { form: grid, axis: x, spacing: 100 um }')
    const degrees = Array.from({ length: graph.nodes[0] ?? 0 }, (_, node) =>
      degreeOf(bindIncidence(graph)(), node),
    )
    // Two by two by two crossings with a line through each along x and half a line along y and z.
    expect(degrees.filter((degree) => degree === 4)).toHaveLength(8)
    expect(degrees.filter((degree) => degree === 1)).toHaveLength(8)
    const lengths = Array.from({ length: graph.segments[0] ?? 0 }, (_, s) => segmentLength(graph, s))
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBeCloseTo(4 * 180 + 4 * 100 + 4 * 100, 9)
  })
})
