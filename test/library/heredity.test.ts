import { describe, expect, test } from 'vitest'
import { PLACES, STILL, besidePlaces, doneBy, hill, livingOf, mean, runCulture } from './culture.ts'

/* Stem cells and mutants of the library: what their parts say that they do, they do. */

const KEPT = [...PLACES]

describe('cancer stem cells', () => {
  const parts = ['library/cancer-stem-cells']
  const stem = (share: string): string => `{ ${STILL}, hierarchy: { stem share: ${share} } }`

  test('hardly die by apoptosis, and others as before', () => {
    for (const [share, factor] of [
      ['1', 1 - hill(1, 0.5, 8)],
      ['0', 1],
    ] as const) {
      const { world } = runCulture({ parts, cells: { tumour: KEPT }, types: { tumour: stem(share) } }, 1)
      // 0.0003 1/h of the part tumour; Hill functions of the module are within 1e-12 of exact ones.
      for (const rate of doneBy(world, 'tumour', 'apoptosis'))
        expect(Math.abs(rate / (0.0003 / 60) - factor)).toBeLessThan(1e-9)
    }
  })

  test('renew themselves more often where there is no oxygen', () => {
    const renewal = (oxygen: number): number => {
      const substrates = { oxygen: `{ initial: ${oxygen} mmHg, boundary: ${oxygen} mmHg, decay: 0 1/min }` }
      const { world } = runCulture(
        { parts, cells: { tumour: KEPT }, types: { tumour: stem('1') }, substrates },
        200,
      )
      return mean(doneBy(world, 'tumour', 'self-renewal'))
    }
    // With 8 mmHg cells live, and HIF stands near 15^4 / (15^4 + 8^4) = 0.92: the way from 0.05 to 0.3 is nearly gone.
    expect(renewal(8)).toBeGreaterThan(0.25)
    expect(renewal(38)).toBeLessThan(0.06)
  })

  test('come of other cells beside fibroblasts only', () => {
    const rates = (isThere: boolean): readonly number[] => {
      const cells = { tumour: KEPT, ...(isThere ? { CAF: [...besidePlaces(12), ...besidePlaces(-12)] } : {}) }
      const { world } = runCulture({ parts, cells, types: { tumour: stem('0'), CAF: `{ ${STILL} }` } }, 1)
      return doneBy(world, 'tumour', 'dedifferentiation')
    }
    expect(Math.max(...rates(false))).toBe(0)
    // Two of them: half of 0.02 1/day.
    for (const rate of rates(true)) expect(Math.abs(rate / (0.01 / 1440) - 1)).toBeLessThan(1e-9)
  })
})

describe('instability', () => {
  const parts = ['library/instability']

  test('lets clones arise, and those that have lost growth control divide faster', () => {
    const { world } = runCulture(
      {
        parts,
        cells: { tumour: KEPT },
        types: {
          tumour: `{ ${STILL}, exchange: { oxygen: { uptake: 0 1/min } }, traits: { growth control: { spread: 0.5 } }, mutations: { growth control: { rate: 0 } } }`,
        },
      },
      1,
    )
    const control = livingOf(world, 'tumour').map((slot) => world.f64('trait/growth control')[slot] ?? 0)
    doneBy(world, 'tumour', 'cycle entry').forEach((rate, k) => {
      const free = 0.00076 * hill(38, 21.5, 4)
      expect(Math.abs(rate / (free * (1 - hill(control[k] ?? 0, 1.5, 2))) - 1)).toBeLessThan(1e-6)
    })
    expect(world.has('clones.parentLow')).toBe(true)
  })

  test('without CIN nothing mutates', () => {
    const mutants = (cin: number): number => {
      let found = 0
      const type = `{ ${STILL}, cycle: { rate: 0.01 1/min }, rules: [], traits: { CIN: { value: ${cin} } } }`
      const { run } = runCulture({ parts, cells: { tumour: KEPT }, types: { tumour: type } })
      run(30, ({ events }) => {
        found += events.filter(({ kind }) => kind === 'mutation').length
        return true
      })
      return found
    }
    expect(mutants(0)).toBe(0)
    expect(mutants(20)).toBeGreaterThan(10)
  })
})
