import { beforeAll, describe, expect, test } from 'vitest'
import { NODE_ABSENT, NODE_TIP } from '../../src/engine/vessel-points.ts'
import { runModel } from '../../src/testing/run-model.ts'

/*
 * The parts of angiogenesis in a small tumour beside a few vessels: what each drug does to vessels follows from where it acts, and
 * nothing says so. One seed each; the comparisons are far wider than what seeds differ by.
 */

const DAYS = 6
const points = [-140, 140].flatMap((x) => [-100, 0, 100].map((y) => `[${x} um, ${y} um, 0 um]`)).join(', ')

const text = (parts: string, therapy: string, rate: string): string => `format: 1
title: vessels beside a small tumour
include: [library/tumour, library/tumour-vegf-a, library/vessels, ${parts}]
domain: { size: [320 um, 320 um, 20 um], voxel: 20 um, boundary: { x: periodic, y: periodic } }
time: { stop: 60 day, fields: 6 min, mechanics: 6 min, phenotype: 6 min }
vessels: { points: [${points}] }
vessel network:
  from tissue: { pressure: along x from 25 mmHg to 15 mmHg }
  sprouting: { rate: ${rate} }
initial:
  tumour: { box: { low: [-100 um, -100 um, 0 um], high: [100 um, 100 um, 0 um], count: 120 } }
${therapy}`

interface Vessels {
  readonly nodes: number
  readonly tips: number
  readonly pericytes: number
  readonly leak: number
  readonly oxygen: number
  readonly cells: number
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

function after(parts: string, therapy = '', rate = '2.5e-3 1/min'): Vessels {
  const { world } = runModel(text(parts, therapy, rate), {
    ticks: 240 * DAYS,
    file: 'models/test/model.yaml',
  })
  const kind = world.u8('vessel.kind')
  const rows = [...kind.keys()].filter((row) => kind[row] !== NODE_ABSENT)
  const meanOf = (name: string): number => mean(rows.map((row) => world.f64(name)[row] ?? 0))
  return {
    nodes: rows.length,
    tips: rows.filter((row) => kind[row] === NODE_TIP).length,
    pericytes: meanOf('vessel.pericytes'),
    leak: meanOf('vessel.leak'),
    oxygen: mean([...world.f32('field/oxygen')]),
    cells: world.count,
  }
}

const give = (drug: string, dose: string, every: string): string =>
  `therapy: { it: { drug: ${drug}, dose: ${dose}, every: ${every} } }`
const ALL = 'library/pericytes, library/ang2'
const START = 6

describe('drugs against vessels', () => {
  let untreated: Vessels
  beforeAll(() => {
    untreated = after(ALL)
  }, 30_000)

  test('without any, hypoxic tumour brings vessels in and oxygen with them', () => {
    expect(untreated.nodes).toBeGreaterThan(5 * START)
    expect(untreated.cells).toBeGreaterThan(200)
  })

  test('an antibody against VEGFR2 keeps sprouts from coming, and the tumour small and without oxygen', () => {
    const treated = after(`${ALL}, library/vegfr2-inhibitor`, give('anti-VEGFR2', '8 mg/kg', '14 day'))
    expect(treated.nodes).toBe(START)
    expect(treated.oxygen).toBeLessThan(0.6 * untreated.oxygen)
    expect(treated.cells).toBeLessThan(0.6 * untreated.cells)
  })

  test('an inhibitor of PDGFRb strips walls of pericytes, so that they leak', () => {
    // No vessel comes, so that both have the same walls and the same VEGF-A.
    const part = 'library/pdgfr-inhibitor'
    const [free, treated] = ['', give('imatinib', '800 mg', '1 day')].map((therapy) =>
      after(part, therapy, '0 1/min'),
    )
    expect(treated?.pericytes).toBeLessThan(0.8 * (free?.pericytes ?? 0))
    expect(treated?.leak).toBeGreaterThan(1.1 * (free?.leak ?? 0))
    expect(treated?.oxygen).toBe(free?.oxygen)
  })

  test('an antibody against ANG2 keeps Tie2 closed: fewer sprouts, and more pericytes on walls', () => {
    const treated = after(`${ALL}, library/anti-ang2`, give('anti-ANG2', '10 mg/kg', '14 day'))
    expect(treated.nodes).toBeLessThan(untreated.nodes)
    expect(treated.pericytes).toBeGreaterThan(untreated.pericytes)
  })
})
