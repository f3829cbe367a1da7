import { describe, expect, test } from 'vitest'
import { APOPTOTIC } from '../engine/columns.ts'
import { BLOOD } from '../engine/organism.ts'
import { lineageText, setClass } from '../engine/population.ts'
import { stateHash } from '../engine/state-hash.ts'
import type { World } from '../engine/world.ts'
import { modelFrom, runModel } from '../testing/run-model.ts'
import { SEEDING } from '../testing/seeding-organism.ts'
import { type CellCard, cellCard } from './cell-card.ts'
import { handlesOf } from './handles.ts'

/** Two touching cells in a still medium: what each senses, and what follows from it, can be written down. */
const TISSUE = `format: 1
title: two cells
domain: { size: [100 um, 100 um, 20 um], voxel: 20 um }
time: { stop: 1 day, fields: 6 min, mechanics: 0.1 min, phenotype: 6 min }
clones: { founders: [tumour] }
substrates:
  oxygen: { unit: mmHg, diffusion: 0 um^2/min, decay: 0 1/min, initial: 30 mmHg }
  drug: { unit: nM, diffusion: 0 um^2/min, decay: 0 1/min, initial: 3 nM }
cell types:
  tumour:
    display: { lineage: tumour }
    cycle: { model: flow cytometry }
    traits: { antigenicity: { value: 0.5 } }
    markers: { PD-L1: 2 }
    network:
      nodes: { HIF: { basal: 0.2 }, VEGF: {} }
      edges:
        - HIF and not oxygen activate VEGF, half at 0.2 and 10 mmHg, hill 1 and 1, tau 1 min [fitted, paper]
    rules:
      - oxygen decreases cycle entry to 0 1/min, half at 10 mmHg, hill 2 [measured, paper]
      - drug increases apoptosis to 1e-9 1/min, half at 9 nM, hill 1, also when dead [assumed]
  CD8:
    display: { lineage: lymphoid }
    receptors: { PD-1: { ligand: PD-L1, half: 6, hill: 1 } }
    rules:
      - PD-1 signalling decreases migration speed to 0 um/min, half at 1, hill 1 [assumed]
sources: { paper: a paper }
initial:
  tumour: { points: [[0 um, 0 um, 0 um]] }
  CD8: { points: [[17 um, 0 um, 0 um]] }
`

function cards() {
  const run = runModel(TISSUE, { ticks: 1 })
  const card = (slot: number): CellCard => {
    const found = cellCard(run.world, run.model, slot)
    if (found === undefined) throw new Error('no such cell')
    return found
  }
  const of = (type: string): CellCard => [0, 1].map(card).find((each) => each.type === type) ?? card(0)
  return { ...run, tumour: of('tumour'), cd8: of('CD8'), card }
}

const response = ({ rules }: CellCard, start: string): number | undefined =>
  rules.find(({ text }) => text.startsWith(start))?.response

const value = ({ facts }: CellCard, name: string): number | undefined =>
  facts.find((fact) => fact.name === name)?.value

