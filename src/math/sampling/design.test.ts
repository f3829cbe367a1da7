import { describe, expect, it } from 'vitest'
import { ascending, mean } from '../statistics.ts'
import { fullFactorial, randomDesign, unitDesign, type UnitDesign } from './design.ts'
import { latinHypercube } from './latin-hypercube.ts'
import { mostSobolDimensions, sobolSequence } from './sobol-sequence.ts'

/** Coordinates of one dimension. */
function column(design: UnitDesign, d: number): readonly number[] {
  return design.map((point) => point[d] ?? Number.NaN)
}

/** Which of n strata each coordinate falls into, in ascending order. */
function strata(design: UnitDesign, d: number, n: number): readonly number[] {
  return column(design, d)
    .map((x) => Math.floor(x * n))
    .toSorted(ascending)
}

const whole = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i)

function smallestDistance(design: UnitDesign): number {
  let smallest = Infinity
  for (const [i, a] of design.entries())
    for (const b of design.slice(0, i))
      smallest = Math.min(smallest, Math.hypot(...a.map((x, d) => x - (b[d] ?? 0))))
  return smallest
}

/** Squared centred L2 discrepancy: F. J. Hickernell, Math. Comput. 67 (1998), doi:10.1090/S0025-5718-98-00894-1. */
function discrepancy(design: UnitDesign): number {
  const n = design.length
  const dimensions = design[0]?.length ?? 0
  const away = design.map((point) => point.map((x) => Math.abs(x - 0.5)))
  const single = away.map((z) => z.reduce((factor, x) => factor * (1 + x / 2 - (x * x) / 2), 1))
  let pairs = 0
  for (const [i, z] of away.entries())
    for (const [j, y] of away.entries()) {
      let factor = 1
      for (let d = 0; d < dimensions; d += 1) {
        const [x1 = 0, x2 = 0] = [z[d], y[d]]
        factor *= 1 + x1 / 2 + x2 / 2 - Math.abs((design[i]?.[d] ?? 0) - (design[j]?.[d] ?? 0)) / 2
      }
      pairs += factor
    }
  return (13 / 12) ** dimensions - 2 * mean(single) + pairs / (n * n)
}

describe('latinHypercube', () => {
  it('puts one point into every stratum of every dimension', () => {
    for (const exchanges of [0, 500]) {
      const design = latinHypercube({ points: 37, dimensions: 6, seed: 1, exchanges })
      for (let d = 0; d < 6; d += 1) expect(strata(design, d, 37)).toEqual(whole(37))
    }
  })

  it('can sit in the middle of the strata', () => {
    const design = latinHypercube({ points: 8, dimensions: 2, seed: 1, isCentred: true })
    expect(column(design, 1).toSorted(ascending)).toEqual(whole(8).map((i) => (i + 0.5) / 8))
  })

  it('pushes points apart', () => {
    const plain = latinHypercube({ points: 30, dimensions: 4, seed: 2 })
    const improved = latinHypercube({ points: 30, dimensions: 4, seed: 2, exchanges: 2400 })
    expect(smallestDistance(improved)).toBeGreaterThan(2 * smallestDistance(plain))
  })

  it('is uniform in every place', () => {
    const firsts = Array.from(
      { length: 2000 },
      (_, seed) => latinHypercube({ points: 5, dimensions: 2, seed })[3]?.[1] ?? 0,
    )
    expect(Math.abs(mean(firsts) - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / 2000))
  })

  it('follows the seed', () => {
    const options = { points: 9, dimensions: 3, seed: 4, exchanges: 50 }
    expect(latinHypercube(options)).toEqual(latinHypercube(options))
    expect(latinHypercube({ ...options, seed: 5 })).not.toEqual(latinHypercube(options))
    expect(() => latinHypercube({ ...options, points: 1.5 })).toThrow(RangeError)
  })
})

