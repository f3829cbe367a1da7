import { describe, expect, test } from 'vitest'
import type { CellEvent } from '../engine/events.ts'
import { keyText } from '../engine/heredity.ts'
import { runModel } from '../testing/run-model.ts'
import { type CloneCensus, type CloneCount, cloneCensus } from './clone-census.ts'
import { cloneTree, largestClones, parentsOf } from './clone-tree.ts'

const clone = (key: string, cells: number, more: Partial<CloneCount> = {}): CloneCount => ({
  key,
  root: 'R',
  generation: 0,
  since: 0,
  cells,
  traits: { grade: cells },
  ...more,
})
const child = (key: string, parent: string, generation: number, since: number, cells: number): CloneCount =>
  clone(key, cells, { parent, generation, since })
const census = (time: number, ...clones: readonly CloneCount[]): CloneCensus => ({ time, clones })

describe('the tree of clones', () => {
  test('has sizes over time, and every family together with its oldest first', () => {
    const { times, nodes } = cloneTree([
      census(0, clone('R', 3)),
      census(60, clone('R', 5), child('B', 'R', 1, 40, 1), child('A', 'R', 1, 20, 2)),
      census(120, child('A', 'R', 1, 20, 6), child('C', 'A', 2, 70, 1)),
    ])
    expect(times).toEqual([0, 60, 120])
    expect(nodes.map(({ key, parent, sizes }) => [key, parent, sizes])).toEqual([
      ['R', undefined, [3, 5, 0]],
      ['A', 'R', [0, 2, 6]],
      ['C', 'A', [0, 0, 1]],
      ['B', 'R', [0, 1, 0]],
    ])
    // What a clone was when it was last seen.
    expect(nodes.map(({ traits }) => traits['grade'])).toEqual([5, 6, 1, 1])
    expect(nodes.some(({ hasGap }) => hasGap)).toBe(false)
  })

  test('names ancestors that nobody saw where a child or an event does, and has a gap where none does', () => {
    const seen = [census(0, clone('R', 1)), census(60, child('D', 'C', 3, 50, 4), child('E', 'C', 3, 30, 1))]
    const alone = cloneTree(seen).nodes
    expect(alone.map(({ key, parent, hasGap, since }) => [key, parent, hasGap, since])).toEqual([
      ['R', undefined, undefined, 0],
      // Two generations below its root, and not younger than any of its children.
      ['C', 'R', true, 30],
      ['E', 'C', undefined, 30],
      ['D', 'C', undefined, 50],
    ])
    const event = (tick: number, other: string, cause: string): CellEvent => {
      const place = { x: 0, y: 0, z: 0 }
      return { tick, kind: 'subclone', cell: 'x', type: 0, ...place, other, cause }
    }
    const parents = parentsOf([event(2, 'B', 'R'), event(4, 'C', 'B')], 6)
    const told = cloneTree(seen, parents).nodes
    expect(told.map(({ key, parent, hasGap, since }) => [key, parent, hasGap, since])).toEqual([
      ['R', undefined, undefined, 0],
      ['B', 'R', undefined, 12],
      ['C', 'B', undefined, 24],
      ['E', 'C', undefined, 30],
      ['D', 'C', undefined, 50],
    ])
  })

  test('is cut to its largest clones, and the cells of all others are counted', () => {
    const tree = cloneTree([
      census(0, clone('R', 9)),
      census(
        60,
        clone('R', 9),
        child('A', 'R', 1, 10, 2),
        child('B', 'A', 2, 20, 7),
        child('C', 'R', 1, 30, 1),
      ),
    ])
    const { tree: cut, left, rest } = largestClones(tree, 2)
    expect(cut.nodes.map(({ key, parent, hasGap }) => [key, parent, hasGap])).toEqual([
      ['R', undefined, undefined],
      ['B', 'R', true],
    ])
    expect([left, rest]).toEqual([2, [0, 3]])
    expect(largestClones(tree, 12)).toEqual({ tree, left: 0, rest: [0, 0] })
  })
})

describe('a census', () => {
  const text = `format: 1
title: census
domain: { size: [600 um, 600 um, 20 um] }
time: { stop: 3 day, mechanics: 6 min, phenotype: 6 min, fields: 6 min }
cell types:
  tumour:
    cycle: { model: live, rate: 0.002 1/min }
    death: { apoptosis: { rate: 0.0005 1/min, duration: 1 h } }
    traits: { grade: { value: 1 } }
    mutations: { grade: { rate: 0.4, change: 0.5 } }
initial: { tumour: { points: [[0 um, 0 um, 0 um], [100 um, 0 um, 0 um]] } }
clones: { founders: [tumour], subclones: true }
`

  test('of a world has all live cells, and with its events gives the tree of every mutation', () => {
    const { world, program, run } = runModel(text)
    const events: CellEvent[] = []
    const first = cloneCensus(world, ['grade'])
    run(330, (now) => (events.push(...now.events), true))
    const last = cloneCensus(world, ['grade'])
    if (first === undefined || last === undefined) throw new Error('the world knows its clones')
    const live = [...world.cells.state.subarray(0, world.count)].filter((state) => state === 0).length
    expect(last.clones.reduce((sum, { cells }) => sum + cells, 0)).toBe(live)
    expect(last.clones.length).toBeGreaterThan(5)
    const parents = parentsOf(events, program.clock.tick)
    const { nodes } = cloneTree([first, last], parents)
    for (const { key, parent, hasGap, since, generation } of nodes) {
      expect(hasGap).toBeUndefined()
      if (generation === 0) continue
      expect(parents.get(key)).toEqual({ parent, since })
    }
    // The first cell's own record is what the census says of its clone.
    const own = keyText([world.u32('clones.founderLow')[0] ?? 0, world.u32('clones.founderHigh')[0] ?? 0])
    expect(last.clones.find(({ key }) => key === own)?.traits['grade']).toBeCloseTo(
      world.f64('trait/grade')[0] ?? 0,
      12,
    )
  })

  test('is not to be had where cells do not know the descent of their clones', () => {
    const { world } = runModel(text.replace(', subclones: true', ''))
    expect(cloneCensus(world, [])).toBeUndefined()
  })
})
