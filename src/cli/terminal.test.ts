import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { columnsOf, wrap } from './columns.ts'
import { commandLine } from './execute.ts'
import { counted, createTerminal } from './terminal.ts'

const isTty = { stdout: process.stdout.isTTY, stderr: process.stderr.isTTY }

beforeEach(() => {
  Object.assign(process.stdout, { isTTY: true })
  Object.assign(process.stderr, { isTTY: false })
  vi.stubEnv('TERM', 'xterm')
  vi.stubEnv('NO_COLOR', undefined)
})
afterEach(() => {
  Object.assign(process.stdout, { isTTY: isTty.stdout })
  Object.assign(process.stderr, { isTTY: isTty.stderr })
  vi.unstubAllEnvs()
})

test('colours go to a terminal only, each output for itself', () => {
  const { colours, noteColours } = createTerminal()
  expect([colours.isColorSupported, noteColours.isColorSupported]).toEqual([true, false])
})

test.each([
  ['NO_COLOR', '1', false],
  ['NO_COLOR', '', true],
  ['TERM', 'dumb', false],
])('%s=%s', (name, value, expected) => {
  vi.stubEnv(name, value)
  expect(createTerminal().colours.isColorSupported).toBe(expected)
})

test('wrap breaks between words and keeps a word that is too long', () => {
  expect(wrap('one two three', 9)).toEqual(['  one two', '  three'])
  expect(wrap('incomprehensible', 5)).toEqual(['  incomprehensible'])
  expect(wrap('a b', Number.POSITIVE_INFINITY, '')).toEqual(['a b'])
})

test('columns line up, and the last one is broken beside itself', () => {
  expect(
    columnsOf([
      ['a', 'x'],
      ['bcd', 'y'],
    ]),
  ).toBe('a    x\nbcd  y')
  const text = columnsOf([['a', 'some words that are too many for this line']], 30)
  expect(text.split('\n')).toEqual(['a  some words that are too', '   many for this line'])
})

test('a command is quoted where a shell needs it', () => {
  expect(commandLine('milieu', 'run', 'my model.yaml', '--seed', '7')).toBe(
    "milieu run 'my model.yaml' --seed 7",
  )
  expect(commandLine("it's")).toBe(String.raw`'it'\''s'`)
})

test('things are counted with their noun', () => {
  expect([counted(1, 'run'), counted(0, 'run'), counted(1200, 'cell')]).toEqual([
    '1 run',
    '0 runs',
    '1,200 cells',
  ])
})