describe('sobolSequence', () => {
  const published = { points: 4096, dimensions: 128, seed: 0, scramble: 'none' } as const

  it('gives the published points', () => {
    // SciPy 1.17.1, stats.qmc.Sobol(d=128, scramble=False): same table, same order.
    const design = sobolSequence(published)
    expect(design.slice(0, 8).map((point) => point.slice(0, 5))).toEqual([
      [0, 0, 0, 0, 0],
      [0.5, 0.5, 0.5, 0.5, 0.5],
      [0.75, 0.25, 0.25, 0.25, 0.75],
      [0.25, 0.75, 0.75, 0.75, 0.25],
      [0.375, 0.375, 0.625, 0.875, 0.375],
      [0.875, 0.875, 0.125, 0.375, 0.875],
      [0.625, 0.125, 0.875, 0.625, 0.625],
      [0.125, 0.625, 0.375, 0.125, 0.125],
    ])
    const some = (i: number): readonly (number | undefined)[] =>
      [0, 1, 39, 79, 127].map((d) => design[i]?.[d])
    expect(some(1000)).toEqual([0.2197265625, 0.0966796875, 0.4794921875, 0.1201171875, 0.5439453125])
    expect(some(4095)).toEqual([
      0.000244140625, 0.941162109375, 0.227294921875, 0.490966796875, 0.261474609375,
    ])
  })

  it.each(['owen', 'shift', 'none'] as const)('is balanced in dyadic intervals (%s)', (scramble) => {
    const design = sobolSequence({ points: 256, dimensions: mostSobolDimensions, seed: 3, scramble })
    for (let m = 0; m <= 8; m += 1) {
      const start = design.slice(0, 2 ** m)
      for (let d = 0; d < mostSobolDimensions; d += 1) expect(strata(start, d, 2 ** m)).toEqual(whole(2 ** m))
    }
  })

  it.each(['owen', 'shift', 'none'] as const)(
    'fills elementary rectangles of the first plane (%s)',
    (scramble) => {
      const design = sobolSequence({ points: 64, dimensions: 2, seed: 3, scramble })
      for (let wide = 0; wide <= 6; wide += 1) {
        const cells = design.map(
          ([x = 0, y = 0]) => Math.floor(x * 2 ** wide) * 2 ** (6 - wide) + Math.floor(y * 2 ** (6 - wide)),
        )
        expect(cells.toSorted(ascending)).toEqual(whole(64))
      }
    },
  )

  it.each(['owen', 'shift'] as const)('has uniform points under the seed (%s)', (scramble) => {
    const points = Array.from(
      { length: 2000 },
      (_, seed) => sobolSequence({ points: 6, dimensions: 3, seed, scramble })[5]?.[2] ?? 0,
    )
    expect(Math.abs(mean(points) - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / 2000))
    for (let stratum = 0; stratum < 8; stratum += 1) {
      const count = points.filter((x) => Math.floor(x * 8) === stratum).length
      expect(Math.abs(count - 250)).toBeLessThan(5 * Math.sqrt(250 * (7 / 8)))
    }
  })

  it('integrates far better than random points when scrambled', () => {
    // Root mean square error over 30 seeds of the mean of a product of five coordinates, 1/32. Random points have
    // sqrt((1/243 - 1/1024)/n) = 1.76e-3; a scrambled net of a smooth function has n^(-3/2) up to logarithms.
    const errors = Array.from({ length: 30 }, (_, seed) => {
      const design = sobolSequence({ points: 1024, dimensions: 5, seed })
      return (mean(design.map((point) => point.reduce((a, b) => a * b, 1))) - 1 / 32) ** 2
    })
    expect(Math.sqrt(mean(errors))).toBeLessThan(1.76e-3 / 8)
  })

  it('can be extended and begun later', () => {
    const long = sobolSequence({ points: 40, dimensions: 4, seed: 9 })
    expect(sobolSequence({ points: 10, dimensions: 4, seed: 9 })).toEqual(long.slice(0, 10))
    expect(sobolSequence({ points: 8, dimensions: 4, seed: 9, skip: 32 })).toEqual(long.slice(32))
  })

  it('refuses what its table does not cover', () => {
    expect(() => sobolSequence({ points: 1, dimensions: 129, seed: 0 })).toThrow('1 to 128 dimensions')
    expect(() => sobolSequence({ points: 2 ** 33, dimensions: 1, seed: 0 })).toThrow(RangeError)
  })
})

describe('unitDesign', () => {
  it('orders designs by evenness', () => {
    const common = { points: 256, dimensions: 5, seed: 6 }
    const random = discrepancy(unitDesign({ kind: 'random', ...common }))
    const hypercube = discrepancy(unitDesign({ kind: 'latin-hypercube', ...common }))
    const sobol = discrepancy(unitDesign({ kind: 'sobol', ...common }))
    // Independent points have the expected value ((5/4)^5 - (13/12)^5)/n = 0.0061; its spread is a fifth of that.
    expect(random).toBeGreaterThan(0.003)
    expect(hypercube).toBeLessThan(0.6 * random)
    expect(sobol).toBeLessThan(0.5 * hypercube)
  })

  it('keeps random points when more are made', () => {
    const long = randomDesign({ points: 20, dimensions: 3, seed: 1 })
    expect(randomDesign({ points: 7, dimensions: 3, seed: 1 })).toEqual(long.slice(0, 7))
  })
})

describe('fullFactorial', () => {
  it('combines every item with every other, the last list fastest', () => {
    expect(
      fullFactorial<number | string>([
        [1, 2],
        ['a', 'b'],
      ]),
    ).toEqual([
      [1, 'a'],
      [1, 'b'],
      [2, 'a'],
      [2, 'b'],
    ])
    expect(
      fullFactorial([
        [1, 2, 3],
        [4, 5],
        [6, 7],
      ]),
    ).toHaveLength(12)
    expect(fullFactorial([])).toEqual([[]])
    expect(fullFactorial([[1], []])).toEqual([])
  })
})
