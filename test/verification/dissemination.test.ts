import { describe, expect, test } from 'vitest'
import { countColumn, expectedColumn, PACKET } from '../../src/engine/packets.ts'
import { REQUEST_REMOVE } from '../../src/engine/columns.ts'
import { request } from '../../src/engine/population.ts'
import { loadSnapshot, saveSnapshot } from '../../src/engine/snapshot.ts'
import { stateHash } from '../../src/engine/state-hash.ts'
import { createStepper, runUntil } from '../../src/engine/step.ts'
import type { World } from '../../src/engine/world.ts'
import {
  CAUSES,
  DIED_PREFIX,
  EXPECTED,
  FUNNEL,
  FUNNEL_PREFIX,
  type FunnelEvent,
  LEFT,
  REMOVED,
} from '../../src/processes/dissemination/columns.ts'
import { testKernels } from '../../src/testing/kernels.ts'
import {
  type TestBody,
  cellsInStates,
  expectedParticles,
  inject,
  particles,
  startBody,
  sumOf,
} from '../../src/testing/packets.ts'
import { standardProcesses } from '../../src/compile/order.ts'
import { compile } from '../../src/compile/compile.ts'
import { modelFrom } from '../../src/testing/run-model.ts'

/* Packets in the blood against closed forms. All numbers are drawn from fixed seeds; bounds are of 5 standard errors, beyond which chance comes once in 10^6. */

const SIGMAS = 5

const model = (dissemination: string, more = ''): string => `
format: 1
title: packets
domain: { size: [100 um, 100 um, 20 um], voxel: 20 um }
time: { stop: 30 day, fields: 1 min, mechanics: 1 min, phenotype: 1 min }
body: { tissue stands for: 0.02 mm^3, blood: "2 mL [assumed]" }
${more.includes('cell types') ? '' : 'cell types: { tumour: {} }'}
dissemination:
${dissemination.trimEnd()}
${more}`

const CHAIN = `
  passes: 6 1/min
  ways: { portal: [liver, lung], vein: [lung] }
  shear death: 0.1 1/min
  NK killing: 0.2 1/min
  clusters: { size: 5, break-up: 0.15 1/min }
  organs:
    liver:
      share of output: 25 %
      arrest: 0.5
      extravasation: 0.08 1/min
      death of arrested cells: 0.02 1/min
      initiation: 0.01 1/min
      dormancy: 0.03 1/min
      death of solitary cells: 0.04 1/min
      awakening: 0.02 1/min
      death of dormant cells: 0.03 1/min
      outgrowth: 0.01 1/min
      loss of micrometastases: 0.04 1/min
      growth: 0.0005 1/min
    lung: { share of output: 50 %, arrest: 0.2, extravasation: 0.02 1/min, death of arrested cells: 0.05 1/min, initiation: 0.01 1/min, death of solitary cells: 0.02 1/min }
`
/** Adhesion to arrest. */
const arrest = (a: number): number => 1 - Math.exp(-a)
const [LIVER, LUNG] = [arrest(0.5), arrest(0.2)]
/** Rates of leaving the circulation, of single cells. */
const TO_LIVER = 6 * 0.25 * LIVER
const TO_LUNG = 6 * 0.5 * LUNG
const LEAVING = TO_LIVER + TO_LUNG + 0.1 + 0.2

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0)

function funnel(blood: World, organ: string, event: FunnelEvent, prefix = ''): number {
  const column = blood.f64(prefix + FUNNEL_PREFIX + organ)
  const pairs = column.length / FUNNEL.length
  const from = FUNNEL.indexOf(event) * pairs
  return total(column.subarray(from, from + pairs))
}

