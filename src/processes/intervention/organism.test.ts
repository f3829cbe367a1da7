import { describe, expect, it, test } from 'vitest'
import { compile } from '../../compile/compile.ts'
import { branchWorld } from '../../engine/branch.ts'
import { createWorld } from '../../engine/create-world.ts'
import { countColumn } from '../../engine/packets.ts'
import { lineageText } from '../../engine/population.ts'
import { loadSnapshot, saveSnapshot } from '../../engine/snapshot.ts'
import { stateHash } from '../../engine/state-hash.ts'
import { createStepper, runUntil } from '../../engine/step.ts'
import type { World } from '../../engine/world.ts'
import { testKernels } from '../../testing/kernels.ts'
import { modelFrom, refusal, runModel } from '../../testing/run-model.ts'

interface Options {
  readonly more?: string
  readonly liver?: string
  readonly organs?: string
}

/** A tumour that secretes and lets nobody out, an organism around it, and a liver of its own. Ticks of 2 min; meetings every 6 min. */
const model = ({ more = '', liver = '', organs = '{ liver: {} }' }: Options = {}): string => `format: 1
title: interventions in an organism
domain: { size: [200 um, 200 um, 20 um], voxel: 20 um }
time: { stop: 10 day, fields: 2 min, mechanics: 2 min, phenotype: 6 min }
body: { tissue stands for: 1 mm^3, blood: 2 mL }
dissemination: { ways: { portal: [liver] }, organs: ${organs} }
substrates: { factor: { unit: nM, diffusion: 100 um^2/min, initial: 1 nM } }
clones: { founders: [tumour] }
cell types:
  tumour:
    traits: { grit: { value: "1 [assumed]", spread: "0.3 [assumed]" } }
    exchange: { factor: { export: 10 molecules/s } }
    rules: ["grit increases apoptosis to 1e-9 1/min, half at 1, hill 2 [assumed]"]
  macrophage: {}
vessels: { points: [[0 um, 0 um, 0 um]], entry: { macrophage: { rate: 20 1/day } } }
initial:
  tumour: { disc: { centre: [0 um, 0 um, 0 um], radius: 60 um } }
  macrophage: { points: [[80 um, 80 um, 0 um], [-80 um, 80 um, 0 um]] }
sites:
  liver:
    domain: { size: [200 um, 200 um, 20 um], voxel: 20 um }
    initial: { macrophage: { disc: { centre: [0 um, 0 um, 0 um], radius: 50 um } } }
${liver}
${more}`

const inner = (world: World, name: string): World => {
  const found = world.inner.get(name)
  if (found === undefined) throw new Error(`no ${name}`)
  return found
}

const circulating = (world: World): readonly number[] => {
  const blood = inner(world, 'blood')
  return [...blood.f64(countColumn('circulating')).subarray(0, blood.count)]
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0)

const keysOf = (world: World): readonly string[] =>
  Array.from({ length: world.count }, (_, slot) => lineageText(world, slot))

const injections = (text: string): Options => ({ more: `injections: { ${text} }\n` })
const PORTAL = 'shot: { cell type: tumour, count: 300001, into: arterial, at: 8 min }'

