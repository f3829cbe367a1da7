import { expect, test } from 'vitest'
import { loadSnapshot, saveSnapshot } from '../../engine/snapshot.ts'
import { createStepper, runUntil } from '../../engine/step.ts'
import { pairAt } from '../../kernels/field-pair.ts'
import { testKernels } from '../../testing/kernels.ts'
import { probedWorld, runPhase } from '../../testing/probe.ts'
import { sectionOf, writeModel } from '../../model/assemble.ts'
import { allSections, parseModel } from '../../compile/parse-model.ts'
import { modelFrom, runModel } from '../../testing/run-model.ts'
import { neutralisationSection } from './schema.ts'
import { bolusAmount, infusionAmount } from './closed-forms.test-support.ts'

const DAY = 1440
const nivolumab = { k10: 0.23 / 3.63 / DAY, k12: 0.77 / 3.63 / DAY, k21: 0.77 / 2.78 / DAY }

/** 3 mg/kg x 70 kg over 146 kDa, in 3.63 L [nM]. */
const DOSE = ((3 * 70) / 146e6 / 3.63) * 1e9

const patient = (therapy: string, rate = '0 1/min'): string => `format: 1
title: a patient
domain: { size: [20 um, 20 um, 20 um], voxel: 20 um }
time: { stop: 60 day, fields: 6 min, mechanics: 6 min, phenotype: 6 min }
transport: { scheme: lod }
substrates: { anti-PD-1: { unit: nM, diffusion: 0 um^2/min } }
vessels: { points: [[0 um, 0 um, 0 um]], exchange: { anti-PD-1: { blood: plasma, rate: ${rate} } } }
drugs:
  anti-PD-1:
    substrate: anti-PD-1
    molar mass: 146 kDa
    model: two compartments
    clearance: 0.23 L/day
    central volume: 3.63 L
    peripheral volume: 2.78 L
    exchange: 0.77 L/day
therapy: ${therapy}
`

test('repeated doses of nivolumab give the plasma levels of the closed form', () => {
  const therapy = '{ anti-PD-1: { dose: 3 mg/kg, start: 1 day, every: 14 day, count: 2 } }'
  const { world, run } = runModel(patient(therapy))
  for (const day of [0.5, 1, 2, 10, 15, 16, 28]) {
    run(day * 240)
    const since = (start: number): number => (day > start ? bolusAmount(nivolumab, (day - start) * DAY) : 0)
    const expected = DOSE * (since(1) + since(15))
    // 7000 steps round the amount at random: sqrt(7000) x 1e-16; units and doses round a few times more.
    expect(Math.abs((world.f64('plasma/anti-PD-1')[0] ?? 0) - expected)).toBeLessThanOrEqual(1e-12 * expected)
  }
})

test('infusions give the closed form, and therapies of one drug add up', () => {
  const therapy = `{ anti-PD-1: { dose: 3 mg/kg, infusion: 30 min, every: 7 day }, more: { drug: anti-PD-1, dose: 3 mg/kg, start: 2 day } }`
  const { world, run } = runModel(patient(therapy))
  for (const minutes of [6, 30, 36, 3 * DAY, 7 * DAY + 12, 9 * DAY]) {
    run(minutes / 6)
    const weekly = [0, 7 * DAY].map((start) => infusionAmount(nivolumab, 30, minutes - start))
    const once = minutes > 2 * DAY ? bolusAmount(nivolumab, minutes - 2 * DAY) : 0
    const expected = DOSE * ((weekly[0] ?? 0) + (weekly[1] ?? 0) + once)
    expect(Math.abs((world.f64('plasma/anti-PD-1')[0] ?? 0) / expected - 1)).toBeLessThan(1e-12)
  }
})

test('a drug without doses leaves the plasma empty', () => {
  const { world } = runModel(patient('{}', '0.1 1/min'), { ticks: 50 })
  expect(world.f64('plasma/anti-PD-1')[0]).toBe(0)
  expect(world.f32('field/anti-PD-1')[0]).toBe(0)
})

test('the drug in plasma reaches the tissue through the vessel', () => {
  const { world } = runModel(patient('{ anti-PD-1: { dose: 3 mg/kg } }', '0.01 1/min'), { ticks: 1 })
  const k = 0.01 * 6
  const plasma = DOSE * bolusAmount(nivolumab, 6)
  const pair = { field: world.f32('field/anti-PD-1'), remainder: world.f32('remainder/anti-PD-1') }
  // Backward Euler from zero with the level at the end of the step; fields keep 48 bits.
  expect(Math.abs(pairAt(pair, 0) / ((k * plasma) / (1 + k)) - 1)).toBeLessThan(1e-12)
})

test('a snapshot within an infusion runs on to the same bits', () => {
  const yaml = patient('{ anti-PD-1: { dose: 3 mg/kg, infusion: 60 min, every: 1 day } }', '0.01 1/min')
  const { program, world, run } = runModel(yaml, { ticks: 4 })
  const restored = loadSnapshot(program, saveSnapshot(world), testKernels())
  run(300)
  runUntil(createStepper(restored), 300)
  for (const column of ['plasma/anti-PD-1', 'therapy.amounts/anti-PD-1', 'vessel.delivered/anti-PD-1']) {
    expect(restored.view(column)).toEqual(world.view(column))
  }
})

