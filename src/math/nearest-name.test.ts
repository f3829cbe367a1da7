import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editDistance, nearestName } from './nearest-name.ts'

describe('nearestName', () => {
  const substrates = ['oxygen', 'CXCL12', 'IL-10', 'SPP1']
  it.each([
    ['oxigen', 'oxygen'],
    ['oxgyen', 'oxygen'],
    ['OXYGEN', 'oxygen'],
    ['CXCL2', 'CXCL12'],
    ['IL10', 'IL-10'],
    ['SSP1', 'SPP1'],
    ['glucose', undefined],
    ['x', undefined],
    ['', undefined],
  ])('%s -> %s', (word, expected) => {
    expect(nearestName(word, substrates)).toBe(expected)
  })

  it('prefers the same first letter, then the earlier candidate', () => {
    expect(nearestName('cat', ['bat', 'car', 'cap'])).toBe('car')
  })

  it('corrects the case of a single letter, but guesses no other', () => {
    expect(nearestName('l', ['m', 'L'])).toBe('L')
    expect(nearestName('q', ['m', 'L'])).toBeUndefined()
  })

  it('finds a name after any one swap of neighbours', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 2, maxLength: 12 }), fc.nat(), (name, n) => {
        const i = n % (name.length - 1)
        const swapped = name.slice(0, i) + name[i + 1] + name[i] + name.slice(i + 2)
        expect(nearestName(swapped, [name])).toBe(name)
      }),
    )
  })

  it('has no candidates, no answer', () => {
    expect(nearestName('oxygen', [])).toBeUndefined()
  })
})

describe('editDistance', () => {
  // The first two are the textbook examples of Levenshtein distance; the third separates optimal string alignment
  // (3) from the unrestricted Damerau distance (2).
  it.each([
    ['kitten', 'sitting', 3],
    ['Saturday', 'Sunday', 3],
    ['ca', 'abc', 3],
    ['ab', 'ba', 1],
    ['', 'abc', 3],
    ['abc', '', 3],
    ['same', 'same', 0],
    ['Mm', 'mm', 0.1],
  ])('%s to %s costs %d', (a, b, expected) => {
    expect(editDistance(a, b)).toBeCloseTo(expected, 12)
  })

  it('is symmetric', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => {
        expect(editDistance(a, b)).toBeCloseTo(editDistance(b, a), 12)
      }),
    )
  })
})