describe('an injection into the blood', () => {
  it('brings as many cells as written, in packets that differ by one cell at most', () => {
    const { world, run } = runModel(model(injections(PORTAL)))
    // The meetings are after ticks 0, 3 and 6; 8 min is tick 4.
    run(6)
    expect(circulating(world)).toEqual([])
    run(7)
    const counts = circulating(world)
    expect(counts).toHaveLength(100)
    expect(sum(counts)).toBe(300_001)
    expect([...new Set(counts)].toSorted((a, b) => a - b)).toEqual([3000, 3001])
    run(40)
    expect(sum(circulating(world))).toBe(300_001)
  })

  it('gives each packet traits and a clone of its own', () => {
    const { world, run } = runModel(model(injections(PORTAL.replace('8 min', '0 min, packets: 400'))))
    run(1)
    const blood = inner(world, 'blood')
    const grit = [...blood.f64('trait/grit').subarray(0, blood.count)]
    const mean = sum(grit) / grit.length
    const spread = Math.sqrt(sum(grit.map((value) => (value - mean) ** 2)) / (grit.length - 1))
    // Five standard deviations of mean and spread of 400 normal numbers.
    expect(Math.abs(mean - 1)).toBeLessThan((5 * 0.3) / 20)
    expect(Math.abs(spread - 0.3)).toBeLessThan((5 * 0.3) / Math.sqrt(800))
    expect(new Set(blood.u32('clones.founderLow').subarray(0, blood.count)).size).toBe(400)
  })

  it('brings clusters as particles', () => {
    const { world, run } = runModel(
      model(injections(PORTAL.replace('8 min', '0 min, packets: 3, cluster size: 4'))),
    )
    run(1)
    const blood = inner(world, 'blood')
    expect(sum(circulating(world))).toBe(75_000)
    expect([...blood.f64('packet.size').subarray(0, blood.count)]).toEqual([4, 4, 4])
  })

  it('does not depend on another one', () => {
    const other = 'other: { cell type: tumour, count: 50, into: portal, at: 8 min, packets: 5 }'
    const alone = runModel(model(injections(PORTAL)), { ticks: 7 }).world
    const both = runModel(model(injections(`${other}, ${PORTAL}`)), { ticks: 7 }).world
    const keys = keysOf(inner(alone, 'blood'))
    expect(keysOf(inner(both, 'blood'))).toEqual(expect.arrayContaining([...keys]))
    expect(inner(both, 'blood').count).toBe(105)
  })

  it('comes once, whatever was saved or branched before', () => {
    const program = compile(modelFrom(model(injections(PORTAL))))
    const start = () => createWorld(program, { kernels: testKernels(), seed: 4 })
    const straight = start()
    runUntil(createStepper(straight), 12)
    for (const at of [3, 4, 6, 8]) {
      const begun = start()
      runUntil(createStepper(begun), at)
      const resumed = loadSnapshot(program, saveSnapshot(begun), testKernels())
      runUntil(createStepper(resumed), 12)
      expect(stateHash(resumed)).toBe(stateHash(straight))
      const { world: branch } = branchWorld(begun, program, { kernels: testKernels(), seed: 4 })
      runUntil(createStepper(branch), 12)
      expect(stateHash(branch)).toBe(stateHash(straight))
    }
  })

  it('may bring what was harvested from a tissue, as it is', () => {
    const again =
      'again: { cell type: tumour, count: 900, into: arterial, at: 0 min, packets: 30, harvest: primary }'
    const { world, run } = runModel(model(injections(again)))
    run(1)
    const blood = inner(world, 'blood')
    const there = new Set(world.f64('trait/grit').subarray(0, world.count))
    const grit = [...blood.f64('trait/grit').subarray(0, blood.count)]
    expect(sum(circulating(world))).toBe(900)
    expect(grit.every((value) => there.has(value))).toBe(true)
    expect(new Set(grit).size).toBeGreaterThan(10)
    expect(new Set(keysOf(blood)).size).toBe(30)
    expect(keysOf(blood).some((key) => keysOf(world).includes(key))).toBe(false)
  })
})

describe('an injection at a place of a site', () => {
  it.each(['0 min', '4 min', '20 min'])('at %s comes into a tissue that is laid out for it', (at) => {
    const liver = `    injections: { seed: { cell type: tumour, count: 7, at: ${at}, centre: [0 um, 0 um, 0 um], radius: 40 um } }`
    const { world, run } = runModel(model({ liver }))
    run(20)
    const tumour = inner(world, 'liver').cells.type.subarray(0, inner(world, 'liver').count)
    expect(tumour.filter((type) => world.program.cellTypes[type] === 'tumour')).toHaveLength(7)
  })
})