/** Cells of which nothing is left in any state. */
function gone(blood: World, prefix = ''): number {
  const inBlood = CAUSES.reduce((sum, cause) => sum + total(blood.f64(prefix + DIED_PREFIX + cause)), 0)
  const events = ['died arrested', 'died solitary', 'died dormant', 'vanished', 'settled'] as const
  const organs = [...blood.layout.columns.keys()].filter((name) => name.startsWith(FUNNEL_PREFIX))
  return organs.reduce(
    (sum, organ) =>
      events.reduce(
        (before, event) => before + funnel(blood, organ.slice(FUNNEL_PREFIX.length), event, prefix),
        sum,
      ),
    inBlood,
  )
}

/** Compares a number drawn `n` times with probability `p`. */
function expectBinomial(found: number, n: number, p: number): void {
  expect(Math.abs(found - n * p)).toBeLessThan(SIGMAS * Math.sqrt(n * p * (1 - p)) + 1e-9)
}

test('no cell is lost or made, singles and clusters alike', () => {
  const { blood, run } = startBody(model(CHAIN))
  inject(blood, 1_000_003, 'portal')
  inject(blood, 20_001, 'vein', { size: 5, source: 1 })
  inject(blood, 501, 'nowhere', { size: 7, source: 2 })
  const cells = 1_000_003 + 5 * 20_001 + 7 * 501
  for (let k = 0; k < 40; k++) {
    run(k < 10 ? 1 : 20)
    expect(total(blood.f64(LEFT))).toBe(cells)
    expect(cellsInStates(blood, countColumn) + gone(blood)).toBe(cells)
    // Rounding of some thousand sums.
    expect(Math.abs((cellsInStates(blood, expectedColumn) + gone(blood, EXPECTED)) / cells - 1)).toBeLessThan(
      1e-12,
    )
  }
  expect(gone(blood)).toBeGreaterThan(0.9 * cells)
})

test('what an intervention takes out is counted', () => {
  const { blood, run } = startBody(model(CHAIN))
  inject(blood, 1000, 'portal')
  run(20)
  const held = cellsInStates(blood, countColumn)
  for (let slot = 0; slot < blood.count; slot++) request(blood, slot, REQUEST_REMOVE)
  run(1)
  expect(blood.count).toBe(0)
  expect(held).toBeGreaterThan(100)
  expect(total(blood.f64(REMOVED))).toBeGreaterThan(held / 2)
  expect(total(blood.f64(REMOVED)) + gone(blood)).toBe(1000)
  // What was expected goes with the rows.
  expect(Math.abs(total(blood.f64(EXPECTED + REMOVED)) + gone(blood, EXPECTED) - 1000)).toBeLessThan(1e-9)
})

