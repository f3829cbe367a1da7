import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { catalogue } from '../../src/bench/catalogue.ts'
import { type Workbench, createWorkbench } from './workbench.ts'

/* What `milieu bench` says; how long anything takes is no test. */

let bench: Workbench
beforeAll(() => void (bench = createWorkbench()))
afterAll(() => bench.remove())

describe('milieu bench', () => {
  test('--list prints every scene and every machine', async () => {
    const { code, stdout, stderr } = await bench.milieu(['bench', '--list'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const { name } of catalogue) expect(stdout).toMatch(new RegExp(`^  ${name}( |$)`, 'm'))
    expect(stdout).toContain('two-core-epyc')
  })

  test('a scene that is not there, or a machine, is wrong usage', async () => {
    const scene = await bench.milieu(['bench', '--scene', 'warp drive'])
    expect(scene).toMatchObject({ code: 2, stdout: '' })
    expect(scene.stderr).toContain('--list')
    const machine = await bench.milieu(['bench', '--scene', 'exchange', '--against', 'abacus'])
    expect(machine).toMatchObject({ code: 2, stdout: '' })
    expect(machine.stderr).toContain('two-core-epyc')
  })

  test('a scene as JSON, and saved; then compared with itself', async () => {
    const options = ['bench', '--scene', 'exchange', '--repeats', '1', '--threads', '1']
    const { code, stdout } = await bench.milieu([...options, '--json', '--save', bench.path('mine.csv')])
    expect(code).toBe(0)
    const { results } = JSON.parse(stdout)
    expect(results).toHaveLength(1)
    for (const { median } of results[0].quantities) expect(median).toBeGreaterThan(0)
    expect(readFileSync(bench.path('mine.csv'), 'utf8')).toContain('\nexchange,1,')
    const table = await bench.milieu([...options, '--against', bench.path('mine.csv')])
    expect(table.code).toBe(0)
    expect(table.stdout).toMatch(/Times here are \d+\.\d\d times those of mine \(median of 2\)\./)
  })
})
