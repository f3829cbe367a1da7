import { expect, test } from 'vitest'
import { lineageText } from '../../engine/population.ts'
import { runModel } from '../../testing/run-model.ts'
import { FOUNDER_HIGH, FOUNDER_LOW } from './columns.ts'

const model = (clones: string): string => `format: 1
title: clones
domain: { size: [600 um, 600 um, 20 um] }
time: { stop: 3 day, mechanics: 1 min, phenotype: 6 min, fields: 1 min }
cell types:
  tumour: { display: { lineage: tumour }, cycle: { model: live, rate: 0.001 1/min } }
  CD8: { display: { lineage: lymphoid } }
initial:
  tumour: { points: [[0 um, 0 um, 0 um], [100 um, 0 um, 0 um], [-100 um, 0 um, 0 um]] }
  CD8: { points: [[0 um, 200 um, 0 um]] }
${clones}
`

test('descendants carry the key of the founder that the events lead to', () => {
  const { world, run } = runModel(model('clones: { founders: [tumour] }'))
  const founderOf = new Map<string, string>()
  for (let slot = 0; slot < world.count; slot++)
    founderOf.set(lineageText(world, slot), lineageText(world, slot))
  let divisions = 0
  run(1440, ({ events }) => {
    for (const { kind, cell, other = '' } of events) {
      if (kind !== 'division') continue
      divisions += 1
      founderOf.set(other, founderOf.get(cell) ?? 'unknown')
    }
    return true
  })
  expect(divisions).toBeGreaterThan(2)
  const [low, high] = [world.u32(FOUNDER_LOW), world.u32(FOUNDER_HIGH)]
  const text = (word = 0): string => word.toString(16).padStart(8, '0')
  for (let slot = 0; slot < world.count; slot++) {
    const isTumour = world.program.isTumour[world.cells.type[slot] ?? 0] === true
    const founder = isTumour ? founderOf.get(lineageText(world, slot)) : '0'.repeat(16)
    expect(text(high[slot]) + text(low[slot])).toBe(founder)
  }
})

test('following clones changes nothing else', () => {
  const [plain, followed] = [
    runModel(model(''), { ticks: 720 }),
    runModel(model('clones: { founders: [tumour] }'), { ticks: 720 }),
  ]
  expect(followed.world.count).toBe(plain.world.count)
  expect(plain.world.has(FOUNDER_LOW)).toBe(false)
  expect(followed.world.cells.x.slice(0, followed.world.count)).toEqual(
    plain.world.cells.x.slice(0, plain.world.count),
  )
})
