import { expect, test } from 'vitest'
import { domainSize } from './domain-size.ts'

test('a slice has two edges, a block three', () => {
  expect(domainSize([400, 600, 20], 20, ' x ', 1)).toBe('0.4 x 0.6 mm')
  expect(domainSize([400, 600, 200], 20, ' x ', 2)).toBe('0.40 x 0.60 x 0.20 mm')
  expect(domainSize([40, 40, 20], 20, ' x ', 1)).toBe('40 x 40 \u00b5m')
})
