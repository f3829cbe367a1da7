import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TrialSummary } from '../../src/analysis/summary.ts'
import { type Workbench, createWorkbench } from './workbench.ts'

/* A run whose mutants found clones leaves their tree in its summary, its figures and its report. */

const model = (record: string): string => `format: 1
title: clones
domain: { size: [300 um, 300 um, 20 um], voxel: 20 um }
time: { stop: 2 day, fields: 6 min, mechanics: 6 min, phenotype: 6 min }
cell types:
  tumour:
    cycle: { model: live, rate: 0.0015 1/min }
    traits: { grade: { value: 1 } }
    mutations: { grade: { rate: 0.4, change: 0.5 } }
initial: { tumour: { points: [[0 um, 0 um, 0 um]] } }
clones: { founders: [tumour], subclones: true }
record: { ${record} }
`

let bench: Workbench
beforeAll(() => {
  bench = createWorkbench()
})
afterAll(() => bench.remove())

async function summaryOf(record: string, out: string): Promise<TrialSummary> {
  bench.write(`${out}.yaml`, model(record))
  const { stderr } = await bench.milieu(['run', `${out}.yaml`, '--out', out, '--quiet'])
  expect(stderr).not.toMatch(/error/)
  // The cast states what `milieu run` writes.
  return JSON.parse(readFileSync(bench.path(out, 'summary.json'), 'utf8')) as TrialSummary
}

test('the tree of clones is drawn from states and events', async () => {
  const { clones = [] } = await summaryOf(
    'snapshots: every 12 h, events: [division, mutation, subclone]',
    'whole',
  )
  const [first] = clones
  expect(clones).toHaveLength(1)
  expect(first?.traits).toEqual(['grade'])
  expect(first?.tree.times).toEqual([0, 720, 1440, 2160, 2880])
  const nodes = first?.tree.nodes ?? []
  expect(nodes.length).toBeGreaterThan(3)
  // Events told every ancestor: no clone hangs on its root over a gap.
  expect(nodes.every(({ hasGap }) => hasGap === undefined)).toBe(true)
  expect(existsSync(bench.path('whole', 'figures', 'clones.svg'))).toBe(true)
  expect(existsSync(bench.path('whole', 'figures', 'clone-tree-grade.svg'))).toBe(true)
  expect(readFileSync(bench.path('whole', 'report.html'), 'utf8')).toContain('Tree of clones')
})

test('and from states alone has the same clones, but for ancestors that no state saw', async () => {
  const keysOf = ({ clones = [] }: TrialSummary): readonly string[] =>
    (clones[0]?.tree.nodes ?? []).filter(({ sizes }) => Math.max(...sizes) > 0).map(({ key }) => key)
  const whole = keysOf(
    await summaryOf('snapshots: every 12 h, events: [division, mutation, subclone]', 'again'),
  )
  const alone = keysOf(await summaryOf('snapshots: every 12 h', 'states'))
  expect(alone.toSorted()).toEqual(whole.toSorted())
  expect(alone.length).toBeGreaterThan(3)
})
