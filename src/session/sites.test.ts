import { expect, test } from 'vitest'
import { BLOOD, PRIMARY } from '../engine/organism.ts'
import { lineageText } from '../engine/population.ts'
import { organismFrom, runOrganism } from '../testing/organism-model.ts'
import { modelAt, placeOf, worldAt } from './sites.ts'

test('a cell is found wherever it is in an organism', () => {
  const host = runOrganism(60)
  const liver = host.inner.get('liver')
  if (liver === undefined) throw new Error('no liver')
  const last = liver.count - 1
  expect(placeOf(host, lineageText(liver, last))).toEqual({ name: 'liver', world: liver, slot: last })
  expect(placeOf(host, lineageText(host, 0))).toEqual({ name: PRIMARY, world: host, slot: 0 })
  expect(placeOf(host, 'ffffffffffffffff')).toBeUndefined()
})

test('a place has a world where it is laid out, and a model always', () => {
  const host = runOrganism(60)
  expect(worldAt(host, PRIMARY)).toBe(host)
  expect(worldAt(host, 'liver')).toBe(host.inner.get('liver'))
  expect(worldAt(host, 'lung')).toBeUndefined()
  const { model } = organismFrom()
  expect(modelAt(model, 'lung')).toBe(model.sites?.find(({ name }) => name === 'lung')?.model)
  expect(modelAt(model, PRIMARY)).toBe(model)
  expect(modelAt(model, BLOOD)).toBe(model)
})
