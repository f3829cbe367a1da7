import { describe, expect, test } from 'vitest'
import type { ColumnArray } from '../../src/engine/columns.ts'
import type { CellEvent } from '../../src/engine/events.ts'
import { lineageText } from '../../src/engine/population.ts'
import { columnHashes } from '../../src/engine/state-hash.ts'
import type { World } from '../../src/engine/world.ts'
import { livingTissue } from '../../src/testing/living-tissue.ts'
import { runOn, runTo, startWorld } from '../../src/testing/start-run.ts'

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

/** The rows of all cell columns, by lineage of the cell; slots in `refersToCells` columns become lineages. */
function rowsByLineage(world: World): ReadonlyMap<string, readonly (number | string)[]> {
  const columns = [...world.layout.columns.values()].filter(
    ({ declaration }) => declaration.group === 'cell' && declaration.isScratch !== true,
  )
  const read = (values: ColumnArray, refers: boolean, index: number): number | string => {
    const value = values[index] ?? Number.NaN
    return refers && value >= 0 ? lineageText(world, value) : value
  }
  const row = (slot: number) =>
    columns.flatMap(({ declaration, stride }) =>
      Array.from({ length: declaration.width ?? 1 }, (_, k) =>
        read(world.view(declaration.name), declaration.refersToCells === true, k * stride + slot),
      ),
    )
  return new Map(Array.from({ length: world.count }, (_, slot) => [lineageText(world, slot), row(slot)]))
}

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

/** Two groups at opposite corners; a drug from a point in one of them kills there, and decays within tens of um. */
const corners = (dose: number): string => `format: 1
title: twins
domain: { size: [1000 um, 1000 um, 20 um] }
time: { stop: 1 day, fields: 1 min, mechanics: 1 min, phenotype: 6 min }
substrates:
  oxygen: { unit: mmHg, diffusion: 100000 um^2/min, decay: 0.1 1/min, initial: 38 mmHg, boundary: 38 mmHg }
  drug: { unit: uM, diffusion: 100 um^2/min, decay: 0.1 1/min, fixed: [{ at: [-350 um, -350 um, 0 um], value: ${dose} uM }] }
cell types:
  tumour:
    exchange: { oxygen: { uptake: 1 1/min }, drug: { uptake: 0.1 1/min } }
    cycle: { model: live, rate: 0 1/min }
    death: { apoptosis: { rate: 0.0005 1/min, duration: 90 min } }
    transitions: { quiescent: 0.0005 1/min }
    rules:
      - oxygen increases cycle entry to 0.006 1/min, half at 21.5 mmHg, hill 4 [assumed]
      - drug increases apoptosis to 0.05 1/min, half at 0.2 uM, hill 2 [assumed]
  quiescent: {}
initial:
  tumour:
    disc: { centre: [-350 um, -350 um, 0 um], radius: 60 um }
    points: [${Array.from({ length: 60 }, (_, k) => `[${300 + 14 * (k % 8)} um, ${300 + 14 * Math.floor(k / 8)} um, 0 um]`).join(', ')}]
`

describe('twins', () => {
  const eventsOf = (dose: number, isHere: (event: CellEvent) => boolean) => {
    const events: string[] = []
    runOn(startWorld(corners(dose), { seed: 11 }), 400, (world) => {
      for (const event of world.events.filter(isHere)) {
        events.push([event.tick, event.kind, event.cell, event.type, event.other, event.cause].join(' '))
      }
    })
    return events
  }
  const isTreated = (event: CellEvent): boolean => event.x < 0
  const isFar = (event: CellEvent): boolean => event.x > 0

  test('differ where one of them is treated', () => {
    const deaths = (dose: number) =>
      eventsOf(dose, isTreated).filter((event) => event.includes('death')).length
    expect(deaths(1)).toBeGreaterThan(2 * deaths(0))
  })

  test('live through the same events far from there', () => {
    const untreated = eventsOf(0, isFar)
    for (const kind of ['division', 'death', 'transition', 'removal']) {
      expect(untreated.filter((event) => event.includes(kind)).length, kind).toBeGreaterThan(1)
    }
    expect(eventsOf(1, isFar)).toEqual(untreated)
  })
})
