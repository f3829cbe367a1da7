import { describe, expect, it } from 'vitest'
import { modelFrom, refusal } from '../testing/run-model.ts'

type Point = readonly [number, number, number]

/** Of coordinates and their squares [um]. */
const ROUNDING = 1e-9

const LOBULES = 'pattern: { form: lobules, lobule: 500 um, spacing: 50 um }'
const ALVEOLI = 'pattern: { form: alveoli, spacing: 60 um, irregular: 0 }'
/** A vessel along x through the middle. */
const LINE = 'lines: [{ points: [[-150 um, 0 um, 0 um], [150 um, 0 um, 0 um]] }]'

interface Field {
  readonly network?: string
  readonly size?: string
  readonly other?: string
}

const text = (
  placement: string,
  { network = LINE, size = '[300 um, 200 um, 20 um]', other = '' }: Field,
) => `format: 1
title: cells that follow vessels
domain: { size: ${size} }
time: { stop: 1 h }
cell types: { cell: {}, other: {} }
${network === '' ? '' : `vessel network: { ${network} }`}
initial: { cell: ${placement}${other} }
`

function cells(placement: string, field: Field = {}): readonly Point[] {
  const model = modelFrom(text(placement, field))
  return model.initialCells.filter(({ type }) => type === 0).map(({ x, y, z }): Point => [x, y, z])
}

const apart = ([a, b, c]: Point, [d, e, f]: Point): number => Math.hypot(a - d, b - e, c - f)
const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity)
const nearest = (points: readonly Point[]): number =>
  least(points.map((p, k) => least(points.slice(k + 1).map((q) => apart(p, q)))))

describe('cells along vessels', () => {
  it('stand in a band around them, as many as the density asks for', () => {
    const points = cells('{ along vessels: { density: 50000 1/mm^3, distance: [10 um, 14 um] } }')
    // 0.3 x 0.2 x 0.02 mm
    expect(points).toHaveLength(60)
    for (const [, y] of points) {
      expect(Math.abs(y)).toBeGreaterThanOrEqual(10)
      expect(Math.abs(y)).toBeLessThanOrEqual(14)
    }
    // Both sides alike: 60 with a half each, five standard errors of 3.9.
    expect(Math.abs(points.filter(([, y]) => y > 0).length - 30)).toBeLessThan(20)
  })

  it('stand around tubes of a block in three dimensions', () => {
    const size = '[300 um, 200 um, 100 um]'
    const points = cells('{ along vessels: { density: 10000 1/mm^3, distance: [5 um, 20 um] } }', { size })
    expect(points).toHaveLength(60)
    for (const [, y, z] of points) {
      expect(Math.hypot(y, z)).toBeGreaterThanOrEqual(5)
      expect(Math.hypot(y, z)).toBeLessThanOrEqual(20)
    }
    expect(new Set(points.map(([, , z]) => Math.sign(z))).size).toBe(2)
  })

  it('do not depend on other types', () => {
    const placement = '{ along vessels: { density: 50000 1/mm^3, distance: [0 um, 5 um] } }'
    const other = ', other: { packed: { spacing: 20 um } }'
    expect(cells(placement, { other })).toEqual(cells(placement))
  })
})

describe('cells that keep from others', () => {
  it('find room last, between those that stand there', () => {
    const plates = ', other: { packed: { spacing: 20 um, distance: [10 um, 60 um] } }'
    const model = modelFrom(
      text('{ along vessels: { density: 20000 1/mm^3, distance: [0 um, 8 um], from others: 12 um } }', {
        other: plates,
      }),
    )
    const [own, others] = [0, 1].map((wanted) =>
      model.initialCells.filter(({ type }) => type === wanted).map(({ x, y, z }): Point => [x, y, z]),
    ) as [Point[], Point[]] // two of two
    expect(own.length).toBeGreaterThan(10)
    expect(own.length).toBeLessThanOrEqual(24)
    expect(nearest(own)).toBeGreaterThanOrEqual(12)
    expect(least(own.map((p) => least(others.map((q) => apart(p, q)))))).toBeGreaterThanOrEqual(12)
    // Those that are kept from stand where they would without.
    expect(cells('{ packed: { spacing: 20 um, distance: [10 um, 60 um] } }')).toEqual(others)
  })
})

