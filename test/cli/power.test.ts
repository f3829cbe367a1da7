import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Workbench, createWorkbench } from './workbench.ts'

let bench: Workbench
beforeAll(async () => {
  bench = createWorkbench()
  await bench.milieu(['trial', 'trial.yaml', '--quiet'])
})
afterAll(() => bench.remove())

const sizesOf = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await bench.milieu(['power', 'results/trial', '--json', ...args])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout)
}

describe('milieu power', () => {
  test('says how many subjects it takes, warns of replicates, and leaves a table and a curve', async () => {
    const { code, stdout } = await bench.milieu(['power', 'trial.yaml'])
    expect(code).toBe(0)
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /with a chance of 80 %, a real study needs about \d+ subjects per group/,
    )
    expect(stdout).toMatch(/n at 80 % .* n at 90 %/)
    expect(stdout).toContain('state --between-subject-cv')
    const [head, first] = readFileSync(bench.path('results/trial/tables/power.csv'), 'utf8').split('\n')
    expect(head).toMatch(/^endpoint,arm,against,kind,method,effect,/)
    expect(first).toMatch(/^burden,fast,slow,mean,unpaired t test,/)
    const figure = bench.path('results/trial/figures/power-burden-fast-against-slow.svg')
    expect(readFileSync(figure, 'utf8')).toContain('subjects per group')
  })

  test('more spread, more power and a stricter bound all take more subjects', async () => {
    const likely = async (...args: readonly string[]): Promise<number> =>
      (await sizesOf(...args)).studies[0].sizes[0].likely
    const plain = await likely('--between-subject-cv', '40 %')
    expect(await likely()).toBeLessThan(plain)
    expect(await likely('--between-subject-cv', '0.8')).toBeGreaterThan(plain)
    expect(await likely('--between-subject-cv', '40 %', '--power', '95 %')).toBeGreaterThan(plain)
    expect(await likely('--between-subject-cv', '40 %', '--alpha', '0.1 %')).toBeGreaterThan(plain)
  })

  test('one endpoint, one comparison', async () => {
    const { studies } = await sizesOf('--endpoint', 'burden', '--comparison', 'fast against slow')
    expect(studies).toHaveLength(1)
    const wrong = await bench.milieu(['power', 'results/trial', '--endpoint', 'weight'])
    expect(wrong).toMatchObject({ code: 2, stdout: '' })
    expect(wrong.stderr).toContain("does not have the endpoint 'weight'; endpoints: 'burden'")
  })

  test('what is no trial, and shares that are none', async () => {
    const none = await bench.milieu(['power', 'nowhere'])
    expect(none).toMatchObject({ code: 1, stdout: '' })
    expect(none.stderr).toContain('holds no finished trial')
    bench.write('summary.json', '[1]')
    expect(await bench.milieu(['power', '.'])).toMatchObject({ code: 1, stdout: '' })
    for (const share of ['0', '1', '120 %', '3 um', 'many']) {
      const { code, stderr } = await bench.milieu(['power', 'results/trial', '--power', share])
      expect({ share, code }).toEqual({ share, code: 2 })
      expect(stderr).toMatch(/Expected a share/)
    }
    expect(existsSync(bench.path('tables'))).toBe(false)
  })
})
