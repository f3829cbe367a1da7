import { describe, expect, test } from 'vitest'
import { splitSource } from '../model/provenance.ts'
import { SPREAD_EXAMPLES, parseSpread } from './distribution-sentence.ts'

/** What a sentence reads to; throws where it does not. */
function spreadOf(text: string) {
  const result = parseSpread(text)
  if (!result.ok) throw new Error(JSON.stringify(result.message))
  return result.value
}

/** The piece of a sentence that its message points to. */
function blamed(text: string): string {
  const result = parseSpread(text)
  if (result.ok) throw new Error('reads')
  return text.slice(result.offset, result.offset + (result.length ?? text.length))
}

describe('sentences about distributions', () => {
  test.each(SPREAD_EXAMPLES)('%s', (example) => {
    const { body } = splitSource(example)
    expect(spreadOf(body).text).toBe(body)
  })

  test('a number without a unit takes the one that follows', () => {
    expect(spreadOf('uniform from 0.1 to 0.5 1/h')).toEqual({
      distribution: { kind: 'uniform', low: 0.1, high: 0.5 },
      unit: '1/h',
      text: 'uniform from 0.1 to 0.5 1/h',
    })
    // Six minutes and half an hour, up to two hours.
    expect(spreadOf('triangular from 6 over 30 min to 2 h').distribution).toEqual({
      kind: 'triangular',
      low: 0.1,
      mode: 0.5,
      high: 2,
    })
  })

  test('each form reads to its distribution', () => {
    expect(spreadOf('log-uniform from 10 pM to 1 nM').distribution).toEqual({
      kind: 'log-uniform',
      low: 0.01,
      high: 1,
    })
    expect(spreadOf('normal, mean 10 um, sd 2 um').distribution).toEqual({ kind: 'normal', mean: 10, sd: 2 })
    expect(spreadOf('normal, mean 10, sd 2, from 5 to 20 um').distribution).toEqual({
      kind: 'normal',
      mean: 10,
      sd: 2,
      low: 5,
      high: 20,
    })
    expect(spreadOf('lognormal, median 3 1/h, cv 40 %').distribution).toEqual({
      kind: 'lognormal',
      median: 3,
      cv: 0.4,
    })
    expect(spreadOf('lognormal, median 3, cv 0.4, from 1 to 9 1/h').distribution).toEqual({
      kind: 'lognormal',
      median: 3,
      cv: 0.4,
      low: 1,
      high: 9,
    })
    expect(spreadOf('one of 0, 1, 3, 10 mg/kg').distribution).toEqual({
      kind: 'values',
      values: [0, 1, 3, 10],
    })
  })

  test('factors are numbers with the word times', () => {
    expect(spreadOf('uniform from 0.5 to 2 times')).toMatchObject({
      distribution: { kind: 'uniform', low: 0.5, high: 2 },
      unit: 'times',
    })
    expect(spreadOf('lognormal, median 1 times, cv 30 %').unit).toBe('times')
  })

  test.each([
    ['uniform from x to 2 um', 'x'],
    ['uniform from 1 min to 2 um', '1 min'],
    ['uniform from 1 um to 2 times', '1 um'],
    ['one of 1, 2 foo', 'foo'],
    ['lognormal, median 3, cv 4 um', '4 um'],
    ['normal, mean 1, sd 0', 'normal, mean 1, sd 0'],
    ['triangular from 1 to 2', 'triangular from 1 to 2'],
  ])('%s is blamed at %s', (text, piece) => {
    expect(blamed(text).trim()).toBe(piece)
  })
})
