import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const sources = (folders: readonly string[]): readonly string[] =>
  folders
    .flatMap((folder) => globSync(`src/${folder}/**/*.ts`))
    .filter((file) => !/\.(test|test-support)\.ts$/.test(file))

function linesWith(files: readonly string[], pattern: RegExp): readonly string[] {
  return files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .map((line, index) => ({ line, place: `${file}:${index + 1}` }))
      .filter(({ line }) => pattern.test(line) && !/^\s*(\/\/|\*|\/\*)/.test(line))
      .map(({ place, line }) => `${place} ${line.trim()}`),
  )
}

const STATE = ['engine', 'processes', 'kernels', 'parallel', 'math', 'units', 'model', 'compile']

test('nothing that changes state draws from the host or reads its clock', () => {
  expect(linesWith(sources(STATE), /Math\.random|Date\.now|performance\.now|new Date\(/)).toEqual([])
})

test('state-changing TypeScript takes its special functions from the module', () => {
  const files = sources(['engine', 'processes', 'parallel']).filter((file) => !file.endsWith('.as.ts'))
  const allowed = /engine\/neighbour-grid\.ts:\d+ return Math\.cbrt/ // sizes the search grid only: results do not depend on it
  const found = linesWith(files, /Math\.(exp|log|pow|sin|cos|tan|cbrt|hypot|atan2?|sinh|cosh|tanh)\b|\*\*/)
  expect(found.filter((line) => !allowed.test(line))).toEqual([])
})

test('shared code never branches on the name of a process, a cell type or a substrate', () => {
  const shared = sources(['engine', 'kernels', 'parallel', 'compile', 'record', 'store'])
  const names =
    /(===|case)\s*'(oxygen|tumour|macrophage|CD8|transport|exchange|mechanics\.|motility|cycle|interaction)'/
  expect(linesWith(shared, names)).toEqual([])
})

test('only the command line writes to the console', () => {
  const files = globSync('src/**/*.ts').filter(
    (file) => !file.startsWith('src/cli/') && !file.endsWith('.test.ts'),
  )
  expect(linesWith(files, /console\./)).toEqual([])
})
