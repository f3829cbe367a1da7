import { describe, expect, it } from 'vitest'
import type { World } from '../../src/engine/world.ts'
import { type Graph, graphOf } from '../../src/processes/vessel-network/graph.ts'
import {
  PLASMA_VISCOSITY,
  conductance,
  referenceViscosity,
  relativeViscosity,
} from '../../src/processes/vessel-network/rheology.ts'
import { placedWorld } from '../../src/testing/placed-world.ts'

/*
 * Do we solve the flow of blood in a network? Poiseuille's law in networks whose resistance is known, conservation, and the published
 * law of viscosity. Pressures are exact to the residual of the solver, 1e-12 relative, times the condition of at most some tens of
 * unknowns: ten digits are asked for.
 */

const DIGITS = 1e-10
/** [mmHg min] */
const VISCOSITY = 3e-3 / 133.322387415 / 60

type At = readonly [number, number]

interface Tube {
  readonly from: At
  readonly to: At
  readonly radius?: number
  readonly pressures?: readonly [number | 'free', number | 'free']
}

/** A network of straight tubes in a plane, with nodes 20 um apart. */
function network(tubes: readonly Tube[], more = 'viscosity: 3 mPa s'): { world: World; graph: Graph } {
  const lines = tubes.map(({ from, to, radius = 5, pressures }) => {
    const [a, b] = [from, to].map(([x, y]) => `[${x} um, ${y} um, 0 um]`)
    const word = (p: number | 'free'): string => (p === 'free' ? p : `${p} mmHg`)
    const held = pressures === undefined ? '' : `, pressures: [${pressures.map(word).join(', ')}]`
    return `    - { points: [${a}, ${b}], radius: ${radius} um${held} }`
  })
  const yaml = `vessel network:\n  ${more}\n  lines:\n${lines.join('\n')}`
  const world = placedWorld({ cells: [], more: yaml })
  return { world, graph: graphOf(world) }
}

/** Poiseuille's conductance [um^3/(min mmHg)] written out. */
function poiseuille(radius: number, length: number): number {
  return (Math.PI * radius ** 4) / (8 * VISCOSITY * length)
}

function nodeAt(graph: Graph, [x, y]: At): number {
  return graph.x.findIndex(
    (at, node) => graph.kind[node] !== 0 && Math.hypot(at - x, (graph.y[node] ?? 0) - y) < 1,
  )
}

/** Blood that leaves a node through its segments [um^3/min]. */
function netFlow(graph: Graph, node: number): number {
  let sum = 0
  for (let s = 0; s < (graph.segments[0] ?? 0); s++) {
    if (graph.first[s] === node) sum += graph.flow[s] ?? 0
    if (graph.second[s] === node) sum -= graph.flow[s] ?? 0
  }
  return sum
}

function expectNear(found: number | undefined, wanted: number, share = DIGITS): void {
  expect(Math.abs((found ?? Number.NaN) / wanted - 1)).toBeLessThan(share)
}

describe('flow in a tube', () => {
  it('is that of Poiseuille, with pressure falling in a line', () => {
    const { graph } = network([{ from: [-100, 0], to: [100, 0], pressures: [25, 15] }])
    expectNear(graph.flow[0], 10 * poiseuille(5, 200))
    expectNear(graph.pressure[nodeAt(graph, [0, 0])], 20)
    expectNear(graph.through[nodeAt(graph, [0, 0])], 10 * poiseuille(5, 200))
    // What comes from outside goes through a held node in full, too.
    expectNear(graph.through[nodeAt(graph, [-100, 0])], 10 * poiseuille(5, 200))
  })

  it('grows with the fourth power of the radius', () => {
    const flow = (radius: number): number =>
      network([{ from: [-100, 0], to: [100, 0], radius, pressures: [25, 15] }]).graph.flow[0] ?? 0
    expectNear(flow(8) / flow(4), 16)
    expectNear(flow(12) / flow(4), 81)
  })
})

