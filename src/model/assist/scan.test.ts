import { readFileSync, globSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseDocument } from '../document.ts'
import type { Path } from '../issue.ts'
import type { Located } from '../located.ts'
import { scan } from './scan.ts'
import { slotAt } from './slot-at.ts'

/** Keys and values with line and column, as the parser sees them. */
function placesOf(node: Located, path: Path): readonly string[] {
  if (node.kind === 'map')
    return [...node.entries].flatMap(([key, entry]) => [
      `key ${[...path, key].join('.')} ${entry.key.line}:${entry.key.column}`,
      ...placesOf(entry.node, [...path, key]),
    ])
  if (node.kind === 'list') return node.items.flatMap((item, index) => placesOf(item, [...path, index]))
  return node.text === '' ? [] : [`value ${path.join('.')} ${node.position.line}`]
}

function scanned(text: string): readonly string[] {
  return scan(text).marks.map(({ role, path, from, to }) => {
    // A block's text begins on the line after its sign.
    const isBlock = role === 'value' && /^[|>]/.test(text.slice(from, to))
    const before = text.slice(0, isBlock ? text.indexOf('\n', from) + 1 : from).split('\n')
    const column = role === 'key' ? `:${(before.at(-1) ?? '').length + 1}` : ''
    return `${role} ${path.join('.')} ${before.length}${column}`
  })
}

test('the tolerant reading agrees with the parser on every shipped model and experiment', () => {
  const files = globSync('{models,experiments}/**/*.yaml', { cwd: new URL('../../..', import.meta.url) })
  expect(files.length).toBeGreaterThan(50)
  for (const file of files) {
    const text = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8')
    const { root } = parseDocument(text, file)
    if (root === undefined) throw new Error(`${file} does not parse`)
    expect([file, ...scanned(text)]).toEqual([file, ...placesOf(root, [])])
  }
})

/** The slot at the bar. */
function slot(text: string) {
  const offset = text.indexOf('|')
  const found = slotAt(text.replace('|', ''), offset)
  return found === undefined ? undefined : [found.role, found.path.join('.'), [...found.siblings].join(' ')]
}

test.each<readonly [string, readonly string[] | undefined]>([
  ['|', ['key', '', '']],
  ['format: 1\n|', ['key', '', 'format']],
  ['format: 1\nti|', ['key', '', 'format']],
  ['format: 1\nti|\ntitle: x', ['key', '', 'format title']],
  ['format: 1\ntitle: |', ['value', 'title', '']],
  ['substrates:\n  oxygen:\n    |\n', ['key', 'substrates.oxygen', '']],
  ['substrates:\n  oxygen:\n    unit: mmHg\n    |\n', ['key', 'substrates.oxygen', 'unit']],
  ['substrates:\n  oxygen:\n    unit: mmHg\n  |\n', ['key', 'substrates', 'oxygen']],
  ['substrates:\n  oxygen:\n    unit: mmHg\n|\n', ['key', '', 'substrates']],
  ['substrates:\n  oxygen: { unit: mmHg, | }', ['key', 'substrates.oxygen', 'unit']],
  ['substrates:\n  oxygen: { unit: |', ['value', 'substrates.oxygen.unit', '']],
  ['substrates:\n  oxygen: { di|', ['key', 'substrates.oxygen', '']],
  ['substrates:\n  oxygen: { di|\n  other: 1', ['key', 'substrates.oxygen', '']],
  ['rules:\n  - oxy|', ['item', 'rules.0', '']],
  ['rules:\n  - a b\n  - oxy|', ['item', 'rules.1', '']],
  ['rules:\n- a b\n- oxy|', ['item', 'rules.1', '']],
  ['rules:\n  - a b,\n    oxy|', ['value', 'rules.0', '']],
  ['include: [library/ox|]', ['value', 'include.0', '']],
  ['a: 1 # |', undefined],
])('what can be typed: %j', (text, expected) => {
  expect(slot(text)).toEqual(expected)
})