describe('circulation', () => {
  test('beds filter one after the other', () => {
    const { blood, run } = startBody(model(CHAIN))
    const n = 1e6
    inject(blood, n, 'portal')
    inject(blood, n, 'vein', { source: 1 })
    run(2)
    const first = (organ: string): number => funnel(blood, organ, 'arrested at first pass')
    expectBinomial(first('liver'), n, LIVER)
    expect(Math.abs(first('lung') - n * LUNG * (2 - LIVER))).toBeLessThan(SIGMAS * Math.sqrt(2 * n * LUNG))
    expect(
      Math.abs(funnel(blood, 'lung', 'arrested at first pass', EXPECTED) / (n * LUNG * (2 - LIVER)) - 1),
    ).toBeLessThan(1e-12)
  })

  test.each([0.001, 0.3, 4])('cells that die at %d per minute have that half-life', (rate) => {
    const { blood, run } = startBody(
      model(`  shear death: ${rate / 2} 1/min\n  anoikis: ${rate / 2} 1/min\n`),
    )
    const n = 1e9
    inject(blood, n, 'nowhere')
    // The first step is that in which they come.
    run(1)
    for (const minutes of [1, 2, 4]) {
      run(minutes)
      const left = Math.exp(-rate * (minutes === 1 ? 1 : minutes === 2 ? 3 : 7))
      expectBinomial(particles(blood, 'circulating'), n, left)
      expect(Math.abs(expectedParticles(blood, 'circulating') / (n * left) - 1)).toBeLessThan(1e-12)
    }
    const half = Math.LN2 / rate
    expect(Math.exp(-rate * half)).toBeCloseTo(0.5, 12)
  })

  test('organs and deaths share circulating cells as their rates do', () => {
    const { blood, run } = startBody(model(CHAIN))
    const n = 1e6
    inject(blood, n, 'nowhere')
    run(60)
    expect(particles(blood, 'circulating')).toBe(0)
    expectBinomial(funnel(blood, 'liver', 'arrested later'), n, TO_LIVER / LEAVING)
    expectBinomial(funnel(blood, 'lung', 'arrested later'), n, TO_LUNG / LEAVING)
    expectBinomial(total(blood.f64(`${DIED_PREFIX}NK killing`)), n, 0.2 / LEAVING)
    expect(
      Math.abs(total(blood.f64(`${EXPECTED + DIED_PREFIX}NK killing`)) / ((n * 0.2) / LEAVING) - 1),
    ).toBeLessThan(1e-12)
  })

  test('clusters fall apart into as many cells', () => {
    const { blood, run } = startBody(model('  clusters: { size: 6, break-up: 0.5 1/min }\n'))
    inject(blood, 1e5, 'nowhere', { size: 6 })
    run(4)
    const size = blood.f64(PACKET.size)
    const circulating = blood.f64(countColumn('circulating'))
    const inClusters = Array.from({ length: blood.count }, (_, slot) =>
      size[slot] === 6 ? (circulating[slot] ?? 0) : 0,
    )
    const clusters = inClusters.reduce((sum, value) => sum + value, 0)
    expectBinomial(clusters, 1e5, Math.exp(-1.5))
    expect(particles(blood, 'circulating')).toBe(clusters + 6 * (1e5 - clusters))
    expect(blood.count).toBe(2)
  })
})

/** Of arrested cells of the liver, those that come to each state at last: products of the odds of each fork. */
const GETS_OUT = 0.08 / 0.1
const SLEEPS = 0.03 / 0.08
const BEGINS = 0.01 / 0.08 + SLEEPS * (0.02 / 0.05)
const GROWS_OUT = 0.01 / 0.05

describe('an organ', () => {
  test('sends shares of its cells along its chain as rates tell', () => {
    const { blood, run } = startBody(model(CHAIN))
    const n = 1e7
    inject(blood, n, 'portal')
    run(1500)
    const arrested =
      funnel(blood, 'liver', 'arrested at first pass') + funnel(blood, 'liver', 'arrested later')
    const extravasated = funnel(blood, 'liver', 'extravasated')
    expectBinomial(extravasated, arrested, GETS_OUT)
    expectBinomial(funnel(blood, 'liver', 'fell asleep'), extravasated, SLEEPS)
    expectBinomial(funnel(blood, 'liver', 'began to grow'), extravasated, BEGINS)
    expectBinomial(particles(blood, 'macro', 1), funnel(blood, 'liver', 'began to grow'), GROWS_OUT)
    const first = LIVER
    const later = (1 - LIVER) * (1 - LUNG) * (TO_LIVER / LEAVING)
    const whole = n * (first + later) * GETS_OUT * BEGINS * GROWS_OUT
    // What has not come to its end after 1500 minutes: exp(-0.05 x 1500) is far below rounding.
    expect(Math.abs(expectedParticles(blood, 'macro', 1) / whole - 1)).toBeLessThan(1e-11)
  })

  test('lets arrested cells go by the exact solution of their rates', () => {
    const { blood, run } = startBody(model(CHAIN))
    inject(blood, 1e8, 'portal')
    run(30)
    const before = expectedParticles(blood, 'arrested', 1)
    const drawn = particles(blood, 'arrested', 1)
    run(20)
    // What still comes from the circulation after 30 minutes: exp(-LEAVING x 28) of what came.
    expect(
      Math.abs(expectedParticles(blood, 'arrested', 1) / (before * Math.exp(-0.1 * 20)) - 1),
    ).toBeLessThan(1e-9)
    expectBinomial(particles(blood, 'arrested', 1), drawn, Math.exp(-0.1 * 20))
  })

  test('lets metastases grow as they say', () => {
    const grows = CHAIN.replace(
      'growth: 0.0005 1/min',
      'growth: 0.01 1/min\n      largest micrometastasis: 300',
    )
      .replace('outgrowth: 0.01', 'outgrowth: 0')
      .replace('loss of micrometastases: 0.04', 'loss of micrometastases: 0')
    const { blood, run } = startBody(model(grows))
    inject(blood, 1, 'portal', { source: 3 })
    inject(blood, 200, 'portal', { source: 4 })
    run(300)
    const count = particles(blood, 'micro', 1)
    const cells = sumOf(blood, PACKET.microCells, 1)
    expect(count).toBeGreaterThan(5)
    run(100)
    expect(particles(blood, 'micro', 1)).toBe(count)
    const after = sumOf(blood, PACKET.microCells, 1)
    expect(after).toBeCloseTo(Math.min(300 * count, cells * Math.exp(1)), 6)
    run(500)
    expect(sumOf(blood, PACKET.microCells, 1)).toBe(300 * count)
    expect(Math.max(...blood.f64(PACKET.largest).subarray(0, blood.count))).toBe(300)
  })
})

