import { expect, test } from 'vitest'
import type { TissueSummary } from '../analysis/summary.ts'
import { cohortFixture } from '../../test/report/cohort-fixture.ts'
import { pictureOf } from '../analysis/tissue-pictures.ts'
import { penetrationSection } from '../report/penetration-section.ts'
import { runModel } from '../testing/run-model.ts'
import { penetrationFigure, profiledSubstrates } from './penetration.ts'
import { paperContext } from './theme.ts'

const base = cohortFixture()

/** The pictures of the fixture with an exponential profile each, longer from arm to arm. */
const tissue: readonly TissueSummary[] = base.arms.map(({ name }, index) => {
  const distances = [5, 20, 40, 60, 80, 100, 120, 140, 160]
  const values = distances.map((distance) => 3 * Math.exp(-distance / (30 + 20 * index)))
  const profile = { substrate: 'drug', unit: 'nM', distances, values }
  const cells = { x: [], y: [], radius: [], type: [], state: [] }
  return {
    arm: name,
    replicate: 0,
    time: 60,
    cells,
    vessels: { x: [], y: [] },
    fields: [],
    profiles: [profile],
  }
})
const summary = { ...base, tissue }
const context = paperContext(summary)

test('a figure has a curve for each arm, from 1 down, and ends where nothing is left', () => {
  const svg = penetrationFigure(summary, 'drug', context, { width: 360, height: 200 })
  expect(svg.match(/<path/g)?.length).toBe(base.arms.length)
  expect(svg).toContain('distance from vessels')
  for (const { name } of base.arms) expect(svg).toContain(name)
  expect(svg).not.toContain('NaN')
})

test('the section stands where profiles are, and nowhere else', () => {
  expect(profiledSubstrates(summary)).toEqual(['drug'])
  expect(penetrationSection(summary, context)).toContain('Penetration')
  expect(penetrationSection({ ...summary, tissue: [] }, context)).toBe('')
})

test('a picture has profiles where they are asked for and vessels are there', () => {
  const text = (points: string): string => `format: 1
title: a vessel
domain: { size: [200 um, 20 um, 20 um], voxel: 20 um, corner: [0 um, 0 um, -10 um] }
time: { stop: 1 h, fields: 0.1 min, mechanics: 0.1 min, phenotype: 6 min }
substrates: { drug: { unit: nM, diffusion: 600 um^2/min, decay: 0.1 1/min } }
vessels: { points: [${points}], exchange: { drug: { blood: 10 nM, rate: 0.1 1/min } } }
`
  const { world } = runModel(text('[10 um, 10 um, 0 um]'), { ticks: 600 })
  const asked = { fields: [], profiles: ['drug', 'nothing'] }
  const [profile] = pictureOf(world, 'arm', 0, asked).profiles ?? []
  expect(profile?.distances).toEqual([0, 20, 40, 60, 80, 100, 120, 140, 160, 180])
  // Falls over sqrt(600 / 0.1) = 77 um; the last but one voxel lies before a closed face.
  expect((profile?.values[4] ?? NaN) / (profile?.values[0] ?? NaN)).toBeCloseTo(Math.exp(-80 / 77), 1)
  expect(pictureOf(world, 'arm', 0, { fields: [] }).profiles).toBeUndefined()
  expect(pictureOf(runModel(text('')).world, 'arm', 0, asked).profiles).toBeUndefined()
})
