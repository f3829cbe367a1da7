import { expect, test } from 'vitest'
import { REQUEST_DIVIDE } from '../../engine/columns.ts'
import { commit, request } from '../../engine/population.ts'
import { bindHooks } from '../../engine/population.ts'
import { refusal, runModel } from '../../testing/run-model.ts'

const BINDING = 'sites: 1e5 molecules, association: 0.06 1/(nM min), half: 2 nM'

const text = (parts: {
  binding?: string
  unit?: string
  transport?: string
  more?: string
}): string => `format: 1
title: binding
domain: { size: [100 um, 20 um, 20 um], voxel: 20 um }
time: { stop: 1 day, fields: 0.1 min, mechanics: 0.1 min, phenotype: 6 min }
transport: ${parts.transport ?? '{}'}
substrates: { drug: { unit: ${parts.unit ?? 'nM'}, diffusion: 600 um^2/min, initial: "10 ${parts.unit ?? 'nM'}" } }
cell types:
  a:
    mechanics: { movable: false }
    binding: { drug: { ${parts.binding ?? BINDING} } }
${parts.more ?? ''}
initial: { a: { points: [[0 um, 0 um, 0 um]] } }
`

test('what is bound is halved at division, and both daughters have all their sites', () => {
  const { world, run } = runModel(text({}))
  run(600)
  const before = world.f64('binding.bound/drug')[0] ?? NaN
  request(world, 0, REQUEST_DIVIDE)
  commit(world, () => bindHooks(world))
  const [mother, daughter] = world.f64('binding.bound/drug')
  expect(mother).toBe(before / 2)
  expect(daughter).toBe(before / 2)
  run(1200)
  // Sites of both fill up again, from half: c + N c / (c + K) = 10 nM with N = 4.2 nM, then 8.3 nM, says 0.885.
  expect((world.f64('binding.bound/drug')[0] ?? NaN) / before).toBeCloseTo(0.885, 2)
})

test('a cell that loses its sites gives back what was bound to them', () => {
  const more =
    '    rules:\n      - occupancy of drug decreases drug sites to 0 molecules, half at 0.3, hill 8 [assumed]\n'
  const { world, run } = runModel(text({ more }))
  run(6000)
  const amount = (world.f64('binding.bound/drug')[0] ?? NaN) / 1.66
  expect(amount).toBeLessThan(0.5e5)
  const left =
    world.f32('field/drug').reduce((all, c) => all + 8000 * c, 0) +
    (world.f64('binding.bound/drug')[0] ?? NaN)
  // 5 voxels of 8000 um^3 at 10 nM; f32 without remainders.
  expect(Math.abs(left / 400_000 - 1)).toBeLessThan(1e-6)
})

test('mistakes are said', () => {
  expect(refusal(text({ binding: 'sites: 1e5 molecules, association: 0.06 1/(nM min)' }))).toMatch(
    /either 'dissociation' or 'half'/,
  )
  expect(refusal(text({ binding: `${BINDING}, dissociation: 1 1/min` }))).toMatch(
    /either 'dissociation' or 'half'/,
  )
  expect(refusal(text({ unit: 'mmHg' }))).toMatch(/not measured as a concentration/)
  expect(refusal(text({ transport: '{ scheme: lod }' }))).toMatch(/'scheme: lod' cannot do/)
  expect(refusal(text({ binding: BINDING.replace('half', 'halv') }))).toMatch(/unknown key 'halv'/)
})
