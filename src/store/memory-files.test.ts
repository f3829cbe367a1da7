import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { nodeFiles } from '../platform/node/files.ts'
import type { Files } from './files.ts'
import { memoryFiles } from './memory-files.ts'

const root = mkdtempSync(join(tmpdir(), 'milieu-files-')).replaceAll('\\', '/')
afterAll(() => rmSync(root, { recursive: true, force: true }))

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

/** What `Files` promises, wherever they lie. */
describe.each<[string, Files, string]>([
  ['in memory', memoryFiles(), 'somewhere/deep'],
  ['on disk', nodeFiles, root],
])('files %s', (_name, files, base) => {
  const at = (path: string): string => `${base}/${path}`

  test('are read as they were written, and keep their bytes when the writer changes its own', () => {
    const bytes = Uint8Array.of(1, 2, 3)
    files.write(at('a/b/c'), bytes)
    bytes[0] = 9
    expect([...files.read(at('a/b/c'))]).toEqual([1, 2, 3])
    files.write(at('a/b/c'), 'µm')
    expect(text(files.read(at('a/b/c')))).toBe('µm')
    expect([files.exists(at('a/b')), files.exists(at('a/b/c')), files.exists(at('a/b/d'))]).toEqual([
      true,
      true,
      false,
    ])
  })

  test('are listed by name, folders among them; what is no folder has none', () => {
    files.write(at('l/z'), '')
    files.write(at('l/m/n'), '')
    files.write(at('l/a'), '')
    expect(files.list(at('l'))).toEqual(['a', 'm', 'z'])
    expect(files.list(at('l/a'))).toEqual([])
    expect(files.list(at('nowhere'))).toEqual([])
  })

  test('move with their folder, and a file replaces another', () => {
    files.write(at('from/x/y'), '1')
    files.write(at('from/z'), '2')
    files.rename(at('from'), at('new/to'))
    expect(files.exists(at('from'))).toBe(false)
    expect([text(files.read(at('new/to/x/y'))), text(files.read(at('new/to/z')))]).toEqual(['1', '2'])
    files.write(at('one'), 'old')
    files.rename(at('new/to/z'), at('one'))
    expect(text(files.read(at('one')))).toBe('2')
    expect(() => files.rename(at('gone'), at('there'))).toThrow()
  })

  test('have a second name until both are removed', () => {
    files.write(at('first'), 'same')
    files.write(at('names/second'), 'other')
    files.link(at('first'), at('names/second'))
    files.remove(at('first'))
    expect(text(files.read(at('names/second')))).toBe('same')
  })

  test('go with their folder; removing what is not there is no mistake', () => {
    files.write(at('gone/a/b'), '')
    files.write(at('gone-not'), '')
    files.remove(at('gone'))
    files.remove(at('gone'))
    expect([files.exists(at('gone')), files.exists(at('gone/a')), files.exists(at('gone-not'))]).toEqual([
      false,
      false,
      true,
    ])
  })

  test('say by code that a file is missing', () => {
    expect(() => files.read(at('missing'))).toThrow(expect.objectContaining({ code: 'ENOENT' }))
  })

  test('have the digest of FIPS 180-4', () => {
    expect(files.digest(new TextEncoder().encode('abc'))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
  })
})
