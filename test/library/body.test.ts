import { expect, test } from 'vitest'
import { BLOOD } from '../../src/engine/organism.ts'
import { parseModel } from '../../src/compile/parse-model.ts'
import { textReader } from '../../src/model/include.ts'
import { readFileSync } from 'node:fs'
import { bodyModel } from '../../src/testing/body-model.ts'
import { runModel } from '../../src/testing/run-model.ts'

const DAY = 24

/** The library's blood, with a drug at a level in plasma [nM] for some days. */
function withDrug(substrate: string, level: number, days: number): string {
  const amount = (level * 0.1 * days * 1440).toFixed(3)
  return bodyModel({
    body: `include: [library/blood-pools]
drugs:
  ${substrate}: { substrate: ${substrate}, half-life: ${Math.LN2 * 10} min, central volume: 1 L, molar mass: 1 kDa }
therapy:
  ${substrate}: { dose: ${amount} nmol, infusion: ${days} day }
`,
    substrates: `${substrate}: { unit: nM, diffusion: 10 um^2/s }`,
  })
}

function course(text: string, name: string, days: number): readonly number[] {
  const { run } = runModel(text, { file: 'models/test.yaml' })
  const found: number[] = []
  run(days * DAY, (world) => {
    found.push(world.inner.get(BLOOD)?.f64(`level/${name}`)[0] ?? Number.NaN)
    return true
  })
  return found
}

const least = (values: readonly number[]): number => Math.min(...values)
const most = (values: readonly number[]): number => Math.max(...values)

test('monocytes wait while CCL2 is bound, and come at once when it is free again', () => {
  const text = withDrug('anti-CCL2', 100, 14)
  const blood = course(text, 'monocytes in blood', 30)
  const marrow = course(text, 'monocytes in marrow', 30)
  // Some quarter of the release goes without CCL2, from a marrow that fills.
  expect(least(blood)).toBeGreaterThan(0.2)
  expect(least(blood)).toBeLessThan(0.5)
  expect(most(marrow) / 3).toBeGreaterThan(1.5)
  const after = blood.slice(14 * DAY)
  expect(most(after)).toBeGreaterThan(1.25)
  expect(after.indexOf(most(after))).toBeLessThan(3 * DAY)
  expect(Math.abs((blood.at(-1) ?? 0) - 1)).toBeLessThan(0.15)
})

test('plerixafor lets cells of the marrow go', () => {
  for (const pool of ['monocytes', 'neutrophils', 'progenitors'])
    expect(most(course(withDrug('plerixafor', 1000, 2), `${pool} in blood`, 2))).toBeGreaterThan(1.3)
})

test('a healthy body has what it has, and the parts stand on their own', () => {
  for (const pool of ['monocytes', 'neutrophils', 'NK cells', 'T cells', 'platelets', 'progenitors']) {
    const values = course(withDrug('anti-CCL2', 0, 1), `${pool} in blood`, 10)
    expect(Math.abs((values.at(-1) ?? 0) - 1)).toBeLessThan(1e-12)
  }
  const text = bodyModel({ body: 'include: [library/blood-pools]\n' })
  const parts = ['blood-pools', 'blood-factors'].map((name) => `library/${name}.yaml`)
  const files = Object.fromEntries(parts.map((part) => [part, readFileSync(`models/${part}`, 'utf8')]))
  const { issues } = parseModel('m.yaml', textReader({ ...files, 'm.yaml': text }))
  expect(issues.filter(({ severity }) => severity !== 'note')).toEqual([])
})
