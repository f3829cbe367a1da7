import { seedingOf } from '../../src/analysis/organism/seeding.ts'
import type { CascadeSummary } from '../../src/analysis/organism/organism-summary.ts'
import { placePictures, placesOf } from '../../src/analysis/organism/places.ts'
import type { OrganismSummary, TrialSummary } from '../../src/analysis/summary.ts'
import type { CellEvent } from '../../src/engine/events.ts'
import { createWorld } from '../../src/engine/create-world.ts'
import { createStepper, runUntil } from '../../src/engine/step.ts'
import { testKernels } from '../../src/testing/kernels.ts'
import { TINY_ORGANISM, organismFrom } from '../../src/testing/organism-model.ts'
import { trialFixture } from './trial-fixture.ts'

/** The tiny organism with clones that mutants found, and more time. */
const MODEL = TINY_ORGANISM.replace('stop: 2 h', 'stop: 2 day')
  .replace(
    'tumour: { display: { lineage: tumour },',
    'tumour: { display: { lineage: tumour }, traits: { grit: { value: "1 [assumed]" } }, mutations: { grit: { rate: "0.2 [assumed]", change: "0.2 [assumed]" } },',
  )
  .replace('initial:\n', 'clones: { founders: [tumour], subclones: true }\ninitial:\n')
  .replaceAll('size: [60 um, 60 um, 60 um]', 'size: [160 um, 120 um, 20 um]')

/** A made-up trial of organisms: pictures and seeding of a real one, numbers of the cascade that mean nothing. */
export function organismFixture(): TrialSummary {
  const { model, program } = organismFrom(MODEL)
  const summary = trialFixture()
  const [control, treated] = summary.arms
  if (control === undefined || treated === undefined) throw new Error('the fixture has two arms')
  const parts = [control.name, treated.name].map((arm, index) => {
    const world = createWorld(program, { kernels: testKernels(), seed: 3 + index })
    const events: CellEvent[] = []
    runUntil(createStepper(world), 60 + 20 * index, (now) => {
      events.push(...now.events)
      return true
    })
    const run = { arm, replicate: 0 }
    const recorded = { events, tick: program.clock.tick, hasDivisions: true }
    return {
      maps: placePictures(world, run, placesOf(model), { fields: [] }),
      seeding: seedingOf(world, recorded, run, ['grit']),
    }
  })
  const organism: OrganismSummary = {
    places: placesOf(model),
    maps: parts.flatMap(({ maps }) => maps),
    cascades: [cascade(control.name, 1), cascade(treated.name, 7)],
    seedings: parts.map(({ seeding }) => seeding),
  }
  const cellTypes = model.data.cellTypes.map(({ name }) => ({
    name,
    lineage: name === 'tumour' ? ('tumour' as const) : ('epithelium' as const),
  }))
  return { ...summary, cellTypes, tissue: [], duration: 120, organism }
}

const NAMES = [
  'came into the blood',
  'arrested in its vessels',
  'left the vessels',
  'began to grow',
  'grew out',
]

function cascade(arm: string, divisor: number): CascadeSummary {
  const steps = (numbers: readonly number[]) =>
    numbers.map((number, k) => ({
      name: NAMES[k] ?? '',
      mean: k === 0 ? number : number / divisor,
      low: k === 0 ? number : Math.floor(number / divisor / 2),
      high: k === 0 ? number : Math.ceil((2 * number) / divisor),
      expected: (k === 3 ? 1.5 : 1) * (k === 0 ? number : number / divisor),
    }))
  return {
    arm,
    runs: 4,
    organs: [
      { organ: 'liver', steps: steps([12_400_000, 9_920_000, 992_000, 198, 5]) },
      { organ: 'lung', steps: steps([12_400_000, 240_000, 12_000, 3, 0]) },
    ],
  }
}
