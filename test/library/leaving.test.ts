import { expect, test } from 'vitest'
import { witnessOrganism } from '../../src/testing/witnessed-organism.ts'

/* The parts that say how cells get out of a tissue of an organism: who leaves, and what it takes. */

const SIDE = 10
/** Middles of voxels, 60 um apart. */
const grid = Array.from({ length: SIDE * SIDE }, (_, n) => [
  60 * (n % SIDE) - 30 * SIDE + 30,
  60 * Math.floor(n / SIDE) - 30 * SIDE + 30,
])
const points = (dx: number, dy: number): string =>
  grid.map(([x = 0, y = 0]) => `[${x + dx} um, ${y + dy} um, 0 um]`).join(', ')

interface Tissue {
  readonly part: string
  readonly emt: number
  readonly initial: string
  readonly more?: string
}

/** Share of the tumour cells that leave within five days; nothing moves, is born or dies. */
function leave({ part, emt, initial, more = '' }: Tissue): number {
  const still = 'mechanics: { movable: false }, motility: { speed: 0 um/min }'
  const organism = witnessOrganism(`format: 1
title: who leaves
include: [library/${part}]
domain: { size: [${60 * SIDE} um, ${60 * SIDE} um, 20 um], voxel: 20 um }
time: { stop: 6 day, fields: 60 min, mechanics: 60 min, phenotype: 60 min }
body: { tissue stands for: 1 mm^3, blood: 2 mL }
${more}
cell types:
  tumour:
    ${still.replaceAll(', ', '\n    ')}
    network: { nodes: { EMT: { basal: ${emt}, tau: 1 h } } }
    cycle: { model: live, rate: 0 1/min }
    death: { apoptosis: { rate: 0 1/min }, necrosis: { rate: 0 1/min } }
${more.includes('macrophage') || part.includes('macrophage') ? `  macrophage: { ${still}, death: { apoptosis: { rate: 0 1/min } } }` : ''}
initial:
  tumour: { points: [${points(9, 0)}] }
${initial}
`)
  organism.run(120)
  return organism.left.length / (SIDE * SIDE)
}

const vessels = `vessels: { points: [${points(0, 0)}] }`

test('mesenchymal cells get into vessels, and many more beside a macrophage at the wall', () => {
  const part = 'perivascular-macrophages'
  const macrophages = `  macrophage: { points: [${points(0, 9)}] }`
  const alone = leave({ part, emt: 0.9, initial: '', more: vessels })
  const helped = leave({ part, emt: 0.9, initial: macrophages, more: vessels })
  const epithelial = leave({ part, emt: 0.05, initial: macrophages, more: vessels })
  // 0.02 and 0.2 a day for five days: 0.095 and 0.63 of 100 cells; five standard deviations.
  expect(Math.abs(alone - 0.095)).toBeLessThan(5 * 0.03)
  expect(Math.abs(helped - 0.63)).toBeLessThan(5 * 0.05)
  // 0.0022 a day: a hundredth.
  expect(epithelial).toBeLessThan(0.01 + 5 * 0.01)
  expect(leave({ part, emt: 0.9, initial: macrophages })).toBe(0)
})

test('mesenchymal cells get into lymphatics that they touch', () => {
  const part = 'lymph-route'
  const lymphatics = `  lymphatic endothelium: { points: [${points(20, 0)}] }`
  // 0.5 a day for five days, with EMT at 0.9: nine tenths.
  expect(leave({ part, emt: 0.9, initial: lymphatics })).toBeGreaterThan(0.8)
  expect(leave({ part, emt: 0.05, initial: lymphatics })).toBeLessThan(0.15)
  expect(leave({ part, emt: 0.9, initial: '' })).toBe(0)
})
