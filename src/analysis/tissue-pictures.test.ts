import { describe, expect, it } from 'vitest'
import { livingTissue } from '../bench/living-tissue.ts'
import { startWorld } from '../testing/start-run.ts'
import { pictureOf } from './tissue-pictures.ts'

describe('a picture of a world', () => {
  it('shows every cell of a plane tissue with its own radius', () => {
    const world = startWorld(livingTissue())
    const picture = pictureOf(world, 'model', 0, { fields: ['oxygen', 'no such field'] })
    expect(picture.cells.x).toHaveLength(world.count)
    const radii = [...world.f64('cell.radius').subarray(0, world.count)]
    picture.cells.radius.forEach((radius, slot) => expect(radius).toBeCloseTo(radii[slot] ?? 0, 1))
    expect(picture.vessels.x).toHaveLength(world.program.vessels.length)
    expect(picture.fields.map((field) => field.substrate)).toEqual(['oxygen'])
    expect(picture.fields[0]?.values).toHaveLength(
      (picture.fields[0]?.nx ?? 0) * (picture.fields[0]?.ny ?? 0),
    )
  })

  it('has what the cells sense or carry, where they keep it', () => {
    const world = startWorld(livingTissue())
    const { cells, signal } = pictureOf(world, 'model', 0, { fields: [], signal: 'antigenicity' })
    expect(signal).toMatchObject({ name: 'antigenicity', unit: '1' })
    const tumour = world.program.cellTypes.indexOf('tumour')
    const column = world.f64(world.program.offered.get('antigenicity')?.column ?? '')
    expect(signal?.values).toHaveLength(cells.x.length)
    signal?.values.forEach((value, slot) => {
      // Pictures keep three digits: half a unit of the third is 0.005 of values between 1 and 2.
      expect(Math.abs(value - (column[slot] ?? 0))).toBeLessThanOrEqual(0.005)
      expect(value > 0).toBe(cells.type[slot] === tumour)
    })
    expect(pictureOf(world, 'model', 0, { fields: [], signal: 'no such signal' })).not.toHaveProperty(
      'signal',
    )
  })

  it('cuts a thick tissue in its middle', () => {
    const world = startWorld(livingTissue({ dimensions: 3 }))
    const { corner, size } = world.program.space
    const plane = corner[2] + size[2] / 2
    const expected: number[] = []
    for (let slot = 0; slot < world.count; slot++) {
      const [radius, z] = [world.f64('cell.radius')[slot] ?? 0, world.f64('cell.z')[slot] ?? 0]
      if (Math.abs(z - plane) < radius) expected.push(radius ** 2 - (z - plane) ** 2)
    }
    const { radius } = pictureOf(world, 'model', 0, { fields: [] }).cells
    expect(expected.length).toBeGreaterThan(0)
    expect(expected.length).toBeLessThan(world.count)
    // Pictures round to a tenth of a micrometre.
    radius.forEach((shown, index) =>
      expect(Math.abs(shown - Math.sqrt(expected[index] ?? 0))).toBeLessThan(0.051),
    )
  })
})
