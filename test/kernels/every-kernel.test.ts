import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { testKernels } from '../../src/testing/kernels.ts'

/** Exports of the module that are no kernels: what instances are made of. */
const PLUMBING = new Set(['memory', 'heap_base'])

const exported = WebAssembly.Module.exports(testKernels())
  .map(({ name }) => name)
  .filter((name) => !PLUMBING.has(name))

/** All names in quotes in the files that match. */
function quotedIn(pattern: string): ReadonlySet<string> {
  const texts = globSync(pattern).map((file) => readFileSync(file, 'utf8'))
  return new Set(
    texts.flatMap((text) => [...text.matchAll(/['"`]([A-Za-z_0-9$]+)['"`]/g)].map(([, name]) => name ?? '')),
  )
}

test('the module was built from the kernels as they stand', () => {
  const files = globSync('src/**/*.as.ts').filter((file) => !file.endsWith('.lib.as.ts'))
  const declared = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^export function (\w+)/gm)].map(([, name]) => name ?? ''),
  )
  expect(exported.toSorted()).toEqual(declared.filter((name) => !PLUMBING.has(name)).toSorted())
})

/** Kernels of `vessel-network` begin with `vessel_network_`. */
function processOf(kernel: string): string | undefined {
  return globSync('src/processes/*')
    .map((folder) => folder.split('/')[2] ?? '')
    .find((process) => kernel.startsWith(`${process.replaceAll('-', '_')}_`))
}

test('no two kernels have one name, and all of a process carry its name', () => {
  expect(new Set(exported).size).toBe(exported.length)
  for (const file of globSync('src/processes/*/*.as.ts').filter((name) => !name.endsWith('.lib.as.ts'))) {
    const process = file.split('/')[2] ?? ''
    const names = [...readFileSync(file, 'utf8').matchAll(/^export function (\w+)/gm)].map(
      ([, name]) => name ?? '',
    )
    for (const name of names) expect(processOf(name), `${file}: ${name}`).toBe(process)
  }
})

test('every kernel of a process is called by name from its sources, and judged by a test beside them', () => {
  const missing = exported.flatMap((name) => {
    const process = processOf(name)
    if (process === undefined) return []
    const folder = `src/processes/${process}`
    // A measure may call one, too: what it says of an instant is what cells feel.
    const sources = quotedIn(`{${folder},src/analysis/measures}/**/!(*.test).ts`)
    const tests = globSync(`${folder}/**/*.test.ts`).map((file) => readFileSync(file, 'utf8'))
    return [
      ...(sources.has(name) ? [] : [`${name} is called by nobody`]),
      ...(tests.length > 0 ? [] : [`${name} has no test in ${folder}`]),
    ]
  })
  expect(missing).toEqual([])
})