describe('a resection', () => {
  const liver =
    '    injections: { seed: { cell type: tumour, count: 20, at: 0 min, centre: [0 um, 0 um, 0 um], radius: 40 um } }'
  const resection = (text: string): string => model({ liver, more: `resection: { surgery: { ${text} } }\n` })

  it('takes a tissue out as a whole, and nothing comes back', () => {
    const { world, run } = runModel(resection('at: 20 min'))
    run(10)
    const before = world.count
    expect(Math.max(...world.f32('field/factor'))).toBeGreaterThan(0)
    run(11)
    expect(world.count).toBe(0)
    expect(
      world.events.filter(({ kind, cause }) => kind === 'resection' && cause === 'surgery'),
    ).toHaveLength(before)
    run(2000)
    expect(world.count).toBe(0)
    expect(Math.max(...world.f32('field/factor'))).toBe(0)
    expect(inner(world, 'blood').tick).toBe(2000)
  })

  it('leaves the bits of other tissues as they are', () => {
    const operated = runModel(resection('at: 20 min'), { ticks: 200 }).world
    const other = runModel(resection('at: 9 day'), { ticks: 200 }).world
    expect(other.count).toBeGreaterThan(0)
    const bits = (world: World): readonly (readonly number[])[] =>
      ['cell.x', 'cell.volume', 'trait/grit', 'field/factor'].map((name) => [
        ...inner(world, 'liver').view(name),
      ])
    expect(bits(operated)).toEqual(bits(other))
  })

  it('takes out a site', () => {
    const { world, run } = runModel(resection('at: 20 min, site: liver'))
    run(11)
    expect(inner(world, 'liver').count).toBe(0)
    expect(world.count).toBeGreaterThan(20)
    expect(
      world.events.filter(({ kind, site }) => kind === 'resection' && site === 'liver').length,
    ).toBeGreaterThan(20)
    run(100)
    expect(inner(world, 'liver').count).toBe(0)
    expect(inner(world, 'liver').tick).toBe(100)
  })

  it('of a part leaves the rest, which lives on', () => {
    const { world, run } = runModel(resection('at: 20 min, centre: [0 um, 0 um, 0 um], radius: 40 um'))
    run(11)
    const { x, y } = world.cells
    const near = Array.from(
      { length: world.count },
      (_, slot) => Math.hypot(x[slot] ?? 0, y[slot] ?? 0) <= 40,
    )
    expect(near.filter(Boolean)).toEqual([])
    expect(world.count).toBeGreaterThan(5)
    expect(Math.max(...world.f32('field/factor'))).toBeGreaterThan(0)
    run(400)
    // Macrophages come on.
    expect(world.count).toBeGreaterThan(10)
  })

  it('of types leaves the others', () => {
    const { world } = runModel(resection('at: 20 min, cell types: [tumour]'), { ticks: 11 })
    const types = [...world.cells.type.subarray(0, world.count)].map((type) => world.program.cellTypes[type])
    expect(new Set(types)).toEqual(new Set(['macrophage']))
  })

  it('lets somebody come later', () => {
    const again =
      'injections: { again: { cell type: tumour, count: 5, at: 40 min, centre: [0 um, 0 um, 0 um], radius: 40 um } }\n'
    const { world, run } = runModel(resection('at: 20 min') + again)
    run(20)
    expect(world.count).toBe(0)
    run(21)
    expect(world.count).toBe(5)
    run(24)
    expect(Math.max(...world.f32('field/factor'))).toBeGreaterThan(0)
  })

  it('is the same after a snapshot in the middle', () => {
    const program = compile(modelFrom(resection('at: 20 min')))
    const straight = createWorld(program, { kernels: testKernels(), seed: 4 })
    runUntil(createStepper(straight), 60)
    for (const at of [10, 11, 30]) {
      const begun = createWorld(program, { kernels: testKernels(), seed: 4 })
      runUntil(createStepper(begun), at)
      const resumed = loadSnapshot(program, saveSnapshot(begun), testKernels())
      runUntil(createStepper(resumed), 60)
      expect(stateHash(resumed)).toBe(stateHash(straight))
    }
  })
})

