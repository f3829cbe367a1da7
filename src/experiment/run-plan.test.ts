import { describe, expect, test } from 'vitest'
import { livingTissue } from '../bench/living-tissue.ts'
import { modelFrom } from '../testing/run-model.ts'
import { planRun } from './plan-runs.ts'
import { replicateSeed, runKey } from './run-plan.ts'

const options = { arm: 'a', replicate: 0, seed: 1, measures: ['dead cells'] }
const keyOf = (yaml: string, more: Partial<typeof options> = {}): string =>
  planRun(modelFrom(yaml), { ...options, ...more }).key
const yaml = livingTissue({ more: 'record: { series: [cell counts] }' })

describe('the key of a run', () => {
  const key = keyOf(yaml)

  test.each([
    ['a parameter', yaml.replace('uptake: 10 1/min', 'uptake: 11 1/min')],
    ['the place of a cell', yaml.replace('radius: 70 um', 'radius: 71 um')],
    ['a rule', yaml.replace('half at 21.5 mmHg', 'half at 21 mmHg')],
    ['the length of the run', yaml.replace('stop: 1 day', 'stop: 2 day')],
    ['a therapy', yaml.replace('dose: 3 mg/kg', 'dose: 4 mg/kg')],
    ['a recorded measure', yaml.replace('[cell counts]', '[cell counts, hypoxic fraction]')],
    ['how often it records', yaml.replace('[cell counts]', '[cell counts], series every: every 2 h')],
    ['its snapshots', yaml.replace('[cell counts]', '[cell counts], snapshots: every 2 h')],
    ['its events', yaml.replace('[cell counts]', '[cell counts], events: [arrival]')],
    [
      'what counts as tumour in measures',
      yaml.replace('  M2:\n', '  M2:\n    display: { lineage: tumour }\n'),
    ],
  ])('changes with %s', (_, other) => {
    expect(other).not.toBe(yaml)
    expect(keyOf(other)).not.toBe(key)
  })

  test('changes with the seed and with what the experiment measures', () => {
    expect(keyOf(yaml, { seed: 2 })).not.toBe(key)
    expect(keyOf(yaml, { measures: [] })).not.toBe(key)
  })

  test.each([
    ['the title', yaml.replace('title: living tissue', 'title: other')],
    ['a comment', `# a comment\n${yaml}`],
    ['a colour', yaml.replace('  M2:\n', "  M2:\n    display: { colour: '#d9480f' }\n")],
    ['a source', yaml.replaceAll('[assumed]', '[fitted, doi:10.1371/journal.pcbi.1005991]')],
    ['a unit', yaml.replace('duration: 90 min', 'duration: 1.5 h')],
  ])('does not change with %s', (_, other) => {
    expect(other).not.toBe(yaml)
    expect(keyOf(other)).toBe(key)
  })

  test('does not change with arm and replicate, which only name a run', () => {
    expect(keyOf(yaml, { arm: 'b', replicate: 7 })).toBe(key)
    expect(key).toMatch(/^[0-9a-f]{16}$/)
  })

  test('depends on nothing else in a plan', () => {
    const plan = planRun(modelFrom(yaml), options)
    expect(runKey({ ...plan, arm: 'c' })).toBe(key)
  })
})

describe('the seed of a replicate', () => {
  test('is shared between the arms of twins, and not otherwise', () => {
    expect(replicateSeed(1, 3, 'a', 'twins')).toBe(replicateSeed(1, 3, 'b', 'twins'))
    expect(replicateSeed(1, 3, 'a', 'independent')).not.toBe(replicateSeed(1, 3, 'b', 'independent'))
    expect(replicateSeed(1, 3, 'a', 'twins')).not.toBe(replicateSeed(1, 4, 'a', 'twins'))
    expect(replicateSeed(1, 3, 'a', 'twins')).not.toBe(replicateSeed(2, 3, 'a', 'twins'))
  })

  test('never changes between versions: results can be looked up by seed', () => {
    expect([replicateSeed(1, 0, '', 'twins'), replicateSeed(1, 1, 'untreated', 'independent')])
      .toMatchInlineSnapshot(`
      [
        2326711298959200,
        4204863120879044,
      ]
    `)
  })

  test('is a whole number that a double holds, and seeds do not repeat', () => {
    const seeds = Array.from({ length: 20_000 }, (_, k) => replicateSeed(1, k, '', 'twins'))
    expect(seeds.every((seed) => Number.isSafeInteger(seed) && seed >= 0)).toBe(true)
    expect(new Set(seeds).size).toBe(seeds.length)
  })
})