/** Probability of exactly k of n. */
function mass(k: number, n: number, p: number): number {
  let choose = 1
  for (let j = 0; j < k; j++) choose *= (n - j) / (j + 1)
  return choose * p ** k * (1 - p) ** (n - k)
}

/** Dormant cells and micrometastases of each packet at the liver, by its origin. */
function perPacket(blood: World): ReadonlyMap<string, number> {
  const origin = blood.u32(PACKET.origin)
  const [dormant, macro] = [blood.f64(countColumn('dormant')), blood.f64(countColumn('macro'))]
  const counts = new Map<string, number>()
  for (let slot = 0; slot < blood.count; slot++) {
    const key = `${origin[slot]}/${origin[blood.capacity + slot]}`
    counts.set(key, (counts.get(key) ?? 0) + (dormant[slot] ?? 0) + (macro[slot] ?? 0))
  }
  return counts
}

function chiSquare(counts: readonly number[], size: number, p: number): number {
  const n = counts.length - 1
  return counts.reduce(
    (sum, count, k) => sum + (count - size * mass(k, n, p)) ** 2 / (size * mass(k, n, p)),
    0,
  )
}

const SLOW = CHAIN.replace('awakening: 0.02', 'awakening: 0').replace(
  'death of dormant cells: 0.03',
  'death of dormant cells: 0',
)

test('a packet of W cells has the law of W single cells', () => {
  const [packets, W] = [700, 4]
  const together = startBody(model(SLOW))
  const alone = startBody(model(SLOW))
  for (let k = 0; k < packets; k++) inject(together.blood, W, 'portal', { source: k })
  for (let k = 0; k < packets * W; k++) inject(alone.blood, 1, 'portal', { source: k })
  together.run(400)
  alone.run(400)
  const chance =
    (LIVER + (1 - LIVER) * (1 - LUNG) * (TO_LIVER / LEAVING)) *
    GETS_OUT *
    (SLEEPS + (0.01 / 0.08) * GROWS_OUT)
  const counts = Array.from({ length: W + 1 }, () => 0)
  const found = [...perPacket(together.blood).values()]
  for (const value of found) counts[value] = (counts[value] ?? 0) + 1
  counts[0] = packets - counts.slice(1).reduce((sum, value) => sum + value, 0)
  // Chi-square of 4 degrees of freedom is above 30 once in 200 000 times.
  expect(chiSquare(counts, packets, chance)).toBeLessThan(30)
  const singles = [...perPacket(alone.blood).values()].reduce((sum, value) => sum + value, 0)
  expectBinomial(singles, packets * W, chance)
  // Both expect the same, though rows have come and gone.
  const expected = (body: TestBody): number =>
    expectedParticles(body.blood, 'dormant', 1) + expectedParticles(body.blood, 'macro', 1)
  expect(Math.abs(expected(together) / (packets * W * chance) - 1)).toBeLessThan(1e-9)
  expect(Math.abs(expected(alone) / expected(together) - 1)).toBeLessThan(1e-11)
})