/** One CD8 cell in a voxel with blocker and soluble ligand. */
const receptors = (more: string): string => `format: 1
title: receptors
domain: { size: [20 um, 20 um, 20 um], voxel: 20 um }
time: { stop: 1 day, fields: 6 min, mechanics: 6 min, phenotype: 6 min }
substrates:
  anti-PD-1: { unit: nM, diffusion: 0 um^2/min, initial: 2.6 nM }
  other: { unit: nM, diffusion: 0 um^2/min, initial: 30 nM }
  ligand: { unit: nM, diffusion: 0 um^2/min, initial: 6 nM }
cell types:
  CD8: ${more}
  macrophage: {}
initial:
  CD8: { points: [[0 um, 0 um, 0 um]] }
  macrophage: { points: [[1 um, 0 um, 0 um]] }
`

const signalling = (cd8: string): Float64Array => {
  const world = probedWorld(receptors(cd8), { signals: ['PD-1 signalling'] })
  runPhase(world, 'therapy', 'sensing')
  return world.f64('signal/PD-1 signalling')
}

test.each([
  // Occupancy of nivolumab at its Kd, 2.6 nM, is one half: 3 nM of ligand act, half of the maximum.
  ['ligand: ligand, half: 3 nM, blocked by: { anti-PD-1: 2.6 nM }', 0.5],
  ['ligand: ligand, half: 3 nM, hill: 2', 36 / 45],
  ['ligand: ligand, half: 1 nM, hill: 2, blocked by: { anti-PD-1: 2.6 nM }', 9 / 10],
  // Two blockers at 1/2 and 1/4: 6/8 nM act.
  ['ligand: ligand, half: 0.25 nM, blocked by: { anti-PD-1: 2.6 nM, other: 10 nM }', 3 / 4],
])('a receptor with %s signals %d', (receptor, expected) => {
  const signal = signalling(`{ receptors: { PD-1: { ${receptor} } } }`)
  const cd8 = 0
  // Fields are rounded to f32 for kernels: 2.6 is off by up to 2^-25.
  expect(Math.abs((signal[cd8] ?? 0) - expected)).toBeLessThan(2 ** -24)
  expect(signal[1]).toBe(0)
})

test('a marker on neighbours is a ligand', () => {
  const yaml = receptors(
    '{ receptors: { PD-1: { ligand: PD-L1, half: 1, hill: 2, blocked by: { anti-PD-1: 2.6 nM } } } }',
  )
  const marked = yaml.replace('macrophage: {}', 'macrophage: { markers: { PD-L1: 4 } }')
  const world = probedWorld(marked, { signals: ['PD-1 signalling'] })
  runPhase(world, 'sensing', 'sensing')
  runPhase(world, 'therapy', 'sensing')
  const ligand = world.f64(world.program.signals.get('PD-L1 on neighbours')?.column ?? '')[0] ?? 0
  expect(ligand).toBeGreaterThan(0)
  const x = ligand / 2
  expect(Math.abs((world.f64('signal/PD-1 signalling')[0] ?? 0) - (x * x) / (1 + x * x))).toBeLessThan(
    2 ** -24,
  )
})

test('the dead do not signal', () => {
  const yaml = receptors(
    '{ receptors: { PD-1: { ligand: ligand, half: 3 nM } }, death: { apoptosis: { rate: 1e6 1/min } } }',
  )
  const world = probedWorld(yaml, { signals: ['PD-1 signalling'] })
  runUntil(createStepper(world), 2)
  expect(world.u8('cell.state')[0]).not.toBe(0)
  runPhase(world, 'therapy', 'sensing')
  expect(world.f64('signal/PD-1 signalling')[0]).toBe(0)
})

test.each([
  ['ligand: PD-L9, half: 1', "unknown ligand 'PD-L9'"],
  ['ligand: ligand, half: 1', 'does not have the dimension of ligand'],
  ['ligand: ligand, half: 3 nM, blocked by: { nothing: 1 nM }', "unknown substrate 'nothing'"],
])('a receptor with %s is refused', (receptor, words) => {
  expect(() => modelFrom(receptors(`{ receptors: { PD-1: { ${receptor} } } }`))).toThrow(words)
})

test('one receptor has one ligand', () => {
  const cd8 = '{ receptors: { PD-1: { ligand: ligand, half: 3 nM } } }'
  const other = 'macrophage: { receptors: { PD-1: { ligand: other, half: 3 nM } } }'
  expect(() => modelFrom(receptors(cd8).replace('macrophage: {}', other))).toThrow('on another cell type')
})

test('a drug that no vessel exchanges is pointed out', () => {
  const yaml = patient('{}').replace(/vessels:.*\n/, '')
  const { issues } = parseModel('test.yaml', () => ({ ok: true, text: yaml }))
  expect(issues.filter((issue) => issue.severity !== 'note').map((issue) => issue.code)).toEqual([
    'stays-in-blood',
  ])
})

