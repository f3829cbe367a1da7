import { describe, expect, it } from 'vitest'
import { areBound, bondsOf } from '../../engine/bonds.ts'
import { APOPTOTIC } from '../../engine/columns.ts'
import { lineageText } from '../../engine/population.ts'
import { loadSnapshot, saveSnapshot } from '../../engine/snapshot.ts'
import { stateHash } from '../../engine/state-hash.ts'
import { createStepper, runUntil } from '../../engine/step.ts'
import type { World } from '../../engine/world.ts'
import { testKernels } from '../../testing/kernels.ts'
import { runModel } from '../../testing/run-model.ts'
import {
  FOREVER,
  GRID,
  PAIRS,
  beside,
  column,
  countOf,
  eventsUntil,
  fiveSigma,
  scene,
  total,
} from '../../testing/still-cells.ts'

/** Lineage of each attacker with that of its target. */
const pairsOf = (world: World): readonly string[] =>
  [...world.i32('interaction.target').subarray(0, world.count).entries()]
    .filter(([, target]) => target >= 0)
    .map(([slot, target]) => `${lineageText(world, slot)} ${lineageText(world, target)}`)

describe('attack', () => {
  it('begins after an exponential waiting time at rate x immunogenicity', () => {
    const rate = 0.1 * 0.5
    const run = runModel(
      scene({
        killer: { interaction: `{ attack: { target: 0.1 1/min }, ${FOREVER} }`, points: GRID },
        target: { interaction: '{ immunogenicity: { killer: 0.5 } }', points: beside(15) },
      }),
    )
    for (const minutes of [5, 20, 40]) {
      run.run(minutes)
      const p = 1 - Math.exp(-rate * minutes)
      const attacking = total(column(run.world, 'interaction.attacking'))
      expect(Math.abs(attacking - PAIRS * p)).toBeLessThan(fiveSigma(PAIRS, p))
    }
  })

  it('ends at rate 1 / duration, and harms at the given rate all the time', () => {
    const ticks = 60
    const run = runModel(
      scene({
        killer: {
          interaction:
            '{ attack: { target: 1e6 1/min }, attack damage: 0.25 1/min, attack duration: 10 min }',
          points: GRID,
        },
        target: { points: beside(15) },
      }),
    )
    let ends = 0
    run.run(ticks, (world) => {
      ends += PAIRS - total(column(world, 'interaction.attacking'))
      return true
    })
    // Whoever lets go begins again in the next step, so each killer attacks in every step: n independent draws.
    const p = 1 - Math.exp(-1 / 10)
    expect(Math.abs(ends - PAIRS * ticks * p)).toBeLessThan(fiveSigma(PAIRS * ticks, p))
    const damage = column(run.world, 'interaction.damage')
    const delivered = column(run.world, 'interaction.delivered')
    const time = column(run.world, 'interaction.attackTime')
    // Quarters add up without rounding. Killers come first: types stand in alphabetical order.
    for (let slot = 0; slot < PAIRS; slot++) {
      expect([delivered[slot], damage[slot]]).toEqual([ticks / 4, 0])
      expect([damage[slot + PAIRS], time[slot + PAIRS]]).toEqual([ticks / 4, ticks])
    }
  })

  it('adds up over attackers, binds the pair, and goes on with one target only', () => {
    const run = runModel(
      scene({
        killer: {
          interaction: `{ attack: { target: 1e6 1/min }, ${FOREVER} }`,
          points: [
            [-12, 0],
            [12, 0],
          ],
        },
        target: {
          points: [
            [0, 0],
            [0, 8],
          ],
        },
      }),
      { ticks: 10 },
    )
    const { world } = run
    const targets = world.i32('interaction.target')
    expect(total(column(world, 'interaction.damage'))).toBe(20)
    expect(total(column(world, 'interaction.attackTime'))).toBe(20)
    for (const killer of [0, 1]) {
      expect(areBound(world, killer, targets[killer] ?? -1)).toBe(true)
      expect(bondsOf(world, killer)).toHaveLength(1)
    }
  })

  it('does not begin on cells without immunogenicity, out of touch, or dead', () => {
    const run = runModel(
      scene({
        killer: { interaction: `{ attack: { far: 1e6 1/min, mute: 1e6 1/min } }`, points: [[0, 0]] },
        mute: { interaction: '{ immunogenicity: { killer: 0 } }', points: [[15, 0]] },
        far: { points: [[0, 21.1]] },
      }),
      { ticks: 20 },
    )
    expect(total(column(run.world, 'interaction.delivered'))).toBe(0)
  })

  it('is credited with the kill, and ends with the death of its target', () => {
    const run = runModel(
      scene({
        killer: { interaction: `{ attack: { target: 1e6 1/min }, ${FOREVER} }`, points: GRID },
        target: { more: 'death: { apoptosis: { rate: 0.05 1/min, duration: 100 day } }', points: beside(15) },
      }),
    )
    const events = eventsUntil(run, 60)
    const kills = events.filter((event) => event.kind === 'kill')
    const deaths = events.filter((event) => event.kind === 'death')
    expect(deaths.length).toBeGreaterThan(PAIRS / 2)
    expect(kills.map((event) => event.other)).toEqual(deaths.map((event) => event.cell))
    expect(kills.every((event) => event.cause === 'attack' && event.type === 0)).toBe(true)
    const { world } = run
    const states = world.u8('cell.state')
    for (let slot = 0; slot < PAIRS; slot++) {
      const isAttacking = states[slot + PAIRS] === APOPTOTIC ? 0 : 1
      expect(world.f64('interaction.attacking')[slot]).toBe(isAttacking)
      expect(bondsOf(world, slot)).toHaveLength(isAttacking)
    }
  })

  it('is shared when several attack, and stops when the attacker dies', () => {
    const dying = 'death: { apoptosis: { rate: 1e6 1/min, duration: 100 day } }'
    const attack = `{ attack: { target: 1e6 1/min }, ${FOREVER} }`
    const shared = runModel(
      scene({
        killer: {
          interaction: attack,
          points: [
            [-15, 0],
            [15, 0],
          ],
        },
        target: { more: dying, points: [[0, 0]] },
      }),
    )
    const kills = eventsUntil(shared, 1).filter((event) => event.kind === 'kill')
    expect(kills.map((event) => event.cause)).toEqual(['shared attack', 'shared attack'])

    const mortal = runModel(
      scene({
        killer: { interaction: attack, more: dying, points: [[0, 0]] },
        target: { points: [[15, 0]] },
      }),
      { ticks: 30 },
    )
    // One step before the first decision about death, none after it.
    expect(total(column(mortal.world, 'interaction.damage'))).toBe(1)
    expect(total(column(mortal.world, 'interaction.attacking'))).toBe(0)
    expect(bondsOf(mortal.world, 0)).toHaveLength(0)
  })

  it('ends when the attacker becomes another type', () => {
    const run = runModel(
      scene({
        killer: {
          interaction: `{ attack: { target: 1e6 1/min }, ${FOREVER} }`,
          more: 'transitions: { mild: 1e6 1/min }',
          points: [[0, 0]],
        },
        mild: { points: [[300, 300]] },
        target: { points: [[15, 0]] },
      }),
      { ticks: 30 },
    )
    // One step before the first decision about its type, none after it.
    expect(total(column(run.world, 'interaction.damage'))).toBe(1)
    expect(total(column(run.world, 'interaction.attacking'))).toBe(0)
    expect(bondsOf(run.world, 0)).toHaveLength(0)
  })

  it('stays with its target when cells move in memory, and after a restart', () => {
    // Meals stand in front of killers and targets in memory: as they disappear, everything moves up.
    const yaml = scene({
      'a meal': { points: GRID.slice(0, 100) },
      eater: {
        interaction: '{ phagocytosis: { live: { a meal: 0.05 1/min } } }',
        points: beside(15).slice(0, 100),
      },
      killer: { interaction: `{ attack: { target: 1e6 1/min }, ${FOREVER} }`, points: GRID.slice(200) },
      target: { points: beside(15).slice(200) },
    })
    const run = runModel(yaml, { ticks: 1 })
    const before = pairsOf(run.world)
    expect(before).toHaveLength(200)
    run.run(20)
    expect(countOf(run.world, 'a meal')).toBeLessThan(60)
    expect(pairsOf(run.world)).toEqual(before)

    const resumed = loadSnapshot(run.program, saveSnapshot(run.world), testKernels())
    run.run(40)
    runUntil(createStepper(resumed), 40)
    expect(stateHash(resumed)).toBe(stateHash(run.world))
  })
})

describe('damage', () => {
  it('follows D <- (D + dt d) / (1 + dt r) and ends at d / r', () => {
    const run = runModel(
      scene({ a: { interaction: '{ damage: 0.3 1/min, damage repair: 0.1 1/min }', points: [[0, 0]] } }),
    )
    let expected = 0
    for (let step = 0; step < 60; step++) {
      run.run(6 * step + 1)
      expected = (expected + 6 * 0.3) / (1 + 6 * 0.1)
      expect(run.world.f64('interaction.damage')[0]).toBe(expected)
    }
    // The distance to d / r = 3 shrinks by 1.6 per step: 1.6^-60 is below rounding.
    expect(expected).toBeCloseTo(3, 9)
  })

  it('costs nothing in a model that has no interactions', () => {
    const { program, world } = runModel(scene({ a: { points: [[0, 0]] } }))
    expect(world.has('interaction.damage')).toBe(false)
    expect(program.activities.contacts.some((activity) => activity.process === 'interaction')).toBe(false)
  })
})
