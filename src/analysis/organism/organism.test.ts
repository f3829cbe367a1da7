import { describe, expect, test } from 'vitest'
import type { CellEvent } from '../../engine/events.ts'
import { LIVE } from '../../engine/columns.ts'
import { keyText } from '../../engine/heredity.ts'
import { lineageText } from '../../engine/population.ts'
import { createStepper, runUntil } from '../../engine/step.ts'
import { FOUNDER_HIGH, FOUNDER_LOW } from '../../processes/clones/columns.ts'
import { runOrganism } from '../../testing/organism-model.ts'
import { modelFrom, runModel } from '../../testing/run-model.ts'
import { SEEDING } from '../../testing/seeding-organism.ts'
import { SPREADING } from '../../testing/spreading-model.ts'
import { startWorld } from '../../testing/start-run.ts'
import { measure } from '../measure.ts'
import { cascadeSummary, cascadesOf } from './cascade.ts'
import { lesionsOf } from './lesions.ts'
import { hazardText, placePictures, placesOf } from './places.ts'
import { seedingOf } from './seeding.ts'

const world = startWorld(SPREADING)
const events: CellEvent[] = []
runUntil(createStepper(world), 360, (now) => {
  events.push(...now.events)
  return true
})
const recorded = { events, tick: world.program.clock.tick, hasDivisions: true }
const run = { arm: 'model', replicate: 0 }
const liver = world.inner.get('liver')
if (liver === undefined) throw new Error('nobody came to the liver')

describe('the cascade', () => {
  const [toLiver, toLung] = cascadesOf(world)

  test('has the steps of each organ as the measures count them', () => {
    const count = (name: string): number | undefined =>
      toLiver?.steps.find((step) => step.name === name)?.count
    expect([toLiver?.organ, toLung?.organ]).toEqual(['liver', 'lung'])
    expect(count('came into the blood')).toBe(measure(world, 'cells shed').value)
    const arrested = count('arrested in its vessels') ?? 0
    const share = measure(world, 'arrested fraction in liver').value
    expect(arrested).toBe(Math.round(share * (count('came into the blood') ?? 0)))
    expect(count('left the vessels')).toBe(
      Math.round(arrested * measure(world, 'survival to extravasation in liver').value),
    )
    expect(count('began to grow')).toBeGreaterThan(2)
  })

  test('narrows from step to step', () => {
    for (const { steps } of cascadesOf(world))
      steps.slice(1).forEach(({ count }, k) => expect(count).toBeLessThanOrEqual(steps[k]?.count ?? 0))
  })

  test('is summed up over runs', () => {
    const one = [{ organ: 'liver', steps: [{ name: 'left', count: 4, expected: 5 }] }]
    const other = [{ organ: 'liver', steps: [{ name: 'left', count: 8, expected: 6 }] }]
    expect(cascadeSummary('a', [one, [], other])).toEqual({
      arm: 'a',
      runs: 2,
      organs: [{ organ: 'liver', steps: [{ name: 'left', mean: 6, low: 4, high: 8, expected: 5.5 }] }],
    })
    expect(cascadeSummary('a', [[]])).toBeUndefined()
  })

  test('is none where nobody counts', () => {
    expect(cascadesOf(runOrganism(7))).toEqual([])
  })
})

