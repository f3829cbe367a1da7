import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { checkDocument } from '../../src/cli/check.ts'
import { formatIssues } from '../../src/model/format-issue.ts'
import type { ReadFile } from '../../src/model/include.ts'

/* Wrong documents, one folder each, and what an author is told about them; see the README of this folder. */

const isUpdating = process.env['UPDATE_EXPECTED'] !== undefined

/** Reads files of a case by the paths that an author would see: relative to the folder of the case. */
function readerOf(folder: URL): ReadFile {
  return (path) => {
    const url = new URL(path.replaceAll('%', '%25'), folder)
    if (path.startsWith('/') || !existsSync(url) || path.endsWith('/'))
      return { ok: false, reason: 'no such file' }
    return { ok: true, text: readFileSync(url, 'utf8') }
  }
}

function report(folder: URL): string {
  const read = readerOf(folder)
  const { issues } = checkDocument('input.yaml', read)
  const linesOf = (file: string): readonly string[] | undefined => {
    const result = read(file)
    return result.ok ? result.text.replace(/^\ufeff/, '').split(/\r?\n/) : undefined
  }
  return `${formatIssues(issues, linesOf)}\n`
}

for (const group of ['bad-models', 'bad-experiments', 'bad-tables']) {
  const folder = new URL(`./${group}/`, import.meta.url)
  const cases = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  describe(group, () => {
    test.each(cases.map((entry) => entry.name))('%s', (name) => {
      const place = new URL(`${name}/`, folder)
      const found = report(place)
      const expected = new URL('expected.txt', place)
      if (isUpdating) writeFileSync(expected, found)
      expect(found).toBe(readFileSync(expected, 'utf8'))
      expect(found).toMatch(/error|warning/)
      for (const line of found.split('\n')) expect(line.length, line).toBeLessThanOrEqual(200)
    })
  })
}

test('there are many wrong documents', () => {
  const count = ['bad-models', 'bad-experiments', 'bad-tables'].flatMap((group) =>
    readdirSync(new URL(`./${group}/`, import.meta.url), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    ),
  ).length
  expect(count).toBeGreaterThanOrEqual(50)
})
