import { JSDOM } from 'jsdom'
import type { PageElement } from 'jsdom'
import { describe, expect, it } from 'vitest'
import { trialFixture } from '../../test/report/trial-fixture.ts'
import type { EffectSummary, SeriesSummary } from '../analysis/summary.ts'
import { renderFigures } from '../report/render-figures.ts'
import { bandOf } from './band.ts'
import { colourMapHex } from './colour-map.ts'
import { isSettled, verdictOf } from './effect-text.ts'
import { forestFigure, forestMark, hasRatios } from './forest.ts'
import { stripPlot } from './strip-plot.ts'
import { paperContext } from './theme.ts'
import { timeCourse } from './time-course.ts'
import { fieldStrip, signalStrip, tissueFigure, tissueStrip } from './tissue-strip.ts'

const summary = trialFixture()
const context = paperContext(summary)
const [series] = summary.series
const [endpoint] = summary.endpoints
const [effect] = summary.effects
const [tissue] = summary.tissue
if (!series || !endpoint || !effect || !tissue) throw new Error('the fixture is empty')

/** Parse as XML, which is what a drawing program does: one mistake and it fails. */
function parse(svg: string): PageElement {
  return new JSDOM(svg, { contentType: 'image/svg+xml' }).window.document.documentElement
}

function texts(svg: string): string[] {
  return [...parse(svg).querySelectorAll('text')].map((node) => node.textContent)
}

describe('a time course', () => {
  it('names measure, unit, time and arms, and marks the doses', () => {
    const shown = texts(timeCourse(summary, series, context))
    expect(shown).toEqual(
      expect.arrayContaining(['Tumour cells', 'time (day)', 'untreated', 'anti-PD-1', 'anti-PD-1, 3 mg/kg']),
    )
  })

  it('names the unit where the label does not', () => {
    const other = summary.series.find((candidate) => candidate.unit === '1/mm^2')
    if (other === undefined) throw new Error('the fixture has no density')
    expect(texts(timeCourse(summary, other, context))).toContain('CD8 in tumour nests (1/mm\u00b2)')
  })

  it('breaks the line where a value is missing', () => {
    const gap: SeriesSummary = {
      ...series,
      times: [0, 1440, 2880, 4320, 5760],
      values: { untreated: [[1, 2, null, 3, 4]] },
    }
    const line = parse(timeCourse(summary, gap, context)).querySelector('path[stroke-width="1.5"]')
    expect(line?.getAttribute('d')?.match(/M/g)).toHaveLength(2)
  })

  it('draws nothing but numbers when all is missing', () => {
    const none: SeriesSummary = { ...series, values: { untreated: [series.times.map(() => null)] } }
    expect(timeCourse(summary, none, context)).not.toMatch(/NaN|Infinity/)
  })

  it('takes the median and the range of few replicates', () => {
    expect(bandOf([[1], [5], [2]], 1)).toEqual({ median: [2], low: [1], high: [5] })
    expect(bandOf([[null], [null]], 1)).toEqual({ median: [null], low: [null], high: [null] })
  })
})

describe('a strip plot', () => {
  it('has one point per run and one line per twin set', () => {
    const svg = parse(stripPlot(summary, endpoint, context))
    expect(svg.querySelectorAll('circle')).toHaveLength(8)
    expect(svg.querySelector('path')?.getAttribute('d')?.match(/M/g)).toHaveLength(4)
  })

  it('joins nothing when runs are independent', () => {
    expect(
      parse(stripPlot({ ...summary, pairing: 'independent' }, endpoint, context)).querySelector('path'),
    ).toBeNull()
  })
})

describe('a forest plot', () => {
  it('states difference, interval, unit and verdict of every effect', () => {
    const shown = texts(forestFigure(summary, context)).join('|')
    expect(shown).toContain('\u22121,283 [\u22121,420 to \u22121,146]\u00a0cells')
    expect(shown).toContain('unsettled: about 18 would settle it')
    expect(shown).toContain('difference (95\u00a0% CI)')
  })

  it('draws ratios only when all have one', () => {
    expect(hasRatios(summary.effects)).toBe(true)
    const { ratio: _, ratioLow: __, ...without } = effect
    expect(hasRatios([without])).toBe(false)
    expect(texts(forestFigure(summary, context, 'ratio')).join('|')).toContain('0.70 [0.66 to 0.74]')
  })

  it('trusts the interval, not the verdict', () => {
    const wrong: EffectSummary = { ...effect, low: -1, high: 1, verdict: 'higher' }
    expect(isSettled(wrong)).toBe(false)
    expect(verdictOf(wrong)).toBe('unsettled')
    expect(verdictOf({ ...effect, low: 0, high: 2 })).toBe('unsettled')
    expect(verdictOf({ ...effect, low: null, high: null })).toBe('unsettled')
  })

  it('draws an effect without an interval as a hollow point', () => {
    const mark = parse(forestMark({ ...effect, low: null, high: null }, [], context))
    expect(mark.querySelectorAll('circle')).toHaveLength(1)
    expect(mark.querySelector('circle')?.getAttribute('fill')).toBe(context.theme.paper)
  })
})

