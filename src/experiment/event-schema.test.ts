import { describe, expect, test } from 'vitest'
import { eventText, eventsOf, parseEvent } from './event-schema.ts'

describe('the sentence of a time to an event', () => {
  test.each([
    'tumour cells rises above 120 % of its lowest for 6 h',
    'tumour cells falls below 1 % of its start',
    'mean oxygen falls below 5 mmHg for 2 day',
    'density of CD8 in tumour nests rises above 200 1/mm^2',
    'CAF cells falls below 80 % of its highest for 90 min',
    'live cells rises above 1000',
  ])('reads and writes back: %s', (sentence) => {
    const found = parseEvent(sentence)
    expect(found && eventText(found)).toBe(sentence)
  })

  test.each([
    'tumour cells rises to 5',
    'tumour cells rises above 120 % of its highest',
    'tumour cells falls below 50 % of its lowest',
    'tumour cells rises above many',
    'tumour cells rises above 5 for 3 um',
    'tumour cells rises above -5 % of its start',
    'rises above 5',
  ])('does not read: %s', (sentence) => {
    expect(parseEvent(sentence)).toBeUndefined()
  })

  test('may stand alone or with what it means', () => {
    const condition = parseEvent('tumour cells falls below 1 % of its start')
    if (condition === undefined) throw new Error('not read')
    expect(eventsOf({ clearance: { when: condition, good: true }, loss: condition })).toEqual([
      { name: 'clearance', condition, isGood: true },
      { name: 'loss', condition, isGood: false },
    ])
    expect(eventsOf(undefined)).toEqual([])
  })
})