test('the model prints with its drugs and reads back to the same hash', () => {
  const therapy = '{ anti-PD-1: { dose: 3 mg/kg, infusion: 60 min, every: 1 day } }'
  const gates =
    "entry: { CD8: { rate: 1 1/day, gates: ['anti-PD-1 decreases entry to 0.2, half at 1 nM [assumed]'] } }"
  const yaml = `${patient(therapy).replace('vessels: {', `vessels: { ${gates},`)}
cell types:
  CD8: { receptors: { PD-1: { ligand: PD-L1, half: 1, blocked by: { anti-PD-1: 2.6 nM } } }, markers: { PD-L1: 1 } }
neutralisation: [ { antibody: anti-PD-1, target: IL-10, association: 1e6 1/(M s) } ]
`.replace('substrates: {', 'substrates: { IL-10: { unit: nM, diffusion: 1 um^2/min },')
  const model = modelFrom(yaml)
  expect(modelFrom(writeModel(model.data, allSections())).hash).toBe(model.hash)
})

const medium = (antibody: number, target: number, fields = 6): string => `format: 1
title: antibody
domain: { size: [20 um, 20 um, 20 um], voxel: 20 um }
time: { stop: 1 day, fields: ${fields} min, mechanics: ${fields} min, phenotype: ${fields} min }
substrates:
  anti-IL-10: { unit: nM, diffusion: 0 um^2/min, initial: ${antibody} nM }
  IL-10: { unit: nM, diffusion: 0 um^2/min, initial: ${target} nM }
neutralisation: [ { antibody: anti-IL-10, target: IL-10, association: 0.06 1/(nM min) } ]
`

test.each([
  [10, 2],
  [2, 10],
  [3, 3],
  [3, 3.0001],
  [1000, 0.01],
  [5, 0],
])(
  'antibody %d nM and target %d nM bind as the exact solution says, in steps of any length',
  (antibody, target) => {
    for (const fields of [1, 6]) {
      const { world, run } = runModel(medium(antibody, target, fields))
      const at = (name: string): number =>
        pairAt({ field: world.f32(`field/${name}`), remainder: world.f32(`remainder/${name}`) }, 0)
      for (const minutes of [6, 60, 600]) {
        run(minutes / fields)
        // dA/dt = dB/dt = -k A B with d = A - B constant: B = d B0 / (A0 exp(k d t) - B0).
        const d = antibody - target
        const kt = 0.06 * minutes
        const exact =
          d === 0 ? target / (1 + target * kt) : (d * target) / (antibody * Math.exp(d * kt) - target)
        // Pairs of f32 keep each value to 2^-48 of the larger one (d is their difference); 600 steps add up.
        const rounding = 600 * 2 ** -47 * Math.max(antibody, target)
        expect(Math.abs(at('IL-10') - exact)).toBeLessThan(rounding)
        expect(Math.abs(at('anti-IL-10') - at('IL-10') - d)).toBeLessThan(rounding)
        expect(Math.min(at('IL-10'), at('anti-IL-10'))).toBeGreaterThanOrEqual(0)
      }
    }
  },
)

test.each([
  ['antibody: IL-10, target: IL-10, association: 1 1/(nM min)', 'both antibody and target'],
  ['antibody: oxygen, target: IL-10, association: 1 1/(nM min)', 'not measured as a concentration'],
])('neutralisation with %s is refused', (entry, words) => {
  const yaml = medium(1, 1).replace(
    /neutralisation.*/,
    `  oxygen: { unit: mmHg, diffusion: 0 um^2/min }\nneutralisation: [ { ${entry} } ]`,
  )
  expect(() => modelFrom(yaml)).toThrow(words)
})

test('antibodies of included parts join, and what the model itself says of one replaces it', () => {
  const part = (antibody: string): string =>
    `format: 1\nneutralisation: [ { antibody: ${antibody}, target: IL-10, association: 1 1/(nM min) } ]\n`
  const files: Record<string, string> = {
    'a.yaml': part('anti-IL-10'),
    'b.yaml': part('other'),
    'm.yaml': medium(1, 1)
      .replace('format: 1', 'format: 1\ninclude: [a, b]')
      .replace('substrates:', 'substrates:\n  other: { unit: nM, diffusion: 0 um^2/min }'),
  }
  const read = (path: string) => {
    const text = files[path]
    return text === undefined
      ? ({ ok: false, reason: 'no such file' } as const)
      : ({ ok: true, text } as const)
  }
  const { model } = parseModel('m.yaml', read)
  const pairs = model && sectionOf(model.data, neutralisationSection)
  expect(pairs?.map(({ antibody, association }) => [antibody, association.value])).toEqual([
    ['other', 1],
    ['anti-IL-10', 0.06],
  ])
  files['b.yaml'] = part('anti-IL-10')
  const twice = files['m.yaml']?.replace(/neutralisation: \[ (.*) \]/, 'neutralisation: [ $1, $1 ]') ?? ''
  files['m.yaml'] = twice
  expect(parseModel('m.yaml', read).issues.map(({ code }) => code)).toContain('duplicate-neutralisation')
})
