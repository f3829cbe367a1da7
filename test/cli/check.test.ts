import { globSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { allSections, parseModel } from '../../src/compile/parse-model.ts'
import { jsonSchema } from '../../src/model/assemble.ts'
import { editorSchema } from '../../src/model/editor-schema.ts'
import { readFile } from '../../src/platform/node/read-file.ts'
import { schemaMistakes } from './schema-check.ts'
import { type Workbench, SMALL_MODEL, SMALL_TRIAL, createWorkbench } from './workbench.ts'

let bench: Workbench
beforeAll(() => {
  bench = createWorkbench()
  bench.write('bad.yaml', SMALL_MODEL.replace('speed: 2 um/min', 'speed: 2'))
})
afterAll(() => bench.remove())

describe('milieu check', () => {
  test('prints file, line, column, source and hint, and exits with 1', async () => {
    const { code, stdout, stderr } = await bench.milieu(['check', 'bad.yaml'])
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(stdout).toMatch(/^bad\.yaml:9:29 {2}error {2}2 has no unit/)
    expect(stdout).toMatch(/^ {4}9 \|/m)
    expect(stdout).toContain('^ for example 2 um/min')
    // oxlint-disable-next-line no-control-regex -- a pipe gets plain text
    expect(stdout).not.toMatch(/\u001b/)
  })

  test('says in one line that a model can run', async () => {
    const { code, stdout } = await bench.milieu(['check', 'model.yaml'])
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^model\.yaml: this model can run\. 2 cell types, 0 substrates, 2\d cells at the start\..*\n$/,
    )
  })

  test('says what an experiment would run', async () => {
    const { code, stdout } = await bench.milieu(['check', 'trial.yaml'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/this experiment can run\. 2 arms, 3 replicates each, 6 runs\./)
  })

  test('points at a signal that no cell keeps, by which pictures cannot be coloured', async () => {
    bench.write('coloured.yaml', `${SMALL_TRIAL}pictures: { at: [0 h], colour cells by: EMT }\n`)
    const { code, stdout } = await bench.milieu(['check', 'coloured.yaml'])
    expect(code).toBe(1)
    expect(stdout).toMatch(/^coloured\.yaml:\d+:\d+ {2}error {2}unknown signal 'EMT'/m)
  })

  test('--notes prints numbers without a source', async () => {
    const { stdout } = await bench.milieu(['check', 'model.yaml', '--notes'])
    expect(stdout).toMatch(/note {2}this number has no source/)
  })

  test('--json prints JSON and nothing else, with the same places', async () => {
    const { code, stdout, stderr } = await bench.milieu(['check', 'bad.yaml', '--json'])
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    const { kind, issues } = JSON.parse(stdout)
    expect(kind).toBe('model')
    expect(issues.filter((issue: { severity: string }) => issue.severity === 'error')).toMatchObject([
      { file: 'bad.yaml', line: 9, column: 29, code: 'missing-unit' },
    ])
  })

  test('a file that is not there is a mistake, not a failure', async () => {
    const { code, stdout } = await bench.milieu(['check', 'nothing.yaml'])
    expect(code).toBe(1)
    expect(stdout).toContain("cannot read 'nothing.yaml': no such file")
  })
})

describe('milieu describe', () => {
  test('prints a model that reads back to the same hash', async () => {
    const { code, stdout } = await bench.milieu(['describe', 'model.yaml'])
    expect(code).toBe(0)
    const hash = /^# model ([0-9a-f]+)$/m.exec(stdout)?.[1]
    const { model, issues } = parseModel('described.yaml', () => ({ ok: true, text: stdout }))
    expect(issues.filter((issue) => issue.severity === 'error')).toEqual([])
    expect(model?.hash).toBe(hash)
  })

  test.each(['parameters', 'signals', 'behaviours', 'order', 'measures', 'memory'])(
    '--%s prints a view, and --json the same as data',
    async (view) => {
      const [text, json] = await Promise.all([
        bench.milieu(['describe', 'model.yaml', `--${view}`]),
        bench.milieu(['describe', 'model.yaml', `--${view}`, '--json']),
      ])
      expect([text.code, json.code]).toEqual([0, 0])
      expect(text.stdout.trim().split('\n').length).toBeGreaterThan(3)
      expect(() => JSON.parse(json.stdout)).not.toThrow()
    },
  )

  test('--schema prints a JSON Schema', async () => {
    const { code, stdout } = await bench.milieu(['describe', '--schema'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual(editorSchema(allSections()))
  })

  test('a wrong model exits with 1 and prints nothing on standard output', async () => {
    expect(await bench.milieu(['describe', 'bad.yaml'])).toMatchObject({ code: 1, stdout: '' })
  })
})

describe('the JSON Schema', () => {
  const schema = editorSchema(allSections())

  test.each(globSync('models/*/model.yaml').toSorted())('accepts %s with all its parts', (file) => {
    const { model } = parseModel(file, readFile)
    expect(model).toBeDefined()
    // A part alone need not be complete: its keys must be known, but none is required.
    const parts = (model?.files ?? []).filter((part) => /\.ya?ml$/.test(part.file)) // not a table of cells
    for (const { text } of parts) expect(schemaMistakes(schema, parse(text), { isPart: true })).toEqual([])
  })

  test('accepts the whole small model, and refuses what is wrong with it', () => {
    const whole = parse(SMALL_MODEL)
    expect(schemaMistakes(schema, whole)).toEqual([])
    expect(schemaMistakes(schema, { ...whole, intial: {} })).toEqual(['intial: unknown key'])
    // Editors leave it to the check to miss what an included part may bring.
    expect(schemaMistakes(jsonSchema(allSections()), { ...whole, title: undefined })).toContain(
      'title: missing',
    )
    expect(schemaMistakes(schema, { ...whole, title: undefined })).toEqual([])
    expect(schemaMistakes(schema, { ...whole, domain: { size: 3 } })).not.toEqual([])
  })

  test('is what editors expect', () => {
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      additionalProperties: false,
    })
    expect(readFileSync('package.json', 'utf8')).not.toContain('"ajv"') // schemaMistakes knows the keywords that are used, and throws on others
  })
})
