import { JSDOM } from 'jsdom'
import { describe, expect, test } from 'vitest'
import { manyArmsFixture } from '../../test/report/many-arms-fixture.ts'
import { trialFixture } from '../../test/report/trial-fixture.ts'
import { largestEffect } from './large-trial.ts'
import { outcomeGroups } from './outcome-groups.ts'
import { renderFigures } from './render-figures.ts'
import { renderReport } from './render-report.ts'

describe('the report of a trial with many arms', () => {
  const summary = manyArmsFixture()
  const page = new JSDOM(renderReport(summary)).window.document
  const all = (selector: string) => [...page.querySelectorAll(selector)]

  test('answers in three sentences, then lists the comparisons of the primary endpoint', () => {
    expect(all('#answer .answer').map((node) => node.textContent)).toEqual([
      'In this tissue, 9 of 9 comparisons settle a difference in tumour cells at day 7: 9 lower.',
      expect.stringMatching(/^Most of all, anti-PD-1 changed it by .*30\u00a0% lower than untreated\.$/),
      'Of 19 expected outcomes: 12 met, 1 not met, 6 unsettled.',
    ])
    expect(all('#answer .findings li')).toHaveLength(9)
  })

  test('has the expected outcomes next, by endpoint', () => {
    expect(all('main h2').map((node) => node.textContent)).toEqual(
      expect.arrayContaining(['Answer', 'Expected outcomes', 'Key figure']),
    )
    expect(all('main section')[1]?.getAttribute('id')).toBe('expected')
    expect(all('#expected-table tbody')).toHaveLength(3)
    expect(all('#expected-table .part small').map((node) => node.textContent)).toEqual([
      '6 of 7 met',
      '6 of 6 met',
      '0 of 6 met',
    ])
  })

  test('has a table of comparisons for each endpoint', () => {
    const tables = all('#effects .effects-list')
    expect(tables.map((table) => table.querySelectorAll('tbody tr').length)).toEqual([9, 9, 9])
    expect(all('#effects h3').map((node) => node.textContent)).toContain('Tumour cells day 7, cells: 9 lower')
  })

  test('draws a panel for every arm but the control, and the tissue in two columns', () => {
    expect(all('#courses .panels').map((node) => node.querySelectorAll('svg').length)).toEqual([8, 8, 8, 8])
    expect(all('#tissue .tissues')[0]?.querySelectorAll('.tissues > div')).toHaveLength(2)
    const figures = renderFigures(summary)
    expect(figures['time-course-tumour-cells.svg']).toContain('no fibroblasts')
  })

  test('leaves smaller trials as they are', () => {
    const small = new JSDOM(renderReport(trialFixture())).window.document
    expect([...small.querySelectorAll('main section')][1]?.getAttribute('id')).toBe('key')
    expect(small.querySelector('.panels, .tissues, .effects-list')).toBeNull()
  })
})

describe('outcomes by subject', () => {
  test('tell the times of an endpoint that is read at several apart', () => {
    const summary = trialFixture()
    const [first, second] = summary.endpoints
    if (first === undefined || second === undefined) throw new Error('the fixture has endpoints')
    const endpoints = [first, { ...second, label: first.label, at: 2880 }]
    const groups = outcomeGroups({
      ...summary,
      endpoints,
      relations: [{ text: 'no one knows', met: 'unsettled' }],
    })
    expect(groups.map(({ subject }) => subject)).toEqual(['Tumour cells, day 7', 'Tumour cells, day 2', ''])
    expect(groups.map(({ outcomes }) => outcomes[0]?.text)).toEqual([
      'is lower in anti-PD-1 than in untreated',
      'is higher in anti-PD-1 than in untreated',
      'hypoxia is lower in anti-PD-1 than in untreated',
    ])
  })

  test('the largest effect is a settled one', () => {
    const [first] = trialFixture().effects
    if (first === undefined) throw new Error('the fixture has effects')
    const unsettled = { ...first, estimate: 9e9, low: -1, high: 1e10 }
    expect(largestEffect([unsettled, first])).toBe(first)
    expect(largestEffect([unsettled])).toBeUndefined()
  })
})
