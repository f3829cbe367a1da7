import { expect, test } from 'vitest'
import { LIVE } from '../../engine/columns.ts'
import { BLOOD, PRIMARY, innerWorlds } from '../../engine/organism.ts'
import type { World } from '../../engine/world.ts'
import { runModel } from '../../testing/run-model.ts'
import { SEEDING } from '../../testing/seeding-organism.ts'
import { livingClones } from '../living-clones.ts'
import { organismClones } from './organism-clones.ts'

/** Half a day: colonies live in the liver. */
const TICKS = 720
const { world, model } = runModel(`${SEEDING}clones: { founders: [tumour] }\n`, { ticks: TICKS })

function liveTumourCells(of: World): number {
  const tumour = of.program.cellTypes.indexOf('tumour')
  return of.cells.state
    .subarray(0, of.count)
    .reduce((sum, state, slot) => sum + (state === LIVE && of.cells.type[slot] === tumour ? 1 : 0), 0)
}

test('every live cell of every tissue is counted once, in its place', () => {
  const found = organismClones(world, [])
  if (found === undefined) throw new Error('no clones')
  const tissues = [{ name: PRIMARY, world }, ...innerWorlds(world)].filter(({ name }) => name !== BLOOD)
  for (const { name, world: tissue } of tissues) {
    const here = [...found.places.values()].reduce((sum, each) => sum + (each[name] ?? 0), 0)
    expect(here).toBe(liveTumourCells(tissue))
  }
  const [all, away] = [tissues, tissues.slice(1)].map((list) =>
    list.reduce((sum, each) => sum + liveTumourCells(each.world), 0),
  )
  expect(away).toBeGreaterThan(0)
  expect(found.clones.reduce((sum, { cells }) => sum + cells, 0)).toBe(all)
})

test('the Lab is told where the cells of one clone are', () => {
  const away = [...(organismClones(world, [])?.places ?? [])].find(([, places]) =>
    Object.keys(places).some((place) => place !== PRIMARY),
  )
  if (away === undefined) throw new Error('no clone away from the primary')
  const [key, places] = away
  const found = livingClones(world, model, { most: 3, of: key })
  expect(found).toMatchObject({ places, own: Object.values(places).reduce((sum, cells) => sum + cells, 0) })
})
