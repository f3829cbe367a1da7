import { expect, test } from 'vitest'
import { formatIssues, issuesToJson, readLinesFrom, summariseIssues } from './format-issue.ts'
import type { Issue } from './issue.ts'
import { noSource, unknownName, unusedDefinition } from './messages.ts'

const file = 'models/colorectal/model.yaml'
const lines = [
  ...Array.from({ length: 38 }, () => ''),
  '  CD8:',
  '    motility:',
  '      - oxigen decreases migration speed to 0.5 um/min, half at 10 mmHg, hill 2',
]
const readLine = (name: string) => (name === file ? lines : undefined)
const unknown: Issue = {
  ...unknownName('substrate', 'oxigen', ['oxygen', 'SPP1', 'IL-10', 'CXCL12']),
  path: ['cell types', 'CD8', 'motility', 0],
  position: { file, line: 41, column: 9, length: 6 },
}
const unused: Issue = {
  ...unusedDefinition('source', 'x'),
  path: ['sources', 'x'],
  position: { file: 'other.yaml', line: 3, column: 1, length: 1 },
}

test('a mistake looks like this', () => {
  expect(formatIssues([unknown], readLine)).toBe(
    `models/colorectal/model.yaml:41:9  error  unknown substrate 'oxigen'
   39 |   CD8:
   40 |     motility:
   41 |       - oxigen decreases migration speed to 0.5 um/min, half at 10 mmHg, hill 2
      |         ^^^^^^ did you mean 'oxygen'?  substrates here: CXCL12, IL-10, SPP1, oxygen
1 error. Nothing was run.`,
  )
})

test('a file without text still gives place and hint; warnings let a run go on', () => {
  expect(formatIssues([unused], readLine)).toBe(
    `other.yaml:3:1  warning  the source 'x' is never used
      | refer to it or delete it
1 warning.`,
  )
})

test('summary', () => {
  expect(summariseIssues([unused, unknown, unused])).toBe('1 error, 2 warnings. Nothing was run.')
  expect(summariseIssues([])).toBe('')
})

test('notes are counted, and printed when asked for', () => {
  const note: Issue = { ...noSource(), path: ['a'] }
  expect(formatIssues([note, note], readLine)).toBe('2 notes.')
  expect(formatIssues([note], readLine, { notes: true })).toContain('a  note  this number has no source')
})

test('issues are printed in the order of the file', () => {
  const first: Issue = { ...unknown, position: { file, line: 39, column: 3, length: 3 } }
  const printed = formatIssues([unknown, first], readLine)
  expect(printed.indexOf(':39:3')).toBeLessThan(printed.indexOf(':41:9'))
})

test('a mistake far to the right is moved into view', () => {
  const long = `${'a, '.repeat(80)}oxigen${', b'.repeat(80)}`
  const issue: Issue = { ...unknown, position: { file, line: 1, column: 241, length: 6 } }
  const rows = formatIssues([issue], () => [long]).split('\n')
  expect(rows.every((row) => row.length <= 100)).toBe(true)
  const caret = rows.find((row) => row.includes('^')) ?? ''
  expect(rows[1]?.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('oxigen')
})

test('control characters of a file do not reach the terminal', () => {
  const issue: Issue = {
    ...unknown,
    message: 'a\u001b[2Jb',
    position: { file, line: 1, column: 1, length: 1 },
  }
  expect(formatIssues([issue], () => ['\u001b[31mx\ty'])).not.toContain('\u001b')
})

test('colour only when asked for', () => {
  expect(formatIssues([unknown], readLine, { colour: true })).toContain('\u001b[31m^^^^^^\u001b[0m')
})

test('as JSON', () => {
  expect(issuesToJson([unknown])).toEqual([
    {
      code: 'unknown-name',
      severity: 'error',
      message: "unknown substrate 'oxigen'",
      hint: "did you mean 'oxygen'?  substrates here: CXCL12, IL-10, SPP1, oxygen",
      path: ['cell types', 'CD8', 'motility', 0],
      file,
      line: 41,
      column: 9,
      length: 6,
    },
  ])
})

test('lines of loaded files', () => {
  const read = readLinesFrom([{ file: 'a', text: '\ufeffx\r\ny\nz' }])
  expect(read('a')).toEqual(['x', 'y', 'z'])
  expect(read('b')).toBeUndefined()
})