describe('lesions', () => {
  const { tree, lesions, counts } = seedingOf(world, recorded, run, ['grit'])
  const inTissue = lesions.filter(({ kind }) => kind === 'tissue')

  test('of a tissue hold all of its tumour cells between them', () => {
    expect(inTissue).toHaveLength(2)
    const tumour = Array.from({ length: liver.count }, (_, slot) => slot).filter(
      (slot) =>
        liver.cells.state[slot] === LIVE && liver.program.isTumour[liver.cells.type[slot] ?? 0] === true,
    )
    expect(tumour.length).toBeGreaterThan(2)
    expect(inTissue.reduce((sum, { cells }) => sum + (cells ?? 0), 0)).toBe(tumour.length)
  })

  test('know the clone of their founder, though its daughters founded others', () => {
    const arrivals = events.filter(({ kind, cause }) => kind === 'arrival' && cause === 'colony')
    expect(arrivals.map(({ site }) => site)).toEqual(['liver', 'liver'])
    for (const { clone, begun } of inTissue) {
      const node = tree?.nodes.find(({ key }) => key === clone)
      expect(node?.since).toBeLessThanOrEqual(begun ?? Number.NaN)
    }
    // Founders that are still there say themselves of which clone they are, unless they mutated since.
    const founders = new Set(arrivals.map(({ cell }) => cell))
    for (let slot = 0; slot < liver.count; slot++) {
      if (!founders.has(lineageText(liver, slot))) continue
      let key = keyText([liver.u32(FOUNDER_LOW)[slot] ?? 0, liver.u32(FOUNDER_HIGH)[slot] ?? 0])
      const begun = arrivals.find(({ cell }) => cell === lineageText(liver, slot))?.tick ?? 0
      for (
        let node = tree?.nodes.find((each) => each.key === key);
        (node?.since ?? 0) > begun * recorded.tick;
      ) {
        key = node?.parent ?? ''
        node = tree?.nodes.find((each) => each.key === key)
      }
      expect(inTissue.map(({ clone }) => clone)).toContain(key)
    }
  })

  test('that are numbers add up to the measures', () => {
    const all = (kind: string): number =>
      counts.find((each) => each.place === 'liver' && each.kind === kind)?.count ?? 0
    const beyond =
      measure(world, 'micrometastases in liver').value + measure(world, 'metastases in liver').value
    // Lesions of the tissue of two cells or more are among those of the measures.
    const lived = inTissue.filter(({ cells }) => (cells ?? 0) > 1).length
    expect(all('micrometastases') + all('metastases')).toBeLessThanOrEqual(beyond)
    expect(all('micrometastases') + all('metastases')).toBeGreaterThanOrEqual(beyond - lived)
  })

  test('cannot be told apart without divisions, unless there is one', () => {
    const without = { ...recorded, hasDivisions: false }
    const found = lesionsOf(world, without, [])
    expect(found.filter(({ kind }) => kind === 'tissue').map(({ cells }) => cells)).toEqual([null, null])
    const [first] = events.filter(({ kind, cause }) => kind === 'arrival' && cause === 'colony')
    const alone = lesionsOf(world, { ...without, events: first === undefined ? [] : [first] }, [])
    const tumour = measure(world, 'tumour cells in liver').value
    expect(alone.find(({ kind }) => kind === 'tissue')?.cells).toBe(tumour)
  })
})

test('every clone of the tree lives or has descendants, whatever tissue they are in', () => {
  const { tree } = seedingOf(world, recorded, run, ['grit'])
  const sizes = tree?.nodes.reduce((sum, node) => sum + (node.sizes[0] ?? 0), 0)
  const tumour = measure(world, 'tumour cells').value + measure(world, 'tumour cells in liver').value
  expect(sizes).toBe(tumour)
})

test('a tissue that was taken out says so', () => {
  const operated = runModel(`${SEEDING}resection: { surgery: { at: 1 h } }\n`, { ticks: 120 })
  const [primary] = placePictures(operated.world, run, placesOf(operated.model), { fields: [] })
  expect(primary).toMatchObject({ place: 'primary', cells: 0, isVacant: true })
  const [whole] = placePictures(world, run, placesOf(modelFrom(SEEDING)), { fields: [] })
  expect(whole).not.toHaveProperty('isVacant')
})

test('places without a tissue have no picture', () => {
  const model = modelFrom(SPREADING)
  const maps = placePictures(world, run, placesOf(model), { fields: [] })
  expect(maps.map(({ place, picture }) => [place, picture !== undefined])).toEqual([
    ['primary', true],
    ['liver', true],
    ['lung', false],
  ])
  expect(maps[1]?.cells).toBe(measure(world, 'live cells in liver').value)
  expect(hazardText(model)).toBe(
    'h = 0.1/day \u00d7 exp(0.5 ln(1 + B/1e6) + 0.5 ln(1 + M)), B the tumour cells of the whole body and M its metastases',
  )
})
