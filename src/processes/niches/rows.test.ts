import { expect, test } from 'vitest'
import { expectedParticles, inject, startBody } from '../../testing/packets.ts'
import { bodyModel } from '../../testing/body-model.ts'

/* What rows of the blood do with what is known of the body: rules that read it, organ by organ. */

const BODY = `factors: { VEGF-A: { half-life: 30 min, given: [{ rate: 1 nM/h }] } }
pools: { progenitors: { half-life: 12 h, marrow: { reserve: 5 } }, platelets: { half-life: 4 day } }
niches:
  lung:
    niche:
      lasts: 5 day
      drives: { clusters: { rate: 1 1/day, in proportion to: [progenitors in blood], raised by: { VEGF-A in plasma: { half: 0.1 nM } } } }
dissemination:
  passes: 1e-6 1/min
  ways: { vein: [lung, liver] }
  organs: { lung: { arrest: 0.1 }, liver: { arrest: 0.1 } }
`
const CELLS = `tumour:
    rules:
      - niche in lung increases arrest in lung to 0.6, half at 0.5, hill 2 [assumed]
      - platelets in blood decreases shear death from 0.02 1/min to 0 1/min, half at 0.2, hill 4 [assumed]`

const body = (more = '') =>
  startBody(bodyModel({ body: BODY.replace('niche:\n', `niche:\n${more}`), cells: CELLS }))

/** Expected shares of a packet that arrest in the lung and in the liver, of those sent on a day. */
function arrested({ blood, run }: ReturnType<typeof body>, day: number): readonly [number, number] {
  run(day * 24)
  inject(blood, 1e6, 'vein')
  // It comes into the blood in one step and makes its first pass in the next.
  run(2)
  return [expectedParticles(blood, 'arrested', 1) / 1e6, expectedParticles(blood, 'arrested', 2) / 1e6]
}

test('a niche holds cells back in its own organ', () => {
  const early = arrested(body(), 0)
  const late = arrested(body(), 20)
  const emptied = arrested(body('      depletion: [{ to share: 0.001 }]\n'), 20)
  // Places are those of the organs in the order of the model, which is that of their names: liver, lung.
  const [liver, lung] = [0, 1]
  expect(late[lung]).toBeGreaterThan(2 * (early[lung] ?? 0))
  // More in the lung means fewer for the liver behind it, never more.
  expect(late[liver]).toBeLessThan(early[liver] ?? 0)
  // What is left of the niche is below 0.01, and one in a thousand dies within the hour.
  expect(Math.abs((emptied[lung] ?? 0) / (1 - Math.exp(-0.1)) - 1)).toBeLessThan(0.01)
})

test('rows sense what there is at that time', () => {
  const { blood, run } = body()
  run(48)
  inject(blood, 10, 'vein')
  run(2)
  for (const name of ['niche in lung', 'platelets in blood'])
    expect(blood.f64(`signal/${name}`)[0]).toBe(blood.f64(`level/${name}`)[0])
})
