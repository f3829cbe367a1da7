import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'

/** Lower layers never import higher ones; design in ARCHITECTURE.md. */
const LAYERS: Readonly<Record<string, number>> = {
  units: 0,
  math: 0,
  model: 1,
  kernels: 1,
  engine: 2,
  parallel: 2,
  processes: 3,
  compile: 4,
  record: 5,
  store: 5,
  experiment: 6,
  analysis: 6,
  formats: 6,
  figures: 7,
  session: 6,
  viewer: 7,
  report: 7,
  platform: 8,
  bench: 8,
  cli: 8,
}

const sources = globSync('src/**/*.ts').filter(
  (file) => !file.endsWith('.test.ts') && !file.startsWith('src/testing'),
)

function importsOf(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8')
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g)].map(
    (match) => match[1] ?? '',
  )
  return specifiers.map((specifier) => normalize(join(dirname(file), specifier)))
}

const folderOf = (file: string): string => file.split('/')[1] ?? ''
const processOf = (file: string): string | undefined => /^src\/processes\/([^/]+)\//.exec(file)?.[1]

describe('the layers', () => {
  test('every folder of src has its layer', () => {
    const unknown = sources
      .map(folderOf)
      .filter((folder) => !folder.endsWith('.ts') && LAYERS[folder] === undefined)
    expect([...new Set(unknown)]).toEqual([])
  })

  test('no file imports from a higher layer', () => {
    const upward = sources.flatMap((file) =>
      importsOf(file)
        .filter((target) => (LAYERS[folderOf(target)] ?? -1) > (LAYERS[folderOf(file)] ?? 99))
        .map((target) => `${file} -> ${target}`),
    )
    expect(upward).toEqual([])
  })

  test('nothing that ships imports helpers of tests', () => {
    const found = sources.flatMap((file) =>
      importsOf(file)
        .filter((target) => folderOf(target) === 'testing')
        .map((target) => `${file} -> ${target}`),
    )
    expect(found).toEqual([])
  })

  test('no process imports another', () => {
    const across = sources.flatMap((file) => {
      const own = processOf(file)
      if (own === undefined) return []
      return importsOf(file)
        .filter((target) => processOf(target) !== undefined && processOf(target) !== own)
        .map((target) => `${file} -> ${target}`)
    })
    expect(across).toEqual([])
  })

  test('no file imports in a circle', () => {
    expect(firstCycle()).toBeUndefined()
  })
})

/** Depth-first search for a cycle of imports that exist at run time (types are erased). */
function firstCycle(): string | undefined {
  const state = new Map<string, 'open' | 'done'>()
  const visit = (file: string, path: readonly string[]): string | undefined => {
    if (state.get(file) === 'open') return [...path.slice(path.indexOf(file)), file].join(' -> ')
    if (state.get(file) === 'done') return undefined
    state.set(file, 'open')
    for (const target of runtimeImports(file)) {
      const cycle = visit(target, [...path, file])
      if (cycle !== undefined) return cycle
    }
    state.set(file, 'done')
    return undefined
  }
  return sources.map((file) => visit(file, [])).find((cycle) => cycle !== undefined)
}

function runtimeImports(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8').replace(/import type[^;]*?from\s*['"][^'"]+['"]/g, '')
  const statements = [...text.matchAll(/import\s*(\{[^}]*\})?[^'"]*?from\s*['"](\.[^'"]+)['"]/g)]
  return statements
    .filter((match) => match[1] === undefined || !onlyTypes(match[1]))
    .map((match) => normalize(join(dirname(file), match[2] ?? '')))
    .map((target) => (target.endsWith('.ts') ? target : `${target}.ts`)) // AssemblyScript leaves the ending out
}

function onlyTypes(braces: string): boolean {
  const names = braces
    .slice(1, -1)
    .split(',')
    .map((name) => name.trim())
  return names.filter((name) => name !== '').every((name) => name.startsWith('type '))
}
