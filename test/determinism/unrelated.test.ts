import { describe, expect, test } from 'vitest'
import { lineageText } from '../../src/engine/population.ts'
import { columnHashes } from '../../src/engine/state-hash.ts'
import type { World } from '../../src/engine/world.ts'
import { livingTissue } from '../../src/bench/living-tissue.ts'
import { runOn, runTo } from '../../src/testing/start-run.ts'
import { rowsByLineage } from './rows-by-lineage.ts'

const TICKS = 180
const plain = runTo(livingTissue(), TICKS)

/** Hashes in `world` of the columns that the plain tissue has too. */
function sharedHashes(world: World): ReadonlyMap<string, string> {
  const known = columnHashes(plain)
  return new Map([...columnHashes(world)].filter(([name]) => known.has(name)))
}

describe('what has nothing to do with the cells', () => {
  test.each([
    [
      'a substrate that nobody uses',
      { substrates: '  inert: { unit: nM, diffusion: 10 um^2/min, initial: 1 nM }' },
    ],
    [
      'a kind of vesicle that nobody releases',
      { more: 'vesicles: { EV: { diameter: 100 nm, cargo: { MIF: 100 molecules } } }' },
    ],
    [
      'a substrate before all others',
      { substrates: '  A: { unit: nM, diffusion: 900 um^2/min, decay: 1 1/min }' },
    ],
  ])('%s changes no other column', (_, options) => {
    expect(sharedHashes(runTo(livingTissue(options), TICKS))).toEqual(columnHashes(plain))
  })

  test.each([
    [
      'a cell type without cells',
      { types: '  ghost:\n    motility: { speed: 9 um/min }\n    markers: { CD47: 1 }' },
    ],
    [
      'a depletion of cells that are not there',
      { types: '  ghost: {}', more: 'depletion: { ghost: { share: 1 } }' },
    ],
  ])('%s changes no other column but the indices of types', (_, options) => {
    const hashes = sharedHashes(runTo(livingTissue(options), TICKS))
    const indices = ['cell.type', 'cell.class']
    const rest = (all: ReadonlyMap<string, string>) => [...all].filter(([name]) => !indices.includes(name))
    expect(rest(hashes)).toEqual(rest(columnHashes(plain)))
  })

  test('a marker, a trait and a receptor that nothing listens to change no other column', () => {
    const yaml = livingTissue()
      .replace('markers: { PD-L1: 0.3 }', 'markers: { PD-L1: 0.3, CD47: 1 }')
      .replace('traits: {', 'traits: { unused: { value: 0.5, spread: 0.1, drift: 0.1 },')
      .replace('receptors: {', 'receptors: { SIRPa: { ligand: CD47, half: 1 },')
    expect(sharedHashes(runTo(yaml, TICKS))).toEqual(columnHashes(plain))
  })

  test('a therapy with a dose of nothing is no therapy', () => {
    const nothing = '{ weekly: { drug: anti-PD-1, dose: 0 mg/kg, infusion: 60 min, every: 3 h } }'
    const untreated = runTo(livingTissue({ therapy: '{}' }), TICKS)
    expect(columnHashes(runTo(livingTissue({ therapy: nothing }), TICKS))).toEqual(columnHashes(untreated))
    expect(columnHashes(untreated)).not.toEqual(columnHashes(plain))
  })

  test('a therapy that begins later leaves the time before as it was', () => {
    const therapy = '{ weekly: { drug: anti-PD-1, dose: 3 mg/kg, start: 3 h } }'
    const untreated = runTo(livingTissue({ therapy: '{}' }), TICKS)
    const treated = runTo(livingTissue({ therapy }), TICKS)
    expect(columnHashes(treated)).toEqual(columnHashes(untreated))
    expect(columnHashes(runOn(treated, 200))).not.toEqual(columnHashes(runOn(untreated, 200)))
  })
})

/** Cells that exchange nothing with the medium, in a corner of a wide plane; divide, die, attack and crawl. */
const recluses = (more: string): string => `format: 1
title: recluses
domain: { size: [2000 um, 2000 um, 20 um] }
time: { stop: 1 day, fields: 1 min, mechanics: 1 min, phenotype: 6 min }
cell types:
  tumour:
    cycle: { model: live, rate: 0.005 1/min }
    death: { apoptosis: { rate: 0.001 1/min, duration: 60 min } }
    mechanics: { springs: { attachment: 0.01 1/min, detachment: 0.01 1/min } }
    rules: ["damage increases apoptosis to 0.1 1/min, half at 10, hill 4 [assumed]"]
  CD8:
    motility: { speed: 2 um/min, persistence: 10 min }
    interaction: { attack: { tumour: 0.2 1/min } }
  hermit:
    motility: { speed: 0.5 um/min }
    cycle: { model: live, rate: 0.004 1/min }
initial:
  tumour: { disc: { centre: [-800 um, -800 um, 0 um], radius: 60 um } }
  CD8: { box: { low: [-880 um, -880 um, 0 um], high: [-700 um, -700 um, 0 um], count: 8 } }
${more}`

describe('a cell far away', () => {
  const alone = runTo(recluses(''), 240)
  const hermits = '  hermit: { points: [[700 um, 800 um, 0 um], [650 um, 720 um, 0 um]] }'
  const accompanied = runTo(recluses(hermits), 240)

  test('changes nothing for the others, to the bit', () => {
    const expected = rowsByLineage(alone)
    const found = rowsByLineage(accompanied)
    expect(found.size).toBeGreaterThan(expected.size)
    for (const [lineage, row] of expected) expect(found.get(lineage)).toEqual(row)
  })

  test('does not change the order of the others either', () => {
    const order = (world: World) => Array.from({ length: world.count }, (_, slot) => lineageText(world, slot))
    const known = new Set(order(alone))
    expect(order(accompanied).filter((lineage) => known.has(lineage))).toEqual(order(alone))
  })
})
