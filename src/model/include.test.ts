import { expect, test } from 'vitest'
import { includeCandidates, loadDocument, normalisePath, type ReadFile } from './include.ts'
import { locate } from './reader.ts'

function reader(files: Readonly<Record<string, string>>): ReadFile {
  return (path) => {
    const text = Object.hasOwn(files, path) ? files[path] : undefined
    return text === undefined ? { ok: false, reason: 'no such file' } : { ok: true, text }
  }
}

function places(loaded: ReturnType<typeof loadDocument>): readonly string[] {
  return loaded.issues.map((issue) => {
    const { file, line, column } = issue.position ?? { file: '', line: 0, column: 0 }
    return `${file}:${line}:${column} ${issue.code}`
  })
}

test('parts lie beneath the includer, and every value keeps its place', () => {
  const read = reader({
    'models/colorectal/model.yaml':
      'include: [library/oxygen, ./own]\ns:\n  oxygen: { decay: 2 }\nrules: [c]\nlist: [z]\n',
    'models/library/oxygen.yaml':
      's:\n  oxygen:\n    diffusion: 1\n    decay: 1\nrules: [a, b]\nlist: [x, y]\n',
    'models/colorectal/own.yaml': 's: { drug: { decay: 3 } }\n',
  })
  const loaded = loadDocument('models/colorectal/model.yaml', read)
  expect(loaded.issues).toEqual([])
  expect(loaded.files.map((part) => part.file)).toEqual([
    'models/library/oxygen.yaml',
    'models/colorectal/own.yaml',
    'models/colorectal/model.yaml',
  ])
  const { root } = loaded
  if (root === undefined) throw new Error('no document')
  expect(root.entries.has('include')).toBe(false)
  const at = (...path: readonly (string | number)[]) => {
    const { file, line, column } = locate(root, path)
    return `${file}:${line}:${column}`
  }
  expect(at('s', 'oxygen', 'diffusion')).toBe('models/library/oxygen.yaml:3:5')
  expect(at('s', 'oxygen', 'decay')).toBe('models/colorectal/model.yaml:3:13')
  expect(at('s', 'drug', 'decay')).toBe('models/colorectal/own.yaml:1:14')
  expect(at('rules', 0)).toBe('models/library/oxygen.yaml:5:9')
  expect(at('rules', 2)).toBe('models/colorectal/model.yaml:4:9')
  expect(at('list', 0)).toBe('models/colorectal/model.yaml:5:8')
})

test('a part that is reached twice counts once', () => {
  const files = {
    'm.yaml': 'include: [a, b]\n',
    'a.yaml': 'include: [c]\n',
    'b.yaml': 'include: [c]\n',
    'c.yaml': 'rules: [x]\n',
  }
  const rules = loadDocument('m.yaml', reader(files)).root?.entries.get('rules')?.node
  expect(rules?.kind === 'list' ? rules.items.length : 0).toBe(1)
})

test('cycles are named', () => {
  const loaded = loadDocument(
    'm.yaml',
    reader({ 'm.yaml': 'include: [a]\n', 'a.yaml': 'x: 1\ninclude: [m]\n' }),
  )
  expect(places(loaded)).toEqual(['a.yaml:2:11 include-cycle'])
  expect(loaded.issues[0]?.message).toBe('these files include each other: m.yaml > a.yaml > m.yaml')
})

test('a missing part says where it was looked for; other mistakes are found too', () => {
  const loaded = loadDocument(
    'p/m.yaml',
    reader({ 'p/m.yaml': 'include:\n  - nowhere\n  - { a: 1 }\n  - bad\n', 'p/bad.yaml': 'a: 1\na: 2\n' }),
  )
  expect(places(loaded)).toEqual([
    'p/m.yaml:2:5 include-not-found',
    'p/m.yaml:3:5 wrong-form',
    'p/bad.yaml:2:1 duplicate-key',
  ])
  expect(loaded.root).toBeUndefined()
  expect(loaded.issues[0]?.hint).toContain('p/nowhere.yaml (no such file)')
})

test('a file that cannot be read, and an include that is no list', () => {
  expect(places(loadDocument('m.yaml', reader({})))).toEqual(['m.yaml:1:1 unreadable'])
  expect(places(loadDocument('m.yaml', reader({ 'm.yaml': 'include: a\n' })))).toEqual([
    'm.yaml:1:10 wrong-form',
  ])
})

test('places at which a part is looked for', () => {
  expect(includeCandidates('library/a', 'models/crc/model.yaml').slice(0, 4)).toEqual([
    'models/crc/library/a.yaml',
    'models/crc/models/library/a.yaml',
    'models/models/library/a.yaml',
    'models/library/a.yaml',
  ])
  expect(includeCandidates('a.yaml', '/x/m.yaml')).toEqual([
    '/x/a.yaml',
    '/x/models/a.yaml',
    '/models/a.yaml',
  ])
  expect(includeCandidates('/a', 'm.yaml')).toEqual(['/a.yaml'])
})

test('paths are normalised', () => {
  expect(normalisePath('a\\b/../c/./d')).toBe('a/c/d')
  expect(normalisePath('../../a')).toBe('../../a')
  expect(normalisePath('/../a')).toBe('/a')
})
