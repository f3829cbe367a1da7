import { describe, expect, it } from 'vitest'
import { type World } from '../../engine/world.ts'
import { removeNode, graphOf } from '../../processes/vessel-network/graph.ts'
import { placedWorld } from '../../testing/placed-world.ts'
import { resolveMeasure } from '../measures.ts'
import { pictureOf } from '../tissue-pictures.ts'

function value(world: World, name: string): number {
  const [measure] = resolveMeasure(name, world.program) ?? []
  if (measure === undefined) throw new Error(`there is no measure '${name}'`)
  return measure.evaluate(world)
}

/** A vessel of 80 um, a dead end of 40 um from its middle, and a crossing, in a slice of 0.04 mm^2. */
const tissue = (): World =>
  placedWorld({
    size: [200, 200, 20],
    cells: [['tumour', 0, -50]],
    vessels: [[0, -90, 0]],
    more: `vessel network:
  viscosity: 3 mPa s
  from tissue: { pressure: alternate 20 mmHg and 20 mmHg }
  lines:
    - { points: [[-40 um, 0 um, 0 um], [0 um, 0 um, 0 um], [40 um, 0 um, 0 um]], pressures: [25 mmHg, 15 mmHg] }
    - { points: [[0 um, 0 um, 0 um], [0 um, 40 um, 0 um]] }`,
  })

describe('measures of vessels that live', () => {
  it('count nodes and tubes, and those that carry', () => {
    const world = tissue()
    expect(value(world, 'microvessel density')).toBeCloseTo(8 / 0.04, 12)
    expect(value(world, 'vessel length density')).toBeCloseTo(0.12 / 0.04, 12)
    expect(value(world, 'perfused vessel fraction')).toBe(6 / 8)
    expect([value(world, 'vessel segments'), value(world, 'sprouts')]).toEqual([6, 0])
    expect([value(world, 'mean pericyte coverage'), value(world, 'mean vessel leak')]).toEqual([1, 1])
    const flow = (10 * Math.PI * 256) / (8 * (3e-3 / 133.322387415 / 60) * 80)
    expect(value(world, 'mean blood flow') / ((5 * flow) / 8)).toBeCloseTo(1, 9)
  })

  it('see vessels where they are now', () => {
    const world = tissue()
    expect(value(world, 'vessel density')).toBeCloseTo(8 / 0.04, 12)
    expect(value(world, 'mean distance of tumour from vessels')).toBeCloseTo(40, 12)
    // Rings where blood comes from outside; the others are drawn as tubes.
    expect(pictureOf(world, 'arm', 0, { fields: [] }).vessels.x).toEqual([0, -40, 40])
    // The crossing goes: the vessel above is the nearest.
    removeNode(graphOf(world), 0)
    world.u32('world.tick')[0] = 1
    expect(value(world, 'mean distance of tumour from vessels')).toBeCloseTo(50, 12)
    expect(value(world, 'vessel density')).toBeCloseTo(7 / 0.04, 12)
    expect(pictureOf(world, 'arm', 0, { fields: [] }).vessels.y).not.toContain(-90)
  })

  it('are not those of vessels that stay', () => {
    const world = placedWorld({ cells: [], vessels: [[0, 0, 0]] })
    expect(resolveMeasure('microvessel density', world.program)).toBeUndefined()
  })
})