describe('flow in a network', () => {
  it('meets resistances one after the other', () => {
    const { graph } = network([
      { from: [-100, 0], to: [0, 0], radius: 4, pressures: [30, 'free'] },
      { from: [0, 0], to: [200, 0], radius: 6, pressures: ['free', 10] },
    ])
    const wanted = 20 / (1 / poiseuille(4, 100) + 1 / poiseuille(6, 200))
    expectNear(graph.flow[0], wanted)
    expectNear(graph.pressure[nodeAt(graph, [0, 0])], 30 - wanted / poiseuille(4, 100))
  })

  it('is shared by tubes side by side', () => {
    const { graph } = network([
      { from: [-200, 0], to: [-100, 0], radius: 6, pressures: [25, 'free'] },
      { from: [-100, 0], to: [100, 0], radius: 5 },
      { from: [-100, 0], to: [-100, 100], radius: 4 },
      { from: [-100, 100], to: [100, 100], radius: 4 },
      { from: [100, 100], to: [100, 0], radius: 4 },
      { from: [100, 0], to: [200, 0], radius: 6, pressures: ['free', 15] },
    ])
    const [direct, around] = [poiseuille(5, 200), poiseuille(4, 400)]
    const wanted = 10 / (2 / poiseuille(6, 100) + 1 / (direct + around))
    expectNear(graph.flow[0], wanted)
    const middle = nodeAt(graph, [0, 0])
    expectNear(graph.through[middle], (wanted * direct) / (direct + around))
  })

  // Wheatstone's bridge: a and d are held; b and c between them are joined by a bridge.
  const bridge = (lower: number): Graph =>
    network([
      { from: [-100, 0], to: [0, 100], radius: 5, pressures: [25, 'free'] },
      { from: [-100, 0], to: [0, -100], radius: 5 },
      { from: [0, 100], to: [100, 0], radius: 4, pressures: ['free', 15] },
      { from: [0, -100], to: [100, 0], radius: lower },
      { from: [0, 100], to: [0, -100], radius: 3 },
    ]).graph

  it('leaves a balanced bridge alone, and drives one that is not', () => {
    const balanced = bridge(4)
    expect(balanced.through[nodeAt(balanced, [0, 0])]).toBe(0)
    expect(balanced.carries[nodeAt(balanced, [0, 0])]).toBe(0)
    const side = 100 * Math.SQRT2
    const [ab, ac, bd, cd, bc] = [
      poiseuille(5, side),
      poiseuille(5, side),
      poiseuille(4, side),
      poiseuille(6, side),
      poiseuille(3, 200),
    ] as const
    // Two equations for the pressures above d, by Cramer's rule.
    const [m11, m12, m22] = [ab + bd + bc, -bc, ac + cd + bc]
    const determinant = m11 * m22 - m12 * m12
    const b = (10 * ab * m22 - m12 * 10 * ac) / determinant
    const c = (m11 * 10 * ac - m12 * 10 * ab) / determinant
    const open = bridge(6)
    expectNear(open.pressure[nodeAt(open, [0, 100])], 15 + b)
    expectNear(open.pressure[nodeAt(open, [0, -100])], 15 + c)
    // The difference of two pressures has lost a digit or two.
    expectNear(open.through[nodeAt(open, [0, 0])], bc * (b - c), 1e-8)
  })

  it('is conserved at every free node of a grid', () => {
    const world = placedWorld({
      size: [400, 400, 400],
      cells: [],
      more: 'vessel network: { pattern: { form: grid, axis: x, spacing: 80 um }, radius: 5 um }',
    })
    const graph = graphOf(world)
    let [largest, worst, entering] = [0, 0, 0]
    for (let node = 0; node < (graph.nodes[0] ?? 0); node++) {
      largest = Math.max(largest, graph.through[node] ?? 0)
      if (graph.kind[node] === 1) entering += netFlow(graph, node)
      else worst = Math.max(worst, Math.abs(netFlow(graph, node)))
    }
    expect(largest).toBeGreaterThan(1e4)
    expect(worst / largest).toBeLessThan(DIGITS)
    expect(Math.abs(entering) / largest).toBeLessThan(25 * DIGITS)
  })

  it('stops in dead ends, in loops that hang on one node, and without held nodes', () => {
    const { graph } = network([
      { from: [-100, 0], to: [100, 0], pressures: [25, 15] },
      { from: [0, 0], to: [0, 100] },
      { from: [100, 0], to: [100, 100] },
      { from: [100, 100], to: [200, 100] },
      { from: [200, 100], to: [200, 0] },
      { from: [200, 0], to: [100, 100] },
      { from: [-300, -100], to: [-200, -100] },
    ])
    const at = (place: At): readonly (number | undefined)[] => {
      const node = nodeAt(graph, place)
      return [graph.through[node], graph.carries[node]]
    }
    expect(at([0, 100])).toEqual([0, 0])
    expect(at([200, 100])).toEqual([0, 0])
    expect(at([-300, -100])).toEqual([0, 0])
    expect(at([20, 0])[1]).toBe(1)
    expectNear(graph.pressure[nodeAt(graph, [0, 100])], 20)
    expectNear(graph.pressure[nodeAt(graph, [200, 100])], 15)
  })
})

describe('the viscosity of blood', () => {
  it('is that of the published law', () => {
    // Wide vessels: 6 e^-0.085 D + 3.2 - 2.44 e^(-0.06 D^0.645) tends to 3.2, and layers at the wall no longer count.
    expectNear(relativeViscosity(1000, 0.45), 3.2 * (1000 / 998.9) ** 2, 0.01)
    // At the reference haematocrit, the share is 1: (1 + (mu - 1) layer) layer.
    const layer = (8 / 6.9) ** 2
    expectNear(relativeViscosity(8, 0.45), (1 + (referenceViscosity(8) - 1) * layer) * layer)
    expectNear(referenceViscosity(8), 6 * Math.exp(-0.68) + 3.2 - 2.44 * Math.exp(-0.06 * 8 ** 0.645), 1e-13)
    // Plasma alone: only the layer remains.
    expectNear(relativeViscosity(8, 0), layer)
    expect(relativeViscosity(8, 0.6)).toBeGreaterThan(relativeViscosity(8, 0.45))
  })

  it('decides what flows unless a number is given', () => {
    const { graph } = network(
      [{ from: [-100, 0], to: [100, 0], radius: 4, pressures: [25, 15] }],
      'haematocrit: 0.3',
    )
    const wanted = 10 * conductance(4, 200, PLASMA_VISCOSITY * relativeViscosity(8, 0.3))
    expectNear(graph.flow[0], wanted)
  })
})
