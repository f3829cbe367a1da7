import { describe, expect, test } from 'vitest'
import { compile } from '../../compile/compile.ts'
import { LIVE, REQUEST_APOPTOSIS } from '../../engine/columns.ts'
import { branchWorld } from '../../engine/branch.ts'
import { commit, request } from '../../engine/population.ts'
import { columnHashes } from '../../engine/state-hash.ts'
import { bindHooks } from '../../engine/population.ts'
import type { World } from '../../engine/world.ts'
import { testKernels } from '../../testing/kernels.ts'
import { modelFrom } from '../../testing/run-model.ts'
import { startWorld } from '../../testing/start-run.ts'

const CELLS = 4000

function modelText(stem: string, other = ''): string {
  return [
    'format: 1',
    'title: traits that change',
    'domain: { size: [1000 um, 1000 um, 20 um], voxel: 20 um }',
    'time: { stop: 1 h, fields: 6 min, mechanics: 6 min, phenotype: 6 min }',
    'cell types:',
    `  other: ${other === '' ? '{}' : `{ traits: { ${other} } }`}`,
    `  stem: ${stem === '' ? '{}' : `{ traits: { ${stem} } }`}`,
    `initial: { stem: { box: { low: [-400 um, -400 um, 0 um], high: [400 um, 400 um, 0 um], count: ${CELLS} } } }`,
  ].join('\n')
}

const grades = (world: World): readonly number[] => [...world.f64('trait/grade').subarray(0, world.count)]

/** Traits before and after a change of the model. */
function change(before: string, after: string, prepare: (world: World) => void = () => undefined) {
  const from = startWorld(before)
  prepare(from)
  const was = grades(from)
  const { world } = branchWorld(from, compile(modelFrom(after)), { kernels: testKernels(), seed: 1 })
  return { from, world, was, is: grades(world) }
}

/** Roundings of one sum and one product of numbers around 1. */
const ROUNDING = 1e-14

describe('a changed trait', () => {
  test('moves with its value, and every cell keeps its deviation', () => {
    const { was, is } = change(
      modelText('grade: { value: 5, spread: 0.5 }'),
      modelText('grade: { value: 1, spread: 0.5 }'),
    )
    expect(Math.max(...was.map((value, slot) => Math.abs(value - 4 - (is[slot] ?? 0))))).toBeLessThan(
      ROUNDING,
    )
  })

  test('is what the run would have begun with, had it been so from the start', () => {
    const after = modelText('grade: { value: 2, spread: 0.2, min: 1.8, max: 2.5 }')
    const { is } = change(modelText('grade: { value: 1, spread: 0.1 }'), after)
    const begun = grades(startWorld(after))
    expect(Math.max(...is.map((value, slot) => Math.abs(value - (begun[slot] ?? 0))))).toBeLessThan(ROUNDING)
    expect([Math.min(...is), Math.max(...is)]).toEqual([1.8, 2.5])
  })

  test('loses its deviations with its spread, and begins to have some with one', () => {
    const alike = modelText('grade: { value: 3 }')
    const varied = modelText('grade: { value: 3, spread: 0.3 }')
    expect(new Set(change(varied, alike).is)).toEqual(new Set([3]))
    expect(change(alike, varied).is).toEqual(grades(startWorld(varied)))
  })

  test('keeps what drift has made of it where there is no spread', () => {
    const drift = (world: World): void => void world.f64('trait/grade').fill(1.25, 0, world.count)
    const { is } = change(
      modelText('grade: { value: 1, drift: 0.1 }'),
      modelText('grade: { value: 3, drift: 0.2 }'),
      drift,
    )
    expect(new Set(is)).toEqual(new Set([3.25]))
  })

  test('comes and goes with the type that has it', () => {
    const other = 'grade: { value: 9 }'
    const own = modelText('grade: { value: 2, spread: 0.1 }', other)
    expect(change(modelText('', other), own).is).toEqual(grades(startWorld(own)))
    expect(new Set(change(own, modelText('', other)).is)).toEqual(new Set([0]))
  })

  test('is not for the dead, and leaves everything else as it was', () => {
    const { from, world, was, is } = change(
      modelText('grade: { value: 5, spread: 0.5 }, calm: { value: 1, spread: 0.1 }'),
      modelText('grade: { value: 1, spread: 0.5 }, calm: { value: 1, spread: 0.1, drift: 1 }'),
      (dying) => {
        for (const slot of [0, 7]) request(dying, slot, REQUEST_APOPTOSIS)
        commit(dying, () => bindHooks(dying))
      },
    )
    const kept = was.flatMap((value, slot) => (value === is[slot] ? [slot] : []))
    expect(kept.map((slot) => world.cells.state[slot] === LIVE)).toEqual([false, false])
    const [before, after] = [columnHashes(from), columnHashes(world)]
    expect([...before.keys()].filter((name) => before.get(name) !== after.get(name))).toEqual(['trait/grade'])
  })
})
