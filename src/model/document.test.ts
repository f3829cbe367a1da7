import { describe, expect, test } from 'vitest'
import { depthLimit, parseDocument, textLimit } from './document.ts'
import type { Located } from './located.ts'

/** Issues as "line:column+length code". */
function places(text: string): readonly string[] {
  return parseDocument(text, 'a.yaml').issues.map(
    ({ position, code }) => `${position?.line}:${position?.column}+${position?.length} ${code}`,
  )
}

function nodeAt(text: string, ...keys: readonly string[]): Located | undefined {
  let node: Located | undefined = parseDocument(text, 'a.yaml').root
  for (const key of keys) node = node?.kind === 'map' ? node.entries.get(key)?.node : undefined
  return node
}

/** A list in a list in a list. */
function nested(depth: number): string {
  return `a: ${'['.repeat(depth)}1${']'.repeat(depth)}\n`
}

describe('what is refused, and where', () => {
  test.each([
    ['an empty file', '', ['1:1+1 empty']],
    ['comments only', '# nothing\n', ['1:1+1 empty']],
    ['a NUL byte', 'a: 1\nb: \0\n', ['2:4+1 binary']],
    ['bytes that are not UTF-8', 'a: \ufffd\n', ['1:4+1 binary']],
    ['a tab', 'a: 1\nb:\n\tc: 2\n', ['3:1+1 tab']],
    ['a duplicate key', 'a: 1\nb: { c: 1, c: 2 }\na: 3\n', ['2:12+1 duplicate-key', '3:1+1 duplicate-key']],
    ['anchor and alias', 'a: &x 1\nb: *x\n', ['1:7+1 alias', '2:4+2 alias']],
    ['an anchored map', 'a: &x\n  b: 1\n', ['2:3+4 alias']],
    ['a merge key', 'a:\n  <<: { b: 1 }\n', ['2:3+2 merge-key']],
    ['tags', 'a: !!binary abc\nb: !own 3\n', ['1:13+3 tag', '2:9+1 tag']],
    ['a directive', '%YAML 1.1\n---\na: 1\n', ['1:1+1 directive']],
    ['two documents', 'a: 1\n---\nb: 2\n', ['2:1+3 several-documents']],
    ['a list at the top', '- 1\n', ['1:1+3 wrong-form']],
    ['a list as key', '? [a]\n: 2\n', ['1:3+3 bad-key']],
    ['an empty key', ': 3\n', ['1:1+1 bad-key']],
    ['an open quote', 'a: "x', ['1:4+1 yaml']],
    ['brackets in a flow map', 'a: 1\nb: { c: 10 um [key] }\n', ['2:15+1 yaml']],
  ])('%s', (_name, text, expected) => {
    expect(places(text)).toEqual(expected)
  })

  test('a source in a flow map is told to stand in quotes', () => {
    expect(parseDocument('b: { c: 10 um [key] }\n', 'a').issues[0]?.hint).toContain('in quotes')
  })

  test('after a slip in the YAML nothing is said about the rest', () => {
    const { root, issues } = parseDocument('a: { b: 1 [c] }\nd: 1\nd: 2\n', 'a')
    expect(root).toBeUndefined()
    expect(issues).toHaveLength(1)
  })

  test('a title with a colon is told to stand in quotes', () => {
    expect(parseDocument('title: Part 1: growth\n', 'a').issues[0]?.hint).toContain('in quotes')
  })

  test('nesting up to the limit, whichever brackets make it', () => {
    expect(places(nested(depthLimit - 1))).toEqual([])
    expect(places(nested(depthLimit))).toEqual([`1:${3 + depthLimit}+1 too-deep`])
    expect(places(`${'- '.repeat(depthLimit + 1)}x\n`)).toEqual([`1:${2 * depthLimit + 1}+1 too-deep`])
  })

  test('runaway nesting stops at once', () => {
    expect(places('[{a: '.repeat(1_000_000))[0]).toMatch(/too-deep$/)
  })

  test('text beyond the limit', () => {
    expect(places('x'.repeat(textLimit + 1))).toEqual(['1:1+1 too-large'])
  })
})

describe('where values stand', () => {
  test('plain and quoted values start at their first own character', () => {
    expect(nodeAt('a:\n  b: 10 um # ten\n', 'a', 'b')).toMatchObject({
      text: '10 um',
      position: { file: 'a.yaml', line: 2, column: 6, length: 5 },
    })
    expect(nodeAt('a: "10 um"\n', 'a')?.position).toEqual({ file: 'a.yaml', line: 1, column: 5, length: 5 })
  })

  test('every line of a folded text', () => {
    expect(nodeAt('a: one two\n   three\n', 'a')).toMatchObject({
      text: 'one two three',
      lines: [
        { offset: 0, line: 1, column: 4 },
        { offset: 8, line: 2, column: 4 },
      ],
    })
    expect(nodeAt('a: >-\n  one\n  two\n', 'a')).toMatchObject({
      text: 'one two',
      position: { line: 2, column: 3, length: 3 },
      lines: [
        { offset: 0, line: 2, column: 3 },
        { offset: 4, line: 3, column: 3 },
      ],
    })
  })

  test('a byte order mark and Windows line ends change no column', () => {
    expect(nodeAt('\ufeffa: 1\r\nb: two\r\n', 'b')?.position).toEqual({
      file: 'a.yaml',
      line: 2,
      column: 4,
      length: 3,
    })
    expect(nodeAt('\ufeffa: 1\r\n', 'a')?.position.column).toBe(4)
  })
})

describe('YAML 1.2 core values', () => {
  test('yes is text, numbers keep their spelling, keys are text', () => {
    expect(nodeAt('a: yes\n', 'a')).toMatchObject({ value: 'yes' })
    expect(nodeAt('a: 1e5\n', 'a')).toMatchObject({ value: 1e5, text: '1e5' })
    expect(nodeAt('1.50: x\n', '1.50')).toMatchObject({ value: 'x' })
    expect(nodeAt('a:\n', 'a')).toMatchObject({ value: null, text: '' })
  })

  test('a key called __proto__ is a key like any other', () => {
    expect(nodeAt('__proto__: 1\n', '__proto__')).toMatchObject({ value: 1 })
  })
})
