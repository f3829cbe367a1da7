import { describe, expect, it } from 'vitest'
import { runModel } from '../testing/run-model.ts'
import { BOND_WIDTH, areBound, attach, bondsOf, detach, detachAll } from './bonds.ts'
import type { World } from './world.ts'

function crowd(): World {
  const points = Array.from({ length: BOND_WIDTH + 2 }, () => '[0 um, 0 um, 0 um]').join(', ')
  return runModel(`
format: 1
title: bonds
domain: { size: [100 um, 100 um, 20 um] }
time: { stop: 1 min, fields: 0.1 min, mechanics: 0.1 min, phenotype: 1 min }
cell types: { cell: { mechanics: { springs: { attachment: 1 1/min } } } }
initial: { cell: { points: [${points}] } }
`).world
}

describe('bonds', () => {
  it('are mutual, and made and ended once', () => {
    const world = crowd()
    expect(attach(world, 1, 4)).toBe(true)
    expect(attach(world, 4, 1)).toBe(false)
    expect(attach(world, 2, 2)).toBe(false)
    expect([areBound(world, 1, 4), areBound(world, 4, 1), areBound(world, 1, 2)]).toEqual([true, true, false])
    expect(detach(world, 4, 1)).toBe(true)
    expect(detach(world, 4, 1)).toBe(false)
    expect([bondsOf(world, 1), bondsOf(world, 4)]).toEqual([[], []])
  })

  it('fill free places, wherever these are', () => {
    const world = crowd()
    for (let other = 1; other <= BOND_WIDTH; other++) expect(attach(world, 0, other)).toBe(true)
    expect(attach(world, 0, BOND_WIDTH + 1)).toBe(false)
    expect(bondsOf(world, BOND_WIDTH + 1)).toEqual([])
    detach(world, 0, 3)
    expect(attach(world, 0, BOND_WIDTH + 1)).toBe(true)
    expect(bondsOf(world, 0).length).toBe(BOND_WIDTH)
    detachAll(world, 0)
    expect(Array.from({ length: world.count }, (_, slot) => bondsOf(world, slot).length)).toEqual(
      Array.from({ length: world.count }, () => 0),
    )
  })
})
