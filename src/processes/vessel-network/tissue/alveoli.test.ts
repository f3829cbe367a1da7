import { describe, expect, it } from 'vitest'
import { NODE_HELD } from '../../../engine/vessel-points.ts'
import { placedWorld } from '../../../testing/placed-world.ts'
import { graphOf, segmentLength } from '../graph.ts'
import { drawAlveoli } from './alveoli.ts'

const shape = {
  centre: { x: 0, y: 0 },
  spacing: 60,
  irregular: 0,
  capillary: 3.5,
  pressures: [10, 7] as const,
}

describe('air spaces', () => {
  const { spots, tubes, held } = drawAlveoli(shape, { low: { x: -500, y: -500 }, high: { x: 500, y: 500 } })

  it('are hexagons of a honeycomb: walls of one length, three at each corner', () => {
    const degree = new Map<number, number>()
    for (const { first, second } of tubes) {
      for (const row of [first, second]) degree.set(row, (degree.get(row) ?? 0) + 1)
      if (held.has(first) || held.has(second)) continue
      const [a, b] = [spots[first], spots[second]]
      const length = Math.hypot((a?.x ?? 0) - (b?.x ?? 0), (a?.y ?? 0) - (b?.y ?? 0))
      expect(length).toBeCloseTo(60 / Math.sqrt(3), 9)
    }
    spots.forEach(({ x, y }, row) => {
      if (Math.abs(x) < 460 && Math.abs(y) < 460) expect(degree.get(row)).toBe(3)
    })
    // Two corners for each air space of 60^2 sqrt(3) / 2 = 3118 um^2, within what the edges cut.
    expect(Math.abs(spots.length / (2 * (1e6 / 3118)) - 1)).toBeLessThan(0.12)
  })

  it('have blood that comes in where x is lowest and leaves where it is highest', () => {
    for (const [row, pressure] of held) {
      expect(Math.abs(spots[row]?.x ?? 0)).toBeCloseTo(500, 9)
      expect(pressure).toBe((spots[row]?.x ?? 0) < 0 ? 10 : 7)
    }
    expect(held.size).toBeGreaterThan(20)
  })
})

describe('the capillaries of a lung field', () => {
  it('carry blood without loss, more in a block', () => {
    const yaml =
      'vessel network: { viscosity: 3 mPa s, pattern: { form: alveoli, spacing: 60 um, pressures: [10 mmHg, 7 mmHg] } }'
    const inflow = [20, 60].map((height) => {
      const graph = graphOf(placedWorld({ size: [400, 400, height], cells: [], more: yaml }))
      const net = new Float64Array(graph.nodes[0] ?? 0)
      for (let s = 0; s < (graph.segments[0] ?? 0); s++) {
        const [a, b] = [graph.first[s] ?? 0, graph.second[s] ?? 0]
        net[a] = (net[a] ?? 0) + (graph.flow[s] ?? 0)
        net[b] = (net[b] ?? 0) - (graph.flow[s] ?? 0)
        expect(segmentLength(graph, s)).toBeGreaterThan(0)
      }
      const most = Math.max(...graph.flow.map(Math.abs))
      let comes = 0
      net.forEach((flow, node) => {
        // As in a grid, to the residual of the solver.
        if (graph.kind[node] !== NODE_HELD) expect(Math.abs(flow)).toBeLessThan(1e-9 * most)
        else if (flow > 0) comes += flow
      })
      return comes
    })
    expect((inflow[1] ?? 0) / (inflow[0] ?? 1)).toBeCloseTo(3, 6)
  })
})