describe('packed cells', () => {
  it('keep their spacing, leave no room for another, and line up along vessels', () => {
    const points = cells('{ packed: { spacing: 20 um, distance: [12 um, 60 um] } }')
    expect(nearest(points)).toBeGreaterThanOrEqual(20 - ROUNDING)
    for (const [, y] of points) expect(Math.abs(y)).toBeGreaterThanOrEqual(12)
    // A row of cells on either side within a candidate of the least distance: 300 um hold 15 at most, and 10 if each gap were one and a half spacings.
    const row = points.filter(([, y]) => y > 0 && y < 16)
    expect(row.length).toBeGreaterThanOrEqual(10)
    expect(row.length).toBeLessThanOrEqual(16)
    for (let x = -145; x <= 145; x += 10) {
      for (const y of [-50, -30, -15, 15, 30, 50])
        expect(Math.min(...points.map((point) => apart(point, [x, y, 0])))).toBeLessThan(24)
    }
  })

  it('keep out of a ball', () => {
    const ball = 'outside: { centre: [50 um, 40 um, 0 um], radius: 40 um }'
    const points = cells(`{ packed: { spacing: 20 um, ${ball} } }`)
    expect(points.length).toBeGreaterThan(50)
    for (const point of points) expect(apart(point, [50, 40, 0])).toBeGreaterThan(40)
  })

  it('fill a block as if it were repeated along z', () => {
    const size = '[300 um, 80 um, 60 um]'
    const points = cells('{ packed: { spacing: 20 um } }', { size })
    const shifted = points.map(([x, y, z]): Point => [x, y, z + 60])
    expect(nearest(points)).toBeGreaterThanOrEqual(20 - ROUNDING)
    const across = least(points.map((p) => least(shifted.map((q) => apart(p, q)))))
    expect(across).toBeGreaterThanOrEqual(20 - ROUNDING)
  })

  it('stand in the parenchyma of lobules or in portal tracts, and never in central veins', () => {
    const field = { network: LOBULES, size: '[560 um, 480 um, 20 um]' }
    const plates = cells('{ packed: { spacing: 18 um, distance: [10 um, 60 um] } }', field)
    const tracts = cells('{ packed: { spacing: 12 um, in: portal tracts } }', field)
    expect(plates.length).toBeGreaterThan(250)
    for (const [x, y] of plates) expect(Math.hypot(x, y)).toBeGreaterThan(20)
    const corners = Array.from({ length: 6 }, (_, k) => [
      250 * Math.cos((k * Math.PI) / 3),
      250 * Math.sin((k * Math.PI) / 3),
    ])
    const toCorner = ([x, y]: Point): number =>
      Math.min(...corners.map(([a = 0, b = 0]) => Math.hypot(x - a, y - b)))
    for (const point of plates) expect(toCorner(point)).toBeGreaterThan(30)
    expect(tracts.length).toBeGreaterThan(40)
    for (const point of tracts) expect(toCorner(point)).toBeLessThan(30)
  })

  it('line the walls of air spaces and leave the air empty', () => {
    const field = { network: ALVEOLI, size: '[480 um, 480 um, 20 um]' }
    const points = cells('{ packed: { spacing: 11 um, distance: [0 um, 6 um] } }', field)
    expect(points.length).toBeGreaterThan(300)
    // The middle of the domain is that of an air space, whose walls are 30 um away.
    for (const point of points) expect(apart(point, [0, 0, 0])).toBeGreaterThan(30 - 6)
  })

  it('are refused without vessels, and in bands that hold nothing', () => {
    expect(refusal(text('{ packed: { spacing: 20 um } }', { network: '' }))).toContain(
      "'packed' needs vessels",
    )
    const turned = '{ packed: { spacing: 20 um, distance: [20 um, 10 um] } }'
    expect(refusal(text(turned, {}))).toContain('above the largest')
    const far = '{ packed: { spacing: 20 um, distance: [20 um, 100 um] } }'
    expect(refusal(text(far, {}))).toContain('up to 60 um')
  })
})
