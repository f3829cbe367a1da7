import { describe, expect, it } from 'vitest'
import { NODE_HELD, NODE_TIP, NODE_WALL, NO_NODE } from '../../engine/vessel-points.ts'
import { placedWorld } from '../../testing/placed-world.ts'
import {
  type Graph,
  addNode,
  addSegment,
  graphOf,
  removeNode,
  removeSegment,
  segmentLength,
  splitSegment,
} from './graph.ts'
import { bindIncidence, degreeOf, otherEnd } from './incidence.ts'

const LINE = `
vessel network:
  lines:
    - { points: [[-40 um, 0 um, 0 um], [40 um, 0 um, 0 um]], pressures: [25 mmHg, 15 mmHg], radius: 5 um }
  rooms: { nodes: 7, segments: 6 }
`

function lineGraph(more = LINE, boundary: 'closed' | 'periodic' = 'closed'): Graph {
  return graphOf(placedWorld({ size: [100, 100, 20], boundary, cells: [], more }))
}

const wall = (x: number) => ({ x, y: 10, z: 0, kind: NODE_WALL })

describe('a graph of vessels', () => {
  it('starts with the nodes and segments that are written', () => {
    const graph = lineGraph()
    expect([...graph.x.subarray(0, 5)].toSorted((a, b) => a - b)).toEqual([-40, -20, 0, 20, 40])
    expect([graph.nodes[0], graph.segments[0]]).toEqual([5, 4])
    expect([graph.kind[0], graph.kind[1], graph.kind[2]]).toEqual([NODE_HELD, NODE_HELD, NODE_WALL])
    expect([graph.pressure[0], graph.pressure[1]]).toEqual([25, 15])
    expect([...graph.first.subarray(0, 4)]).toEqual([0, 2, 3, 4])
    expect([...graph.second.subarray(0, 4)]).toEqual([2, 3, 4, 1])
    expect(segmentLength(graph, 0)).toBe(20)
    expect(graph.radius[3]).toBe(5)
  })

  it('takes free rows lowest first, and says how often there was none', () => {
    const graph = lineGraph()
    expect([addNode(graph, wall(1)), addNode(graph, wall(2)), addNode(graph, wall(3))]).toEqual([5, 6, -1])
    expect(graph.waits[0]).toBe(1)
    removeNode(graph, 3)
    removeNode(graph, 5)
    expect([addNode(graph, wall(4)), addNode(graph, wall(5))]).toEqual([3, 5])
    expect(graph.nodes[0]).toBe(7)
    removeNode(graph, 6)
    expect(graph.nodes[0]).toBe(6)
  })

  it('takes the segments of a node out with it, and leaves nothing behind in its row', () => {
    const graph = lineGraph()
    const version = graph.version[0] ?? 0
    removeNode(graph, 3)
    expect([...graph.first]).toEqual([0, NO_NODE, NO_NODE, 4, NO_NODE, NO_NODE])
    expect([graph.x[3], graph.pericytes[3], graph.segments[0]]).toEqual([0, 0, 4])
    expect(graph.version[0]).toBeGreaterThan(version)
    expect(addSegment(graph, { first: 2, second: 4, radius: 3 })).toBe(1)
    removeSegment(graph, 3)
    expect(graph.segments[0]).toBe(2)
  })

  it('splits a segment where it is asked to, and keeps what flows', () => {
    const graph = lineGraph()
    graph.flow[1] = 7
    graph.leak[2] = 3
    const node = splitSegment(graph, 1, 0.25)
    expect([node, graph.x[node], graph.second[1], graph.first[4], graph.second[4]]).toEqual([5, -15, 5, 5, 3])
    expect([graph.flow[4], graph.through[node], graph.radius[4], graph.leak[node]]).toEqual([7, 7, 5, 2.5])
    expect(splitSegment(graph, 0, 0.5)).toBe(6)
    expect(splitSegment(graph, 0, 0.5)).toBe(-1)
    expect(graph.second[0]).toBe(6)
  })

  it('knows the segments of each node, also after changes', () => {
    const graph = lineGraph()
    const incidence = bindIncidence(graph)
    const around = (node: number): readonly number[] => {
      const { from, segments } = incidence()
      return [...segments.subarray(from[node], from[node + 1])]
    }
    expect([around(0), around(1), around(2), around(4)]).toEqual([[0], [3], [0, 1], [2, 3]])
    const tip = addNode(graph, { ...wall(0), kind: NODE_TIP })
    addSegment(graph, { first: 3, second: tip, radius: 4 })
    expect([around(3), around(tip), degreeOf(incidence(), 3)]).toEqual([[1, 2, 4], [4], 3])
    expect(otherEnd(graph, 4, tip)).toBe(3)
    removeSegment(graph, 2)
    expect([around(3), around(4)]).toEqual([[1, 4], [3]])
  })

  it('goes the short way through a periodic face', () => {
    const graph = lineGraph(LINE, 'periodic')
    const across = addSegment(graph, { first: 1, second: 0, radius: 4 })
    expect(segmentLength(graph, across)).toBeCloseTo(20, 12)
    const node = splitSegment(graph, across, 0.75)
    expect(graph.x[node]).toBeCloseTo(-45, 12)
  })
})
