import { describe, expect, it } from 'vitest'
import { livingTissue } from '../bench/living-tissue.ts'
import { startWorld } from '../testing/start-run.ts'
import { pictureOf } from './tissue-pictures.ts'

describe('a picture of a world', () => {
  it('shows every cell of a plane tissue with its own radius', () => {
    const world = startWorld(livingTissue())
    const picture = pictureOf(world, 'model', 0, ['oxygen', 'no such field'])
    expect(picture.cells.x).toHaveLength(world.count)
    const radii = [...world.f64('cell.radius').subarray(0, world.count)]
    picture.cells.radius.forEach((radius, slot) => expect(radius).toBeCloseTo(radii[slot] ?? 0, 1))
    expect(picture.vessels.x).toHaveLength(world.program.vessels.length)
    expect(picture.fields.map((field) => field.substrate)).toEqual(['oxygen'])
    expect(picture.fields[0]?.values).toHaveLength(
      (picture.fields[0]?.nx ?? 0) * (picture.fields[0]?.ny ?? 0),
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
    const { radius } = pictureOf(world, 'model', 0, []).cells
    expect(expected.length).toBeGreaterThan(0)
    expect(expected.length).toBeLessThan(world.count)
    // Pictures round to a tenth of a micrometre.
    radius.forEach((shown, index) =>
      expect(Math.abs(shown - Math.sqrt(expected[index] ?? 0))).toBeLessThan(0.051),
    )
  })
})