describe('a depletion', () => {
  const liver =
    '    injections: { seed: { cell type: tumour, count: 20, at: 0 min, centre: [0 um, 0 um, 0 um], radius: 40 um } }'
  const macrophages = (world: World): number =>
    [...world.cells.type.subarray(0, world.count)].filter(
      (type) => world.program.cellTypes[type] === 'macrophage',
    ).length
  const counts = (more: string, site = liver): readonly [number, number] => {
    const { world } = runModel(model({ liver: site, more }).replace('rate: 20 1/day', 'rate: 0 1/day'), {
      ticks: 13,
    })
    return [macrophages(world), macrophages(inner(world, 'liver'))]
  }
  const whole = counts('')

  it.each([
    ['everywhere', '', [0, 0]],
    ['in the primary only', ', in: [primary]', [0, whole[1]]],
    ['in the liver only', ', in: [liver]', [whole[0], 0]],
  ])('takes cells %s', (_, where, left) => {
    expect(whole[0]).toBe(2)
    expect(whole[1]).toBeGreaterThan(5)
    expect(counts(`depletion: { macrophage: { share: 100 %, at: 20 min${where} } }\n`)).toEqual(left)
  })

  it('written at a site takes cells there', () => {
    const own = `${liver}\n    depletion: { macrophage: { share: 100 %, at: 20 min } }`
    expect(counts('', own)).toEqual([whole[0], 0])
  })
})

describe('what an author writes', () => {
  const mistakes = [
    [
      'into',
      model(injections(PORTAL))
        .replace(/^body.*\n/m, '')
        .replace(/^sites:[\s\S]*?^injections/m, 'injections'),
      "'into' is part of an organism",
    ],
    [
      'without dissemination',
      model(injections(PORTAL)).replace(/^dissemination.*\n/m, ''),
      'does not say what becomes of them',
    ],
    ['an unknown way', model(injections(PORTAL.replace('arterial', 'portl'))), "did you mean 'portal'"],
    [
      'a way and a place',
      model(injections(PORTAL.replace('at:', 'centre: [0 um, 0 um, 0 um], at:'))),
      "'into' and 'centre'",
    ],
    ['neither', model(injections(PORTAL.replace('into: arterial, ', ''))), "the key 'centre' is missing"],
    [
      'packets at a place',
      model(
        injections(
          'a: { cell type: tumour, count: 2, packets: 2, at: 0 min, centre: [0 um, 0 um, 0 um], radius: 9 um }',
        ),
      ),
      "'packets' is for cells that are injected into the blood",
    ],
    [
      'large clusters',
      model(injections('a: { cell type: tumour, count: 2, cluster size: 3, at: 0 min, into: portal }')),
      'clusters of 3 cells',
    ],
    ['into at a site', model({ liver: `    injections: { ${PORTAL} }` }), 'belongs to the whole organism'],
    [
      'a resection at a site',
      model({ liver: '    resection: { a: { at: 1 day } }' }),
      'belongs to the whole organism',
    ],
    [
      'an unknown site',
      model({ more: 'resection: { a: { at: 1 day, site: livr } }\n' }),
      "did you mean 'liver'",
    ],
    [
      'half a place',
      model({ more: 'resection: { a: { at: 1 day, radius: 5 um } }\n' }),
      "the key 'centre' is missing",
    ],
    ['no type', model({ more: 'resection: { a: { at: 1 day, cell types: [] } }\n' }), 'names no cell type'],
    [
      'a place of depletion',
      model({ more: 'depletion: { macrophage: { share: 1, in: [livr] } }\n' }),
      "did you mean 'liver'",
    ],
  ] as const

  test.each(mistakes)('%s', (_, text, expected) => {
    expect(refusal(text)).toContain(expected)
  })
})
