import { expect, test } from 'vitest'
import { exponentialMinusIdentity } from './matrix-exponential.ts'

test('a rotation', () => {
  const [[c = 0, s = 0] = []] = exponentialMinusIdentity([
    [0, 3],
    [-3, 0],
  ])
  // Norm 3 takes three doublings; each at most doubles a relative error of some 1e-16.
  expect(c).toBeCloseTo(Math.cos(3) - 1, 14)
  expect(s).toBeCloseTo(Math.sin(3), 14)
})

test('small changes keep their digits', () => {
  const [[value = 0] = []] = exponentialMinusIdentity([[1e-12]])
  expect(value / Math.expm1(1e-12)).toBeCloseTo(1, 15)
})

test('a matrix without distinct eigenvalues', () => {
  // exp of a Jordan block: e^-1 on the diagonal and beside it
  const [[a = 0, b = 0] = []] = exponentialMinusIdentity([
    [-1, 1],
    [0, -1],
  ])
  expect(a + 1).toBeCloseTo(Math.exp(-1), 15)
  expect(b).toBeCloseTo(Math.exp(-1), 15)
})
