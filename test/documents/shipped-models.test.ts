import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createResolver } from '../../src/analysis/evidence/resolve.ts'
import { compile } from '../../src/compile/compile.ts'
import { allSections, parseModel } from '../../src/compile/parse-model.ts'
import { expectationText } from '../../src/experiment/expectation-schema.ts'
import { parseExperiment } from '../../src/experiment/experiment.ts'
import { planRuns } from '../../src/experiment/plan-runs.ts'
import type { Model } from '../../src/compile/model.ts'
import { sectionOf, writeModel } from '../../src/model/assemble.ts'
import { formatIssues } from '../../src/model/format-issue.ts'
import type { ReadFile } from '../../src/model/include.ts'
import type { Issue } from '../../src/model/issue.ts'
import { injectionsSection } from '../../src/processes/intervention/schema.ts'

/* Every shipped file is an example that people copy: it must read without errors and without warnings. */

const read: ReadFile = (path) =>
  existsSync(path) ? { ok: true, text: readFileSync(path, 'utf8') } : { ok: false, reason: 'no such file' }

/** Paths of the files below `folder` that end in `ending`. */
function filesBelow(folder: string, ending: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return entries
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))
    .toSorted()
}

function linesOf(path: string): readonly string[] {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []
}

/** Errors and warnings as a reader of the terminal sees them; notes of missing sources are no mistakes. */
function complaints(issues: readonly Issue[]): string {
  const serious = issues.filter((issue) => issue.severity !== 'note')
  return serious.length === 0 ? '' : formatIssues(serious, linesOf)
}

const models = filesBelow('models', 'model.yaml')
const experiments = filesBelow('experiments', '.yaml')

test('models and experiments are shipped', () => {
  expect(models).toContain('models/colorectal/model.yaml')
  expect(experiments).toContain('experiments/crc-anti-pd1.yaml')
})

/** Cells at the start, or cells that are to come into the blood. */
function hasCells(model: Model): boolean {
  return compile(model).initialCells.length > 0 || sectionOf(model.data, injectionsSection) !== undefined
}

describe.each(models)('%s', (file) => {
  const parsed = parseModel(file, read)

  test('reads without errors and warnings, and compiles', () => {
    expect(complaints(parsed.issues)).toBe('')
    if (parsed.model === undefined) throw new Error('no model')
    expect(hasCells(parsed.model)).toBe(true)
  })

  test('written with every default spelled out, it is the same model', () => {
    if (parsed.model === undefined) throw new Error('no model')
    const text = writeModel(parsed.model.data, allSections())
    // The written text stands in place of the file, so that tables are looked for where the author meant them.
    const again = parseModel(file, (path) => (path === file ? { ok: true, text } : read(path)))
    expect(complaints(again.issues)).toBe('')
    expect(again.model?.hash).toBe(parsed.model.hash)
  })

  test('has a README beside it', () => {
    expect(existsSync(join(file, '..', 'README.md'))).toBe(true)
  })
})

describe.each(filesBelow('models/library', '.yaml'))('%s', (file) => {
  test('reads on its own once a domain is given, and a body where the part speaks of one', () => {
    const frame = `format: 1\ntitle: a part\ninclude: [${file.replace('models/', '').replace('.yaml', '')}]\n`
    const rest =
      'domain: { size: [40 um, 40 um, 20 um] }\ntime: { stop: 1 h, fields: 0.005 min, mechanics: 0.25 min }\n'
    const parse = (body: string) =>
      parseModel('part.yaml', (path) =>
        path === 'part.yaml' ? { ok: true, text: frame + rest + body } : read(path),
      )
    const alone = parse('')
    // Some parts speak of a body, others are a part of one.
    const needsBody = alone.issues.some(
      ({ code, path }) => code === 'needs-body' || code === 'no-circulation' || path[0] === 'body',
    )
    const parsed = needsBody ? parse('body: { tissue stands for: 1 mm^3, blood: "2 mL [assumed]" }\n') : alone
    expect(complaints(parsed.issues)).toBe('')
    expect(parsed.model).toBeDefined()
  })
})

describe.each(experiments)('%s', (file) => {
  const { experiment, issues } = parseExperiment(file, read)

  test('reads without errors and warnings, and every arm compiles', () => {
    expect(complaints(issues)).toBe('')
    for (const { model } of experiment?.arms ?? []) expect(hasCells(model)).toBe(true)
  })

  test('its arms are different models', () => {
    const hashes = experiment?.arms.map(({ model }) => model.hash) ?? []
    expect(new Set(hashes).size).toBe(hashes.length)
    // A cohort may ask how patients differ, not arms.
    if (experiment?.data.cohort === undefined) expect(hashes.length).toBeGreaterThan(1)
  })

  test('its expectations are written as their outcomes will be told', () => {
    // Else what came of one would not be found by the sentence that the ledger names.
    const { sentence } = createResolver('', read)
    const at = { text: '', position: { file: '', line: 1, column: 1, length: 1 } }
    for (const expected of experiment?.data.expect ?? []) {
      const text = expectationText(expected)
      expect(sentence({ file, what: text, at })).toBe(text)
    }
  })

  test('twins share their seed', () => {
    if (experiment === undefined || experiment.data.pairing !== 'twins') return
    const seeds = planRuns(experiment).map((plan) => `${plan.replicate}: ${plan.seed}`)
    // Every virtual patient has luck of their own; the settings of a sweep share it.
    const patients = experiment.data.cohort?.patients ?? 1
    expect(new Set(seeds).size).toBe(experiment.data.replicates * patients)
  })
})
