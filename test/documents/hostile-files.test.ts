import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkDocument } from '../../src/cli/check.ts'
import { ExitCode } from '../../src/cli/exit-code.ts'
import { main } from '../../src/cli/main.ts'
import { readFile } from '../../src/platform/node/read-file.ts'

/* Files that are no documents at all, made here since nobody wants them in a repository. */

let folder = ''
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'milieu-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Error messages of a file, without their places. */
function errorsOf(name: string): readonly string[] {
  const { issues } = checkDocument(join(folder, name), readFile)
  return issues.filter((issue) => issue.severity === 'error').map((issue) => issue.message)
}

function write(name: string, content: string | Uint8Array): void {
  writeFileSync(join(folder, name), content)
}

/** A file without content of its own on disk [bytes]. */
function writeSparse(name: string, size: number): void {
  const file = openSync(join(folder, name), 'w')
  ftruncateSync(file, size)
  closeSync(file)
}

const tissue = `format: 1
title: Tissue from a table
domain: { size: [200 um, 200 um, 20 um] }
time: { stop: 1 day }
cell types: { tumour: {} }
tissue: { file: cells.csv, labels: { Tumour: tumour } }
`

describe('a model that', () => {
  test('is binary', () => {
    write(
      'model.yaml',
      Uint8Array.from({ length: 4096 }, (_, k) => (k * 37) % 256),
    )
    expect(errorsOf('model.yaml')).toEqual(['this is not a text file in UTF-8'])
  })

  test('is encoded in UTF-16', () => {
    write('model.yaml', Buffer.from('\ufeffformat: 1\ntitle: wide\n', 'utf16le'))
    expect(errorsOf('model.yaml')).toEqual(['this is not a text file in UTF-8'])
  })

  test('has 100 MB', () => {
    writeSparse('model.yaml', 100_000_000)
    expect(errorsOf('model.yaml')[0]).toMatch(/it has 100 MB; the limit is/)
  })

  test('is a folder', () => {
    mkdirSync(join(folder, 'model.yaml'))
    expect(errorsOf('model.yaml')[0]).toMatch(/it is a folder/)
  })

  test('is not there', () => {
    expect(errorsOf('model.yaml')[0]).toMatch(/no such file/)
  })

  test('is a bomb of nested brackets', () => {
    write('model.yaml', `format: 1\ntitle: ${'{a: '.repeat(100_000)}`)
    expect(errorsOf('model.yaml')).toEqual(['maps and lists are nested more than 64 deep'])
  })

  test('has a thousand mistakes: the first forty are shown, all are counted', () => {
    const keys = Array.from({ length: 1000 }, (_, k) => `wrong${k}: 1\n`).join('')
    write('model.yaml', `format: 1\ntitle: x\n${keys}`)
    expect(errorsOf('model.yaml').length).toBeGreaterThanOrEqual(1000)
  })
})

describe('a cell table that', () => {
  beforeEach(() => write('model.yaml', tissue))

  test('is binary', () => {
    write(
      'cells.csv',
      Uint8Array.from({ length: 4096 }, (_, k) => (k * 37) % 256),
    )
    expect(errorsOf('model.yaml')).toEqual(['the cell table is not text'])
  })

  test('has 100 MB', () => {
    writeSparse('cells.csv', 100_000_000)
    expect(errorsOf('model.yaml')[0]).toMatch(/cannot read the cell table 'cells.csv': it has 100 MB/)
  })

  test('has Windows line ends and a byte order mark reads like any other', () => {
    write('cells.csv', '\ufeffx_um,y_um,cell_type\r\n10,20,Tumour\r\n30,40,Tumour\r\n')
    expect(errorsOf('model.yaml')).toEqual([])
  })
})

describe('nothing is written when', () => {
  const everything = (): readonly string[] => readdirSync(folder, { recursive: true }).map(String).toSorted()

  test.each(['run', 'check', 'describe'])('milieu %s finds a mistake', async (verb) => {
    write('model.yaml', readFileSync(new URL('bad-models/unit-missing/input.yaml', import.meta.url)))
    const file = join(folder, 'model.yaml')
    const before = everything()
    const options = verb === 'run' ? ['--out', join(folder, 'results')] : []
    expect(await silently(() => main([verb, file, ...options]))).toBe(ExitCode.mistakes)
    expect(everything()).toEqual(before)
  })

  test('an arm of an experiment has a mistake', async () => {
    const source = new URL('bad-experiments/', import.meta.url)
    mkdirSync(join(folder, 'one'))
    write('model.yaml', readFileSync(new URL('model.yaml', source)))
    write('one/experiment.yaml', readFileSync(new URL('measure-unknown/input.yaml', source)))
    const before = everything()
    const code = await silently(() =>
      main(['trial', join(folder, 'one/experiment.yaml'), '--out', join(folder, 'results')]),
    )
    expect(code).toBe(ExitCode.mistakes)
    expect(everything()).toEqual(before)
  })
})

/** Runs without printing. */
async function silently<T>(run: () => Promise<T>): Promise<T> {
  const { stdout, stderr } = process
  const writers = [stdout.write, stderr.write] as const
  stdout.write = () => true
  stderr.write = () => true
  try {
    return await run()
  } finally {
    ;[stdout.write, stderr.write] = writers
  }
}
