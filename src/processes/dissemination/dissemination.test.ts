import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compile } from '../../compile/compile.ts'
import { standardProcesses } from '../../compile/order.ts'
import { parseModel } from '../../compile/parse-model.ts'
import { REQUEST_REMOVE } from '../../engine/columns.ts'
import { branchWorld } from '../../engine/branch.ts'
import { createWorld } from '../../engine/create-world.ts'
import { PRIMARY, depart } from '../../engine/organism.ts'
import { PACKET, countColumn } from '../../engine/packets.ts'
import { request } from '../../engine/population.ts'
import { defineProcess } from '../../engine/process.ts'
import { createStepper } from '../../engine/step.ts'
import type { World } from '../../engine/world.ts'
import { textReader } from '../../model/include.ts'
import { testKernels } from '../../testing/kernels.ts'
import { bloodOf, particles } from '../../testing/packets.ts'
import { modelFrom, runModel } from '../../testing/run-model.ts'
import { runOn } from '../../testing/start-run.ts'
import { LEFT } from './columns.ts'

/** Every live cell of every tissue leaves at once. */
const leaving = defineProcess<object>({
  name: 'leaving',
  doc: 'for tests',
  sections: [],
  compile: () => ({}),
  activities: [
    {
      name: 'leave',
      phase: 'decisions',
      bind: (world) => () => {
        for (let slot = 0; slot < world.count; slot++) request(world, slot, REQUEST_REMOVE)
      },
    },
  ],
  hooks: (world) => ({
    removed: (slot) => depart(world, slot, world.program.site === undefined ? 'portal' : 'vein'),
  }),
})

const MODEL = `
format: 1
title: who leaves
domain: { size: [200 um, 200 um, 20 um], voxel: 20 um }
time: { stop: 1 day, fields: 1 min, mechanics: 1 min, phenotype: 1 min }
body: { tissue stands for: 0.02 mm^3, blood: "2 mL [assumed]" }
cell types:
  tumour:
    traits: { grit: { value: "1 [assumed]", spread: "0.3 [assumed]" } }
dissemination:
  ways: { portal: [liver], vein: [lung] }
  organs:
    liver: { arrest: 1, extravasation: 0.5 1/min, initiation: 0.5 1/min, field: { lesions: 4 } }
    lung: { arrest: 1 }
initial: { tumour: { disc: { centre: [0 um, 0 um, 0 um], radius: 60 um } } }
sites:
  liver: { domain: { size: [100 um, 100 um, 20 um], voxel: 20 um } }
`

function start(text: string): World {
  const processes = [...standardProcesses, leaving]
  const { model, issues } = parseModel('m.yaml', textReader({ 'm.yaml': text }), { processes })
  if (model === undefined) throw new Error(JSON.stringify(issues))
  return createWorld(compile(model, processes), { kernels: testKernels(), seed: 2 })
}

const sum = (values: Iterable<number>): number => [...values].reduce((before, value) => before + value, 0)

describe('a cell that leaves', () => {
  test('stands for as many as its tissue stands for, and stays who it is', () => {
    const world = start(MODEL)
    const cells = world.count
    const keys = [...world.u32('cell.lineageLow').subarray(0, cells)]
    const grit = [...world.f64('trait/grit').subarray(0, cells)]
    createStepper(world).step()
    const blood = bloodOf(world)
    // 0.02 mm^3 are 25 times the volume of the domain.
    expect([...blood.f64(countColumn('circulating')).subarray(0, blood.count)]).toEqual(keys.map(() => 25))
    expect([...blood.u32('cell.lineageLow').subarray(0, blood.count)]).toEqual(keys)
    expect([...blood.f64('trait/grit').subarray(0, blood.count)]).toEqual(grit)
    expect(sum(blood.f64(LEFT))).toBe(25 * cells)
  })

  test('stands for a whole number, in the mean for what volumes say', () => {
    const world = start(MODEL.replace('0.02 mm^3', '0.00192 mm^3'))
    const cells = world.count
    createStepper(world).step()
    const blood = bloodOf(world)
    const counts = [...blood.f64(countColumn('circulating')).subarray(0, blood.count)]
    expect(new Set(counts)).toEqual(new Set([2, 3]))
    // 0.4 of some hundred are three: five standard errors.
    expect(Math.abs(sum(counts) - 2.4 * cells)).toBeLessThan(5 * Math.sqrt(0.24 * cells))
  })

  test('leaves partly in clusters, as the share says', () => {
    const clusters = '\n  clusters: { size: 3, share: 30 % }\n  organs:'
    const world = start(MODEL.replace('\n  organs:', clusters))
    const cells = world.count
    createStepper(world).step()
    const blood = bloodOf(world)
    expect(sum(blood.f64(LEFT))).toBe(25 * cells)
    const size = blood.f64(PACKET.size)
    const inClusters = [...blood.f64(countColumn('circulating')).subarray(0, blood.count)].filter(
      (_, slot) => size[slot] === 3,
    )
    // Of 25 cells 8 possible clusters.
    expect(Math.abs(sum(inClusters) - 0.3 * 8 * cells)).toBeLessThan(5 * Math.sqrt(0.21 * 8 * cells))
    const origins = new Set(blood.u32(PACKET.origin).subarray(0, blood.count))
    expect(origins.size).toBe(cells)
    expect(new Set(blood.u32('cell.lineageLow').subarray(0, blood.count)).size).toBe(blood.count)
  })

  test('leaves a site as the one cell that it is', () => {
    const world = runOn(start(MODEL), 30)
    const { count } = bloodOf(world)
    expect(count).toBeGreaterThan(0)
    const sources = bloodOf(world).u32('dissemination.sources').length
    const left = bloodOf(world).f64(LEFT)
    const ways = left.length / sources
    // Sources: primary, liver, lung, elsewhere; ways: portal, vein, elsewhere. Four colonies left the liver as four cells.
    expect(left[1 * ways + 1]).toBe(4)
    expect(sum(left) - 4).toBe(left[0])
    expect(PRIMARY).toBe('primary')
  })
})