describe('the card of a cell', () => {
  test('says who and where it is', () => {
    const { tumour, cd8, world } = cards()
    expect(tumour).toMatchObject({
      type: 'tumour',
      state: 'live',
      phase: 'G0/G1',
      lineage: lineageText(world, tumour.slot),
      clone: lineageText(world, tumour.slot),
    })
    expect(cd8.phase).toBeUndefined()
    expect(tumour.radius).toBeCloseTo(world.cells.radius[tumour.slot] ?? 0, 12)
    expect(value(tumour, 'time in the phase of the cell cycle')).toBe(6)
    expect(value(tumour, 'antigenicity')).toBe(0.5)
    expect(value(cd8, 'antigenicity')).toBeUndefined()
    expect(cellCard(world, cards().model, 2)).toBeUndefined()
  })

  test('gives each rule as much as its own Hill function does, strongest first, with its source', () => {
    const { tumour, model } = cards()
    // Cells take nothing from the medium here: 30 mmHg and 3 nM.
    expect(value(tumour, 'oxygen')).toBeCloseTo(30, 6)
    expect(response(tumour, 'oxygen decreases')).toBeCloseTo(9 / 10, 6)
    expect(response(tumour, 'drug increases')).toBeCloseTo(1 / 4, 6)
    const base = 0.003_24
    // One rule that leads to zero: the base times what the rule leaves of it.
    expect(value(tumour, 'cycle entry')).toBeCloseTo(base / 10, 8)
    expect(tumour.rules.map((rule) => rule.response)).toEqual(
      tumour.rules.map((rule) => rule.response).toSorted((a, b) => b - a),
    )
    const rule = tumour.rules.find(({ text }) => text.startsWith('oxygen decreases'))
    expect(rule).toMatchObject({ unit: 'mmHg', source: 'paper', kind: 'measured' })
    expect(Object.keys(model.data.sources)).toContain('paper')
  })

  test('shows its network, and how far an edge with two inputs is open', () => {
    const { tumour, cd8 } = cards()
    expect(tumour.network.find(({ name }) => name === 'HIF')?.value).toBeCloseTo(0.2, 12)
    // HIF at its half, and what 30 mmHg leaves with half at 10.
    const open = (1 / 2) * (1 - 30 / 40)
    expect(response(tumour, 'HIF and not oxygen activate VEGF')).toBeCloseTo(open, 6)
    // A settled node stands where its edge drives it.
    expect(tumour.network.find(({ name }) => name === 'VEGF')?.value).toBeCloseTo(open, 6)
    expect(cd8.network).toEqual([])
  })

  test('shows what receptors signal', () => {
    const { cd8 } = cards()
    // One neighbour with 2, half at 6.
    expect(value(cd8, 'PD-1 signalling')).toBeCloseTo(2 / 8, 6)
    expect(response(cd8, 'PD-1 signalling')).toBeCloseTo(1 / 5, 6)
  })

  test('closes the rules of a dead cell, but for those that go on', () => {
    const { world, card, tumour } = cards()
    setClass(world, tumour.slot, world.cells.type[tumour.slot] ?? 0, APOPTOTIC)
    const dead = card(tumour.slot)
    expect([dead.state, dead.phase]).toEqual(['apoptotic', undefined])
    expect(response(dead, 'oxygen decreases')).toBe(0)
    expect(response(dead, 'drug increases')).toBeCloseTo(1 / 4, 6)
  })

  test('finds the mother of a daughter, and changes no bit of the world', () => {
    const { world, model, run } = runModel(
      TISSUE.replace('flow cytometry', 'live, rate: 1 1/min').replace(
        'decreases cycle entry',
        'decreases necrosis',
      ),
    )
    const [mother] = [0, 1].filter((slot) => world.program.isTumour[world.cells.type[slot] ?? 0] === true)
    const lineage = lineageText(world, mother ?? 0)
    let daughter = ''
    run(4, ({ events }) => {
      daughter = events.find(({ kind, cell }) => kind === 'division' && cell === lineage)?.other ?? daughter
      return daughter === ''
    })
    expect(daughter).not.toBe('')
    const before = stateHash(world)
    const slots = Array.from({ length: world.count }, (_, slot) => slot)
    const card = slots.map((slot) => cellCard(world, model, slot)).find((each) => each?.lineage === daughter)
    expect(card).toMatchObject({ mother: lineage, clone: lineage })
    expect(stateHash(world)).toBe(before)
  })
})

describe('what can be done to a model', () => {
  const files = {
    'models/library/new.yaml': 'drugs: { new drug: { substrate: x, molar mass: 1 kDa } }\n',
    'models/library/other.yaml': 'drugs:\n  unweighed: { substrate: y }\n',
    'models/library/other-mouse.yaml': 'drugs:\n  unweighed: { substrate: y }\n',
    'experiments/trial.yaml': 'arms:\n  a: { therapy: { first: { drug: new drug, dose: 7 mg/kg } } }\n',
  }

  test('types, genes of several kinds, drugs of the library with a dose that somebody gives', () => {
    const handles = handlesOf(modelFrom(TISSUE), files, false)
    expect(handles.types).toEqual(['CD8', 'tumour'])
    expect(handles.hasVessels).toBe(false)
    expect(handles.drugs).toEqual([
      { name: 'new drug', label: 'new drug', dose: '7 mg/kg', isKnownDose: true, include: 'library/new' },
      {
        name: 'unweighed',
        label: 'unweighed (other)',
        dose: '1 umol',
        isKnownDose: false,
        include: 'library/other',
      },
      {
        name: 'unweighed',
        label: 'unweighed (other-mouse)',
        dose: '1 umol',
        isKnownDose: false,
        include: 'library/other-mouse',
      },
    ])
    const genes = handles.genes.map(({ name, cellType, path }) => [name, cellType, path])
    expect(genes).toContainEqual(['HIF', 'tumour', 'cell types.tumour.network.nodes.HIF.expression'])
    expect(genes).toContainEqual(['PD-L1', 'tumour', 'cell types.tumour.markers.PD-L1'])
    expect(genes).toContainEqual(['antigenicity', 'tumour', 'cell types.tumour.traits.antigenicity.value'])
  })
})

test('leaves out what nobody does where the cell is', () => {
  const { world, model } = runModel(SEEDING, { ticks: 240 })
  const blood = world.inner.get(BLOOD)
  if (blood === undefined || blood.count === 0) throw new Error('nobody is in the blood')
  const told = (of: World): string[] => {
    const card = cellCard(of, model, 0)
    return [...(card?.facts ?? []).map(({ name }) => name), ...(card?.rules ?? []).map(({ text }) => text)]
  }
  const [tissue, packet] = [told(world), told(blood)]
  const rule = (all: string[]) => all.some((text) => text.includes('increases initiation in liver'))
  expect(tissue).toContain('damage')
  expect(tissue).not.toContain('platelet cloak')
  expect(rule(tissue)).toBe(false)
  expect(packet).toContain('platelet cloak')
  expect(rule(packet)).toBe(true)
})