describe('tissue', () => {
  it('draws every cell once', () => {
    const figure = parse(tissueFigure(summary, tissue, context))
    const lines = [...figure.querySelectorAll('svg polyline')]
    const marks = lines.flatMap((line) => {
      const points = (line.getAttribute('points') ?? '').match(/\S+ \S+/g) ?? []
      // Without a marker at its end a line has one at its first point and at those between.
      return line.getAttribute('marker-end') === null ? points.slice(0, -1) : points
    })
    expect(marks).toHaveLength(tissue.cells.x.length)
    // Browsers draw no marker on a line of one point: that of a cell alone goes from the cell to itself.
    for (const line of lines) {
      const marker = /url\(#(.+)\)/.exec(line.getAttribute('marker-start') ?? '')?.[1] ?? ''
      expect(figure.querySelector(`marker[id="${marker}"]`)).not.toBeNull()
      const [first, second, ...others] = (line.getAttribute('points') ?? '').match(/\S+ \S+/g) ?? []
      expect(second).toBeDefined()
      const isOne = first === second && others.length === 0
      expect(line.getAttribute('marker-end')).toBe(isOne ? null : `url(#${marker})`)
    }
  })

  it('has a scale bar and a time', () => {
    expect(texts(tissueFigure(summary, tissue, context))).toEqual(
      expect.arrayContaining(['100 \u00b5m', 'day 0']),
    )
  })

  it('has a row for each arm, a column for each time, and one scale bar', () => {
    const strip = tissueStrip(summary, context)
    expect(parse(strip).querySelectorAll('svg')).toHaveLength(8)
    expect(texts(strip).filter((shown) => shown.endsWith('\u00b5m'))).toHaveLength(1)
    expect(texts(strip)).toEqual(
      expect.arrayContaining(['day 0', 'day 2', 'day 4', 'day 7', 'untreated', 'anti-PD-1', 'CD8']),
    )
  })

  it('shares one scale among the panels of a field and names its unit', () => {
    const strip = fieldStrip(summary, 'oxygen', context)
    expect(texts(strip)).toEqual(expect.arrayContaining(['oxygen (mmHg)', '0']))
    expect(parse(strip).querySelectorAll('svg image')).toHaveLength(8)
  })
})

it('draws the same bytes from the same summary', () => {
  expect(tissueStrip(trialFixture(), context)).toBe(tissueStrip(summary, context))
})

describe('cells coloured by a signal', () => {
  const base = trialFixture()
  // Tumour cells (type 0) have it, from 0 to 2 along x; all others have none.
  const coloured = base.tissue.map((picture) => ({
    ...picture,
    signal: {
      name: 'EMT',
      unit: '1',
      values: picture.cells.x.map((x, cell) => (picture.cells.type[cell] === 0 ? (x + 300) / 300 : 0)),
    },
  }))
  const signalled = { ...base, tissue: coloured }
  const strip = signalStrip(signalled, context)
  const colours = (svg: string): Set<string> =>
    new Set([...svg.matchAll(/id="cell-([0-9a-f]{6})-0/g)].map(([, hex = '']) => hex))

  it('take colours of the map on one scale, and types without it one grey', () => {
    const shown = colours(strip)
    const levels = new Set(
      Array.from({ length: 32 }, (_, level) =>
        colourMapHex('viridis', Math.round((255 * level) / 31)).slice(1),
      ),
    )
    const others = [...shown].filter((hex) => !levels.has(hex))
    expect(others).toHaveLength(1)
    // The nest fills the middle of the field: most levels of the scale are there.
    expect(shown.size).toBeGreaterThan(16)
    expect(strip).toContain('>EMT<')
    expect(renderFigures(signalled)).toHaveProperty(['tissue-emt.svg'])
  })

  it('differ from cells coloured by type, which stay as they were', () => {
    expect(tissueStrip(signalled, context)).toBe(tissueStrip(base, context))
    expect(renderFigures(base)).not.toHaveProperty(['tissue-emt.svg'])
  })
})
