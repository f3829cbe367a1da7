import { describe, expect, test } from 'vitest'
import { compile } from '../../compile/compile.ts'
import { branchWorld } from '../../engine/branch.ts'
import type { CellEvent } from '../../engine/events.ts'
import { keyText } from '../../engine/heredity.ts'
import { lineageText } from '../../engine/population.ts'
import { loadSnapshot, saveSnapshot } from '../../engine/snapshot.ts'
import { stateHash } from '../../engine/state-hash.ts'
import { createStepper, runUntil } from '../../engine/step.ts'
import type { World } from '../../engine/world.ts'
import { testKernels } from '../../testing/kernels.ts'
import { modelFrom, runModel } from '../../testing/run-model.ts'

const model = (clones: string): string => `format: 1
title: subclones
domain: { size: [600 um, 600 um, 20 um] }
time: { stop: 3 day, mechanics: 1 min, phenotype: 6 min, fields: 1 min }
cell types:
  tumour:
    cycle: { model: live, rate: 0.002 1/min }
    death: { apoptosis: { rate: 0.0003 1/min, duration: 2 h } }
    traits: { grade: { value: 1 } }
    mutations: { grade: { rate: 0.3, change: 0.5 } }
initial:
  tumour: { points: [[0 um, 0 um, 0 um], [100 um, 0 um, 0 um], [-100 um, 0 um, 0 um]] }
${clones}
`
const FOLLOWED = model('clones: { founders: [tumour], subclones: true }')

const key = (world: World, slot: number, of: string): string =>
  keyText([world.u32(`clones.${of}Low`)[slot] ?? 0, world.u32(`clones.${of}High`)[slot] ?? 0])

describe('subclones', () => {
  test('are founded by mutants, know parent, root and generation, and events tell the same tree', () => {
    const { world, run } = runModel(FOLLOWED)
    const cloneOf = new Map<string, string>()
    const parentOf = new Map<string, string>()
    for (let slot = 0; slot < world.count; slot++)
      cloneOf.set(lineageText(world, slot), lineageText(world, slot))
    const roots = new Set(cloneOf.values())
    const seen: CellEvent[] = []
    run(2000, ({ events }) => (seen.push(...events), true))
    for (const { kind, cell, other = '', cause = '' } of seen) {
      // A newborn's own mutation is told before the division that says whose daughter she is.
      if (kind === 'division' && !cloneOf.has(other)) cloneOf.set(other, cloneOf.get(cell) ?? 'unknown')
      if (kind !== 'subclone') continue
      parentOf.set(other, cause)
      cloneOf.set(cell, other)
    }
    expect(parentOf.size).toBeGreaterThan(10)
    for (let slot = 0; slot < world.count; slot++) {
      const own = key(world, slot, 'founder')
      const chain = [own]
      for (let up = parentOf.get(own); up !== undefined; up = parentOf.get(up)) chain.push(up)
      expect(world.u16('clones.generation')[slot]).toBe(chain.length - 1)
      expect(key(world, slot, 'root')).toBe(chain.at(-1))
      expect(roots.has(chain.at(-1) ?? '')).toBe(true)
      expect(key(world, slot, 'parent')).toBe(parentOf.get(own) ?? '0'.repeat(16))
    }
    const mutations = seen.filter(({ kind }) => kind === 'mutation')
    expect(mutations.map(({ other }) => other)).toEqual([...parentOf.keys()])
  })

  test('a daughter who does not mutate in a division in which her mother does stays in the old clone', () => {
    const { world, run } = runModel(FOLLOWED)
    const divided: (readonly [string, string])[] = []
    run(2000, ({ events }) => {
      for (const { kind, cell, other = '' } of events) if (kind === 'division') divided.push([cell, other])
      return true
    })
    const clones = new Map(
      Array.from({ length: world.count }, (_, slot) => [
        lineageText(world, slot),
        key(world, slot, 'founder'),
      ]),
    )
    const parts = divided.filter(
      ([a, b]) => clones.has(a) && clones.has(b) && clones.get(a) !== clones.get(b),
    )
    expect(parts.length).toBeGreaterThan(3)
    // No two clones have one key: every clone has one trait value, since nothing but mutations changes it.
    const grades = new Map<string, Set<number>>()
    for (let slot = 0; slot < world.count; slot++) {
      const own = key(world, slot, 'founder')
      grades.set(own, (grades.get(own) ?? new Set()).add(world.f64('trait/grade')[slot] ?? 0))
    }
    expect([...grades.values()].every(({ size }) => size === 1)).toBe(true)
  })

  test('change nothing else, and are in snapshots', () => {
    const [plain, followed] = [model(''), FOLLOWED].map((text) => runModel(text, { ticks: 900 }))
    if (plain === undefined || followed === undefined) throw new Error('two runs')
    expect(followed.world.count).toBe(plain.world.count)
    expect(followed.world.f64('trait/grade').slice(0, plain.world.count)).toEqual(
      plain.world.f64('trait/grade').slice(0, plain.world.count),
    )
    expect(plain.world.has('clones.since')).toBe(false)
    const loaded = loadSnapshot(followed.program, saveSnapshot(followed.world), testKernels())
    runUntil(createStepper(loaded), 1200)
    followed.run(1200)
    expect(stateHash(loaded)).toBe(stateHash(followed.world))
  })

  test('are followed from an instant on in a branch, with the clones that there are as roots', () => {
    const { world } = runModel(model('clones: { founders: [tumour] }'), { ticks: 900 })
    const next = branchWorld(world, compile(modelFrom(FOLLOWED)), { kernels: testKernels(), seed: 1 }).world
    for (let slot = 0; slot < next.count; slot++) {
      expect(key(next, slot, 'root')).toBe(key(world, slot, 'founder'))
      expect(key(next, slot, 'founder')).toBe(key(world, slot, 'founder'))
    }
  })
})
