import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bloodOf } from '../../testing/packets.ts'
import { bodyModel } from '../../testing/body-model.ts'
import { runModel } from '../../testing/run-model.ts'

/* The example of this page, in a body whose tumour begins to give factors on the first day. */

const EXAMPLE =
  readFileSync(new URL('README.md', import.meta.url), 'utf8')
    .split('```')[1]
    ?.replace('yaml\n', '') ?? ''

const factor = (rate: string): string => `{ half-life: 30 min, given: [{ rate: ${rate} }] }`
const body = (secreting = 1): string => `factors:
  VEGF-A: ${factor(`${secreting} nM/h`)}
  CCL2: ${factor(`${secreting} nM/h`)}
  G-CSF: ${factor('0 nM/h')}
  vesicles: ${factor('0 nM/h')}
pools:
  progenitors: { half-life: 12 h }
  monocytes: { half-life: 24 h }
  neutrophils: { half-life: 8 h }
${EXAMPLE}`

/** Course of a variable over 30 days, hour by hour. */
function course(text: string, name: string): readonly number[] {
  const found: number[] = []
  runModel(bodyModel({ body: text })).run(30 * 24, (world) => {
    found.push(bloodOf(world).f64(`level/${name}`)[0] ?? Number.NaN)
    return true
  })
  return found
}

/** Day on which it has come half of its way. */
function halfway(values: readonly number[]): number {
  const [first = 0, last = 0] = [values[0], values.at(-1)]
  return values.findIndex((value) => value - first > (last - first) / 2) / 24
}

describe('the example', () => {
  it('builds up within some ten days, progenitors first', () => {
    const names = ['progenitors', 'fibronectin', 'niche'].map((name) => `${name} in lung`)
    const days = names.map((name) => halfway(course(body(), name)))
    expect(days.toSorted((a, b) => a - b)).toEqual(days)
    expect(days[0]).toBeGreaterThan(1)
    expect(days[2]).toBeGreaterThan(5)
    expect(days[2]).toBeLessThan(18)
  })

  it('makes one organ ready and not the other, by what the tumour gives', () => {
    expect(course(body(), 'niche in lung').at(-1)).toBeGreaterThan(0.3)
    expect(course(body(), 'niche in liver').at(-1)).toBe(0)
    const vesicles = body(0).replace(`vesicles: ${factor('0 nM/h')}`, `vesicles: ${factor('0.01 nM/h')}`)
    expect(course(vesicles, 'niche in liver').at(-1)).toBeGreaterThan(0.2)
    expect(course(vesicles, 'niche in lung').at(-1)).toBe(0)
  })

  it('loses macrophages in the time of their depletion, and they come back', () => {
    const values = course(body(), 'macrophages in lung')
    const level = (1 / 60) * (30 / Math.LN2)
    const gain = 0.1 * (level / (level + 0.1)) + 0.05 * 0.25
    // Lost ten times as fast, and that for fifteen days of 0.6/day: e^-9 of the way is left.
    expect(Math.abs((values[20 * 24 - 1] ?? 0) - gain / (gain + 0.5))).toBeLessThan(1e-3)
    expect(values.at(-1)).toBeGreaterThan(2 * (values[20 * 24 - 1] ?? 0))
  })
})
