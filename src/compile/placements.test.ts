import { describe, expect, test } from 'vitest'
import { parseModel } from './parse-model.ts'

function cells(corner: string, disc: string) {
  const text = `format: 1
title: a ball in a corner
domain: { size: [200 um, 200 um, 200 um], corner: ${corner} }
time: { stop: 1 h }
cell types: { cell: {} }
initial: { cell: { disc: { centre: [5 um, 5 um, 5 um], radius: 90 um${disc} } } }
`
  const { model, issues } = parseModel('a.yaml', () => ({ ok: true, text }))
  const points = model?.initialCells.map(({ x, y, z }) => [x, y, z] as const)
  return { points, errors: issues.filter(({ severity }) => severity === 'error').map(({ code }) => code) }
}

describe('a ball whose centre lies near a corner of the domain', () => {
  test('is a mistake', () => {
    expect(cells('[0 um, 0 um, 0 um]', '')).toEqual({ points: undefined, errors: ['outside-domain'] })
  })

  test('may be cut: what lies inside stays where it is in the whole ball', () => {
    const whole = cells('[-100 um, -100 um, -100 um]', '').points ?? []
    const part = cells('[0 um, 0 um, 0 um]', ', cut: true').points
    expect(part).toEqual(whole.filter((point) => point.every((coordinate) => coordinate >= 0)))
    // An eighth, and the slabs of 5 um on its other side: (95 / 90)^3 / 8 = 0.147 of it, within a layer of cells.
    expect((part ?? []).length / whole.length).toBeGreaterThan(0.12)
    expect((part ?? []).length / whole.length).toBeLessThan(0.18)
  })

  test('is the same whole ball, cut or not', () => {
    const corner = '[-100 um, -100 um, -100 um]'
    expect(cells(corner, ', cut: true').points).toEqual(cells(corner, '').points)
  })
})

function scattered(size: string, scatter: string) {
  const text = `format: 1
title: cells all over
domain: { size: ${size}, corner: [-200 um, -200 um, 0 um] }
time: { stop: 1 h }
cell types: { cell: {} }
initial: { cell: { scatter: { density: 50000 1/mm^3${scatter} } } }
`
  const { model } = parseModel('a.yaml', () => ({ ok: true, text }))
  return (model?.initialCells ?? []).map(({ x, y, z }) => [x, y, z] as const)
}

describe('cells scattered by density', () => {
  test('are as dense in a slice as in a block', () => {
    // 0.4 x 0.4 x 0.02 mm and 0.4 x 0.4 x 0.2 mm
    expect(scattered('[400 um, 400 um, 20 um]', '')).toHaveLength(160)
    expect(scattered('[400 um, 400 um, 200 um]', '')).toHaveLength(1600)
  })

  test('keep out of a ball, or within it, and the others stay where they are', () => {
    const all = scattered('[400 um, 400 um, 20 um]', '')
    const ball = '{ centre: [0 um, 0 um, 10 um], radius: 120 um }'
    const isIn = ([x, y]: readonly number[]): boolean => Math.hypot(x ?? 0, y ?? 0) <= 120
    const [inside, outside] = ['within', 'outside'].map((where) =>
      scattered('[400 um, 400 um, 20 um]', `, ${where}: ${ball}`),
    )
    expect(inside).toEqual(all.filter(isIn))
    expect(outside).toEqual(all.filter((point) => !isIn(point)))
    expect(inside?.length).toBeGreaterThan(20)
  })
})
