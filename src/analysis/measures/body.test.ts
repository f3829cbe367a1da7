import { expect, test } from 'vitest'
import { bodyModel } from '../../testing/body-model.ts'
import { runModel } from '../../testing/run-model.ts'
import { listMeasures } from '../measure-list.ts'
import { measure } from '../measure.ts'

const BODY = `factors: { VEGF-A: { normal: 0.02 nM, half-life: 30 min } }
pools: { platelets: { half-life: 4 day, marrow: { reserve: 3 }, depletion: [{ to share: 0.5 }] } }
niches: { lung: { niche: { normal: 0.25, lasts: 5 day } } }
sites: { lung: { domain: { size: [20 um, 20 um, 20 um], voxel: 20 um } } }
`

test('levels of the body are measures, and listed', () => {
  const { world, model } = runModel(bodyModel({ body: BODY }), { ticks: 100 })
  const found = (name: string): readonly [number, string] => {
    const { value, unit } = measure(world, name)
    return [value, unit]
  }
  const [platelets] = found('platelets in blood')
  expect(platelets).toBeGreaterThan(0.5)
  expect(platelets).toBeLessThan(0.9)
  expect(found('platelets in marrow')[0]).toBeCloseTo(3, 12)
  expect(found('VEGF-A in plasma')).toEqual([expect.closeTo(0.02, 12) as number, 'nM']) // vitest types matchers as any
  expect(found('niche in lung')[0]).toBeCloseTo(0.25, 12)
  const listed = listMeasures(model).map(({ name }) => name)
  for (const name of ['platelets in blood', 'platelets in marrow', 'VEGF-A in plasma', 'niche in lung'])
    expect(listed).toContain(name)
  expect(() => measure(world, 'platelet in blood')).toThrow("'platelets in blood'")
})
