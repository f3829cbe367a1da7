import { expect, test } from 'vitest'
import { bloodOf, inject, startBody } from '../../testing/packets.ts'

/* The blood of an organism has its turn when phenotypes are due, its drugs are those of the host at that time. */

const MODEL = `format: 1
title: drugs in blood
domain: { size: [20 um, 20 um, 20 um], voxel: 20 um }
time: { stop: 2 day, fields: 2 min, mechanics: 2 min, phenotype: 12 min }
body: { tissue stands for: 1 mm^3, blood: "2 mL [assumed]" }
substrates: { drug: { unit: nM, diffusion: 10 um^2/s } }
drugs: { drug: { substrate: drug, half-life: 3 h, central volume: 2 mL, molar mass: 1 kDa } }
therapy: { drug: { dose: 10 pmol, start: 4 min, every: 5 h } }
depletion: { tumour: { share: 1, at: 500 min } }
cell types: { tumour: {} }
dissemination: { organs: { liver: { arrest: 0 } } }
`

test('plasma and the field of the blood are what the host has, whatever lies between two turns', () => {
  const { host, blood, run } = startBody(MODEL)
  for (let turn = 0; turn < 60; turn++) {
    // Ticks of 2 min: a turn at the end of each first of six.
    run(turn === 0 ? 1 : 6)
    const [level = 0] = host.f64('plasma/drug')
    expect(blood.f64('plasma/drug')[0]).toBe(level)
    expect(blood.f64('therapy.amounts/drug')).toEqual(host.f64('therapy.amounts/drug'))
    expect(Math.abs((blood.f32('field/drug')[0] ?? 0) - level)).toBeLessThanOrEqual(level * 2 ** -24)
  }
  expect(host.f64('plasma/drug')[0]).toBeGreaterThan(0)
})

test('a depletion between two turns takes cells of the blood at the next', () => {
  // 500 min are 250 ticks; turns begin at multiples of six: 246 and 252.
  const { host, run } = startBody(MODEL)
  const count = (): number => bloodOf(host).count
  inject(bloodOf(host), 10, 'vein')
  run(247)
  expect(count()).toBe(1)
  run(6)
  expect(count()).toBe(0)
})
