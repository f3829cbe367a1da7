import { describe, expect, it } from 'vitest'
import type { History } from '../workers/run-api.ts'
import { actionsAlong, branchPath, branchRows, branchWith, newestTick } from './history-path.ts'

const a = { tick: 10, label: 'dose' }
const b = { tick: 20, label: 'knock down' }
const c = { tick: 20, label: 'cut' }

/** A run with two actions, one that does something else in place of the second, and one that leaves before the first. */
const history: History = {
  branches: [
    { id: '0', from: 0, to: 100, label: 'run', actions: [a, b] },
    { id: '1', parent: '0', from: 20, to: 60, label: 'cut', actions: [c] },
    { id: '2', parent: '0', from: 5, to: 5, label: 'without dose', actions: [] },
    { id: '3', parent: '1', from: 40, to: 50, label: 'from 00:10', actions: [] },
  ],
  current: '3',
  kept: [],
  bytes: 0,
  spilledBytes: 0,
  budget: 0,
}

describe('ways through a history', () => {
  it('lead from the first branch', () => {
    expect(branchPath(history).map(({ id }) => id)).toEqual(['0', '1', '3'])
    expect(newestTick(history)).toBe(50)
  })
  it('have the actions before the next branch leaves, and not the one that it does without', () => {
    expect(actionsAlong(history).map(({ label }) => label)).toEqual(['dose', 'cut'])
    expect(actionsAlong(history, '0').map(({ label }) => label)).toEqual(['dose', 'knock down'])
    expect(actionsAlong(history, '2')).toEqual([])
  })
  it('are found by their actions: exactly these, or the fewest more', () => {
    expect(branchWith(history, [])?.id).toBe('2')
    expect(branchWith(history, [a, c])?.id).toBe('1')
    expect(branchWith(history, [a])?.id).toBe('0')
    expect(branchWith(history, [c])).toBeUndefined()
  })
})

describe('the tree of branches', () => {
  it('puts each branch below the one that it leaves, with its own below it', () => {
    const rows = branchRows(history.branches)
    expect(rows.map(({ branch, depth, parentRow }) => [branch.id, depth, parentRow])).toEqual([
      ['0', 0, undefined],
      ['1', 1, 0],
      ['3', 2, 1],
      ['2', 1, 0],
    ])
  })
})