test('what is expected is the mean of what is drawn, at any time', () => {
  const [seeds, cells] = [60, 300]
  const sums = { arrested: 0, solitary: 0, dormant: 0, micro: 0 }
  const states = Object.keys(sums) as (keyof typeof sums)[] // the keys of that literal
  let body: TestBody | undefined
  for (let seed = 1; seed <= seeds; seed++) {
    body = startBody(model(CHAIN), { seed })
    inject(body.blood, cells, 'portal')
    body.run(25)
    for (const state of states) sums[state] += particles(body.blood, state)
  }
  if (body === undefined) return
  for (const state of states) {
    const mean = expectedParticles(body.blood, state)
    expect(mean).toBeGreaterThan(1)
    expect(Math.abs(sums[state] / seeds - mean)).toBeLessThan(SIGMAS * Math.sqrt(mean / seeds))
  }
})

test('platelets cover cells as the closed form says, and rules read it', () => {
  const more = `
cell types:
  tumour:
    rules:
      - platelet cloak decreases NK killing from 0.2 1/min to 0 1/min, half at 0.4, hill 50 [assumed]
`
  const text = model('  NK killing: 0.2 1/min\n  cloaking: { binding: 0.02 1/min, loss: 0.01 1/min }\n', more)
  const { blood, run } = startBody(text)
  inject(blood, 1e6, 'nowhere')
  run(31)
  const cloak = (t: number): number => (2 / 3) * (1 - Math.exp(-0.03 * t))
  expect(blood.f64(PACKET.cloak)[0]).toBeCloseTo(cloak(30), 12)
  const killed = total(blood.f64(`${DIED_PREFIX}NK killing`))
  run(40)
  expect(blood.f64(PACKET.cloak)[0]).toBeCloseTo(cloak(70), 12)
  // From a cloak of 0.46 on (39 minutes) the rule leaves less than a thousandth of the killing.
  expect(killed).toBeGreaterThan(9e5)
  const later = total(blood.f64(`${DIED_PREFIX}NK killing`))
  run(60)
  expect(total(blood.f64(`${DIED_PREFIX}NK killing`)) - later).toBeLessThan(10)
  expect(blood.f64(PACKET.minutes)[0]).toBe(130)
})

/** The mechanism of the page of dissemination, with numbers for quick effects. */
const SHIELDED = (platelets: string, killing: string): string =>
  model(
    `  NK killing: ${killing}
  shear death: 0.005 1/min
  cloaking: { binding: ${platelets}, loss: 0.01 1/min }
  organs:
    lung: { share of output: 100 %, arrest: 0.01, extravasation: 0.05 1/min, initiation: 0.02 1/min, death of solitary cells: 0.02 1/min, outgrowth: 0.1 1/min }
`,
    killing.startsWith('0 ')
      ? ''
      : `
cell types:
  tumour:
    rules:
      - platelet cloak decreases NK killing from ${killing} to 0.01 1/min, half at 0.3, hill 4 [assumed]
`,
  )