test('rules of a tissue decide how many go together', () => {
  const rules = `
    rules:
      - time decreases cluster share from 1 to 0, half at 1000 min, hill 4 [assumed]
`
  const text = MODEL.replace('\n  organs:', '\n  clusters: { size: 5 }\n  organs:').replace(
    'spread: "0.3 [assumed]" } }\n',
    `spread: "0.3 [assumed]" } }${rules}`,
  )
  const world = start(text)
  createStepper(world).step()
  const blood = bloodOf(world)
  // The type has a share of none; the rule makes it one, at the time when they leave.
  expect(new Set(blood.f64(PACKET.size).subarray(0, blood.count))).toEqual(new Set([5]))
  expect(particles(blood, 'circulating')).toBe(blood.count * 5)
})

test('fewer platelets cover cells less', () => {
  const more = `pools: { platelets: { half-life: 1 min, depletion: [{ from: 0 min, until: 1 day, to share: 0.1 }] } }
`
  const text = MODEL.replace('dissemination:', `${more}dissemination:\n  cloaking: { binding: 0.2 1/min }`)
  const cloak = (model: string): number => {
    const world = runOn(
      start(model.replace('{ arrest: 1, ext', '{ ext').replace('portal: [liver], vein', 'vein')),
      12,
    )
    return bloodOf(world).f64(PACKET.cloak)[0] ?? 0
  }
  // Who comes in the first step is covered in the next; then ten more.
  expect(cloak(text.replace(more, ''))).toBeCloseTo(1 - Math.exp(-0.2 * 11), 12)
  const covered = cloak(text)
  // With a tenth of them; how many there are in the first step is the pool's affair.
  expect(covered).toBeGreaterThan(1 - Math.exp(-0.02 * 10))
  expect(covered).toBeLessThan(1 - Math.exp(-0.02 * 10 - 0.2))
})

test('rows stay at their organ when a changed model has other organs', () => {
  const first = MODEL.replace(
    'lung: { arrest: 1 }',
    'brain: { arrest: 0.5 }\n    lung: { arrest: 1 }',
  ).replace('portal: [liver]', 'portal: [brain, liver]')
  const world = runOn(start(first), 4)
  const blood = bloodOf(world)
  // In the order of names: brain, liver, lung.
  const [inBrain, inLiver] = [particles(blood, 'arrested', 1), particles(blood, 'arrested', 2)]
  expect(inBrain).toBeGreaterThan(0)
  const processes = [...standardProcesses, leaving]
  const next = compile(modelFrom(MODEL), processes)
  const { world: branch } = branchWorld(world, next, { kernels: testKernels(), seed: 2 })
  expect(particles(bloodOf(branch), 'arrested', 1)).toBe(inLiver)
  expect(particles(bloodOf(branch), 'arrested', 2)).toBe(0)
  runOn(branch, 6)
  expect(particles(bloodOf(branch), 'arrested', 1)).toBeLessThan(inLiver)
})

test('the model of the theory page reads', () => {
  const page = readFileSync(new URL('README.md', import.meta.url), 'utf8')
  const frame = MODEL.slice(0, MODEL.indexOf('body:')) + MODEL.slice(MODEL.indexOf('sites:'))
  const text = frame + (/```yaml\n([^`]*)```/.exec(page)?.[1] ?? '')
  const { issues } = parseModel('m.yaml', textReader({ 'm.yaml': text }))
  expect(issues.filter(({ severity }) => severity !== 'note')).toEqual([])
})

test('a body without dissemination, and a tissue without body, have none of its columns', () => {
  const without = MODEL.slice(0, MODEL.indexOf('dissemination:')) + MODEL.slice(MODEL.indexOf('initial:'))
  const { world } = runModel(without, { ticks: 1 })
  expect(bloodOf(world).has(PACKET.place)).toBe(false)
  expect(start(MODEL).has(PACKET.place)).toBe(false)
})

test.each([
  ['ways: { portal: [liver]', 'ways: { portal: [livr]', 'unknown-name', 'dissemination/ways/portal/0'],
  ['ways: { portal: [liver]', 'ways: { portal: [liver, liver]', 'name-twice', 'dissemination/ways/portal/1'],
  [
    'lung: { arrest: 1 }',
    'lung: { share of output: 101 % }',
    'out-of-range',
    'dissemination/organs/lung/share of output',
  ],
  [
    'lung: { arrest: 1 }',
    'lung: { arrest: 1 }\n    primary: { field: { lesions: 1 } }',
    'home-field',
    'dissemination/organs/primary/field',
  ],
  [
    'traits:',
    'dissemination: { cluster share: 3 % }\n    traits:',
    'no-clusters',
    'cell types/tumour/dissemination/cluster share',
  ],
  [
    'traits:',
    'dissemination: { organs: { lunge: { arrest: 3 } } }\n    traits:',
    'unknown-name',
    'cell types/tumour/dissemination/organs/lunge',
  ],
  [/^body:.*\n/m, '', 'needs-body', 'dissemination'],
  ['sites:\n  liver', 'sites:\n  livr', 'no-site', 'dissemination/organs/liver/field'],
])('mistakes have a place: %s', (from, to, code, path) => {
  const text = MODEL.replace(from, to)
  const { issues } = parseModel('m.yaml', textReader({ 'm.yaml': text }))
  expect(issues.map((issue) => [issue.code, issue.path.join('/')])).toContainEqual([code, path])
})
