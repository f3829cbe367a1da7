import { JSDOM } from 'jsdom'
import { describe, expect, test } from 'vitest'
import { trialFixture } from '../../test/report/trial-fixture.ts'
import type { CloneSummary } from '../analysis/clone-pictures.ts'
import type { CloneNode } from '../analysis/clone-tree.ts'
import { renderFigures } from '../report/render-figures.ts'
import { renderReport } from '../report/render-report.ts'
import { cloneColour } from '../viewer/cell-colours.ts'
import { cloneKeyColour } from './clone-colour.ts'
import { cloneFish } from './clone-fish.ts'
import { cloneTreeFigure } from './clone-tree.ts'
import { paperContext } from './theme.ts'

const key = (number: number): string => number.toString(16).padStart(16, '0')

/** A founder, one clone that goes, and a number of others that stay. */
function summaryOf(others: number): CloneSummary {
  const founder: CloneNode = { key: key(1), since: 0, generation: 0, sizes: [4, 8, 20], traits: { grade: 1 } }
  const gone: CloneNode = {
    ...founder,
    key: key(2),
    parent: key(1),
    since: 500,
    sizes: [0, 9, 0],
    generation: 1,
  }
  const rest = Array.from({ length: others }, (_, k): CloneNode => ({
    ...gone,
    key: key(3 + k),
    since: 3000,
    sizes: [0, 0, 8 - Math.min(7, k)],
    traits: { grade: 2 + k },
  }))
  const tree = { times: [0, 2880, 5760], nodes: [founder, gone, ...rest] }
  return { arm: 'untreated', replicate: 0, traits: ['grade'], tree }
}

const context = paperContext({ arms: [], duration: 5760 })
const texts = (svg: string): readonly string[] =>
  [...new JSDOM(svg, { contentType: 'image/svg+xml' }).window.document.querySelectorAll('text')].map(
    (node) => node.textContent,
  )

describe('clones over time', () => {
  test('are named by size where they live on, in the colours of their cells', () => {
    const svg = cloneFish(summaryOf(1), context)
    expect(svg).not.toMatch(/NaN|Infinity/)
    expect(texts(svg)).toEqual(expect.arrayContaining(['clone 1', 'clone 3', 'live cells of all clones']))
    expect(texts(svg)).not.toContain('clone 2')
    expect(svg).toContain(cloneKeyColour(key(2)))
    expect(cloneKeyColour('0000000a0000000c')).toBe(cloneColour(0xa ^ 0xc))
  })

  test('beyond twelve are together, and it says so', () => {
    const shown = texts(cloneFish(summaryOf(14), context))
    expect(shown).toContain('live cells of the 12 largest clones; 4 smaller ones together in grey')
    expect(shown).toContain('others')
  })

  test('stack up to all live cells', () => {
    const doc = new JSDOM(cloneFish(summaryOf(3), context), { contentType: 'image/svg+xml' }).window.document
    const ends = [...doc.querySelectorAll('path')].map((path) =>
      [...(path.getAttribute('d') ?? '').matchAll(/(-?[\d.]+)[ ,](-?[\d.]+)/g)].map(([, x, y]) => [
        Number(x),
        Number(y),
      ]),
    )
    const right = Math.max(...ends.flat().map(([x = 0]) => x))
    const heights = ends
      .flat()
      .filter(([x]) => x === right)
      .map(([, y = 0]) => y)
    // 20 + 8 + 7 + 6 cells of an axis to 60 that is 134 pt high: coordinates have two decimals.
    expect(Math.max(...heights) - Math.min(...heights)).toBeCloseTo((41 / 60) * 134, 1)
  })
})

describe('the tree', () => {
  test('says how many cells are left, and closes the lines of clones that are gone', () => {
    const svg = cloneTreeFigure(summaryOf(2), 'grade', context)
    expect(svg).not.toMatch(/NaN|Infinity/)
    expect(texts(svg)).toEqual(
      expect.arrayContaining(['clone 1: 20 cells', 'clone 2: gone', 'clone 3: 8 cells', 'grade']),
    )
    expect(cloneTreeFigure(summaryOf(20), 'grade', context)).toMatch(/10 smaller ones not shown/)
  })
})

describe('report and figures', () => {
  const plain = trialFixture()
  const summary = { ...plain, clones: [summaryOf(3)] }

  test('have them where a trial has', () => {
    const names = Object.keys(renderFigures(summary))
    expect(names).toEqual(expect.arrayContaining(['clones-untreated.svg', 'clone-tree-grade-untreated.svg']))
    expect(renderReport(summary)).toContain('id="clones"')
  })

  test('and nothing where it has not', () => {
    expect(renderReport(plain)).not.toContain('id="clones"')
    expect(Object.keys(renderFigures(plain)).some((name) => name.startsWith('clone'))).toBe(false)
  })
})