test('platelets help by keeping NK cells off: without NK cells they make no difference', () => {
  const metastases = (platelets: string, killing: string): number => {
    const { blood, run } = startBody(SHIELDED(platelets, killing))
    inject(blood, 1e5, 'nowhere')
    run(1500)
    const drawn = particles(blood, 'macro', 1)
    const mean = expectedParticles(blood, 'macro', 1)
    expect(Math.abs(drawn - mean)).toBeLessThan(SIGMAS * Math.sqrt(mean))
    return mean
  }
  const [few, usual, none] = ['0.002 1/min', '0.2 1/min', '0 1/min']
  const nk = '0.1 1/min'
  expect(metastases(few, nk)).toBeLessThan(metastases(usual, nk) / 2)
  expect(metastases(usual, none)).toBeGreaterThan(1.2 * metastases(usual, nk))
  expect(metastases(few, none)).toBe(metastases(usual, none))
})

const COLONIES = model(
  CHAIN.replace('growth: 0.0005 1/min', 'growth: 0.0005 1/min\n      field: { lesions: 7 }').replace(
    '    lung:',
    '    primary: { share of output: 10 %, arrest: 1, extravasation: 0.1 1/min }\n    lung:',
  ),
  `
sites:
  liver:
    domain: { size: [200 um, 200 um, 20 um], voxel: 20 um }
    vessels: { points: [[50 um, 50 um, 0 um]] }
`,
)

describe('tissues', () => {
  test('take the first metastases up as cells, and later ones stay numbers', () => {
    const { host, blood, run } = startBody(COLONIES)
    inject(blood, 400, 'portal')
    run(200)
    const liver = host.inner.get('liver')
    expect(liver?.count).toBe(7)
    expect(funnel(blood, 'liver', 'settled')).toBe(7)
    expect(funnel(blood, 'liver', 'began to grow')).toBeGreaterThan(7)
    const { x, y, lineageLow } = liver?.cells ?? host.cells
    const keys = new Set(lineageLow.subarray(0, 7))
    expect(keys.size).toBe(7)
    // All begin beside the one vessel point; mechanics has pushed them since, by a cell or two.
    for (let slot = 0; slot < 7; slot++)
      expect(Math.hypot((x[slot] ?? 0) - 50, (y[slot] ?? 0) - 50)).toBeLessThan(60)
    expect(cellsInStates(blood, countColumn) + gone(blood)).toBe(400)
  })

  test('take back who comes home, in the share that is simulated', () => {
    const { host, blood, run } = startBody(COLONIES)
    // The tissue stands for a hundred times its volume.
    inject(blood, 60_000, 'nowhere')
    run(400)
    const home = funnel(blood, 'primary', 'settled')
    const rate = 6 * 0.1 * arrest(1)
    expectBinomial(home, 60_000, rate / (LEAVING + rate))
    expectBinomial(host.count, home, 0.01)
  })
})

test('a run that is saved and taken up again ends in the same bits', () => {
  const program = compile(modelFrom(COLONIES), standardProcesses)
  const start = (): TestBody => {
    const body = startBody(COLONIES)
    inject(body.blood, 3000, 'portal')
    inject(body.blood, 300, 'portal', { size: 5, source: 1 })
    return body
  }
  const whole = start()
  whole.run(120)
  for (const cut of [1, 2, 17, 60]) {
    const first = start()
    first.run(cut)
    const world = loadSnapshot(program, saveSnapshot(first.host), testKernels())
    runUntil(createStepper(world), 120)
    expect(stateHash(world)).toBe(stateHash(whole.host))
  }
})

test('draws of one packet do not depend on others', () => {
  const alone = startBody(model(CHAIN))
  inject(alone.blood, 1000, 'portal', { source: 8 })
  const among = startBody(model(CHAIN))
  for (let k = 0; k < 9; k++) inject(among.blood, 1000, 'portal', { source: k })
  alone.run(50)
  among.run(50)
  const origin = [
    alone.blood.u32(PACKET.origin)[0],
    alone.blood.u32(PACKET.origin)[alone.blood.capacity],
  ].join('/')
  expect(perPacket(among.blood).get(origin)).toBe(perPacket(alone.blood).get(origin))
})
