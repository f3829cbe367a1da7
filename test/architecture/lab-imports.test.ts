import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'

/* The Lab has no private doors: it is built on the public interface, as anybody's page could be (docs/adr/0024-the-lab.md). */

/** What runs in the page. What builds it runs in Node, and tests may look at anything. */
const files = globSync('lab/**/*.{ts,tsx}')
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !/^lab\/(build|testing)\/|\.test\.ts$|^lab\/vite\.config\.ts$/.test(file))

/** The public list, and the kernels' address. */
const DOORS = ['src/browser.ts', 'src/kernels/milieu.wasm?url']

function importsOf(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(/(?:from|import|new URL)\s*\(?\s*['"]([^'"]+)['"]/g)].map(
    (match) => match[1] ?? '',
  )
}

describe('what the Lab imports', () => {
  test('of Milieu: the public interface only', () => {
    const used = files.flatMap((file) =>
      importsOf(file)
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => ({
          file,
          target: normalize(join(dirname(file), specifier)).replaceAll('\\', '/'),
        }))
        .filter(({ target }) => !target.startsWith('lab/')),
    )
    // The pattern finds imports at all.
    expect(used.filter(({ target }) => target === 'src/browser.ts').length).toBeGreaterThan(40)
    expect(used.filter(({ target }) => !DOORS.includes(target))).toEqual([])
  })

  test('nothing of Node', () => {
    const found = files.flatMap((file) =>
      importsOf(file)
        .filter((specifier) => specifier.startsWith('node:'))
        .map((specifier) => `${file} -> ${specifier}`),
    )
    expect(found).toEqual([])
  })
})
