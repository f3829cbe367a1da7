import { expect, test } from 'vitest'
import { byteWords, countWords, durationWords } from './words.ts'

test('durations are told in two units at most', () => {
  expect([0.2, 59.6, 80, 599, 605, 3600, 7500].map(durationWords)).toEqual([
    '1 s',
    '1 min',
    '1 min 20 s',
    '9 min 59 s',
    '10 min',
    '1 h',
    '2 h 5 min',
  ])
})

test('bytes and counts have their words', () => {
  expect([200, 5e5, 3e8, 2.5e9].map(byteWords)).toEqual(['1 kB', '500 kB', '300 MB', '2.5 GB'])
  expect([countWords(1, 'run'), countWords(1600, 'run')]).toEqual(['1 run', '1,600 runs'])
})
