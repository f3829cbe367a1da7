import { JSDOM } from 'jsdom'
import { expect, test } from 'vitest'
import { organismFixture } from '../../test/report/organism-fixture.ts'
import { trialFixture } from '../../test/report/trial-fixture.ts'
import { renderReport } from './render-report.ts'

const summary = organismFixture()
const page = (of: typeof summary) => new JSDOM(renderReport(of)).window.document

test('an organism has a section of its own before the key figure', () => {
  const found = [...page(summary).querySelectorAll('section')].map((section) => section.getAttribute('id'))
  expect(found.indexOf('organism')).toBe(found.indexOf('answer') + 1)
  const text = page(summary).querySelector('#organism')?.textContent ?? ''
  for (const part of ['On the way to the liver', 'not yet', 'Who seeded what', 'Lesions of', 'clone'])
    expect(text).toContain(part)
})

test('other models have none', () => {
  expect(page(trialFixture()).querySelector('#organism')).toBeNull()
})

test('the formula stands where survival is shown', () => {
  const { organism, series } = summary
  const [first] = series
  if (organism === undefined || first === undefined) throw new Error('the fixture is empty')
  const surrogate = { ...first, measure: 'survival surrogate', label: 'survival surrogate', unit: '1' }
  const more = { ...summary, series: [...series, surrogate], organism: { ...organism, hazard: 'h = 1/day' } }
  const text = page(more).querySelector('#organism')?.textContent ?? ''
  expect(text).toContain('no death is simulated; it is exp(\u2212\u222bh dt) with h = 1/day')
})

test('a run in which nobody left says so', () => {
  const { organism } = summary
  if (organism === undefined) throw new Error('the fixture is empty')
  const quiet = {
    places: organism.places,
    maps: [],
    seedings: organism.seedings.map((seeding) => ({ ...seeding, lesions: [], counts: [] })),
  }
  const text = page({ ...summary, organism: quiet }).querySelector('#organism')?.textContent ?? ''
  expect(text).toContain('No colony began')
})
