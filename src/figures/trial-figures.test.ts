import { JSDOM } from 'jsdom'
import type { PageElement } from 'jsdom'
import { describe, expect, it } from 'vitest'
import { calibrationFixture } from '../../test/report/calibration-fixture.ts'
import { cohortFixture } from '../../test/report/cohort-fixture.ts'
import { sweepFixture } from '../../test/report/sweep-fixture.ts'
import type { SurvivalSummary } from '../analysis/summary-results.ts'
import { renderCalibrationFigures, renderFigures } from '../report/render-figures.ts'
import { armBand, mostPoints, seriesBandName, thinned } from './band.ts'
import { contrastRatio } from './colour-space.ts'
import { perceivedDistance } from './colour-vision.ts'
import { stepPath } from './curve-path.ts'
import { divergingHex, endsOf, inkOn } from './heat-map.ts'
import { formatSpread } from './number-format.ts'
import { posteriorFigure } from './posterior.ts'
import { predictiveCheck } from './predictive-check.ts'
import { rankedDots } from './ranked-dots.ts'
import { spiderFigure, waterfallFigure } from './responses.ts'
import { exactScale } from './scale.ts'
import { isCrowded, stripPlot } from './strip-plot.ts'
import { survivalFigure } from './survival.ts'
import { settingGrid, sweepMaps } from './sweep.ts'
import { paperContext } from './theme.ts'

const summary = cohortFixture()
const context = paperContext(summary)
const [progression, clearance] = summary.survival ?? []
const [response] = summary.responses ?? []
if (!progression || !clearance || !response) throw new Error('the fixture is empty')

/** Parse as XML, which is what a drawing program does: one mistake and it fails. */
function parse(svg: string): PageElement {
  return new JSDOM(svg, { contentType: 'image/svg+xml' }).window.document.documentElement
}

function texts(svg: string): string[] {
  return [...parse(svg).querySelectorAll('text')].map((node) => node.textContent)
}

describe('every figure of a trial and of a calibration', () => {
  const figures = {
    ...renderFigures(summary),
    ...renderFigures(sweepFixture('one')),
    ...renderFigures(sweepFixture('grid')),
    ...renderFigures(sweepFixture('many')),
    ...renderCalibrationFigures(calibrationFixture()),
  }

  it.each(Object.entries(figures))('%s is XML with a title, and every number in it is one', (_, svg) => {
    const root = parse(svg)
    expect(root.getAttribute('aria-label')?.length).toBeGreaterThan(10)
    expect(svg).not.toMatch(/NaN|Infinity|undefined/)
  })

  it('is there under a name of its own', () => {
    expect(Object.keys(figures)).toEqual(
      expect.arrayContaining([
        'time-to-progression.svg',
        'waterfall-tumour-burden.svg',
        'spider-tumour-burden.svg',
        'synergy-burden.svg',
        'sweep-burden.svg',
        'sweep-burden-3.svg',
        'inhibition-burden-loewe.svg',
        'patients-burden.svg',
        'sensitivity-tumour-cells.svg',
        'posterior-division-rate.svg',
        'check-10-000-cells-radius.svg',
        'pairs.svg',
        'tolerance.svg',
      ]),
    )
  })
})

describe('times to an event', () => {
  it('holds each share until the next time, then steps', () => {
    const plane = { x: exactScale(0, 10, [0, 10]), y: exactScale(0, 1, [10, 0]) }
    expect(stepPath([0, 4, 10], [1, 0.5, 0.5], plane)).toBe('M0 0L4 0L4 5L10 5')
  })

  it('writes who was at risk beneath the times, and the median of every arm', () => {
    const shown = texts(survivalFigure(summary, progression, context))
    expect(shown).toContain('at risk')
    for (const { atRisk } of Object.values(progression.arms))
      expect(shown).toEqual(expect.arrayContaining(atRisk.map(String)))
    expect(shown).toContain('median not reached')
    expect(shown).toContain('Share without progression (%)')
  })

  it('rises where the event is what one hopes for', () => {
    const rising: SurvivalSummary = {
      ...clearance,
      arms: {
        untreated: {
          ...clearance.arms['untreated'],
          time: [0, 1440],
          share: [1, 0.25],
          low: [1, 0.1],
          high: [1, 0.5],
          censored: [],
          atRisk: [4, 1, 0, 0, 0],
          n: 4,
          events: 3,
          median: 1440,
          medianLow: 1440,
          medianHigh: null,
        },
      },
    }
    const svg = parse(survivalFigure(summary, rising, context))
    const [d = ''] = [...svg.querySelectorAll('path[stroke-width="1.5"]')].map(
      (path) => path.getAttribute('d') ?? '',
    )
    const heights = [...d.matchAll(/[ML][\d.]+ ([\d.]+)/g)].map(([, y]) => Number(y))
    // Down the page is less: the curve ends above where it began.
    expect(heights.at(-1)).toBeLessThan(heights[0] ?? 0)
    expect(texts(survivalFigure(summary, rising, context))).toContain('Share with clearance (%)')
  })

  it('has a tick for each time at which subjects were censored', () => {
    const svg = parse(survivalFigure(summary, progression, context))
    const ticks = [...svg.querySelectorAll('path[stroke-width="0.9"]')].map(
      (path) => path.getAttribute('d') ?? '',
    )
    expect(ticks[0]?.match(/M/g)).toHaveLength(progression.arms['untreated']?.censored.length ?? 0)
  })
})

describe('responses', () => {
  it('has a bar for every subject, from zero, in falling order within an arm', () => {
    const svg = parse(waterfallFigure(summary, response, context))
    const bars = [...svg.querySelectorAll('rect')].filter(
      (rect) => rect.getAttribute('fill') !== context.theme.paper,
    )
    expect(bars).toHaveLength(240)
    const colour = context.arms.get('untreated')?.colour
    const own = (response.arms['untreated'] ?? []).map(({ best }) => best ?? 0).toSorted((a, b) => b - a)
    const heights = bars
      .filter((rect) => rect.getAttribute('fill') === colour)
      .map((rect) => Number(rect.getAttribute('height')))
    const scale = (heights[0] ?? 0) / Math.abs(own[0] ?? 1)
    // Coordinates are rounded to a hundredth.
    for (const [index, value] of own.entries())
      expect(heights[index]).toBeCloseTo(Math.max(0.6, Math.abs(value) * scale), 1)
  })

  it('draws a line for each subject whose course is known and names both thresholds', () => {
    const svg = spiderFigure(summary, response, context)
    expect(parse(svg).querySelectorAll('circle')).toHaveLength(80)
    expect(texts(svg)).toEqual(expect.arrayContaining(['progression +20\u00a0%', 'response \u221230\u00a0%']))
  })
})

describe('rankings', () => {
  const mark = { colour: '#000000', shape: 'point' as const }
  const plot = (value: number, low: number, high: number) =>
    parse(
      rankedDots(
        {
          heading: 'h',
          second: '',
          axis: 'a',
          title: 'a title',
          rows: [{ name: 'r', marks: [{ ...mark, value, low, high }] }],
        },
        context,
      ),
    )

  it('fills a point whose interval leaves out zero, and no other', () => {
    expect(plot(1, 0.5, 2).querySelector('circle')?.getAttribute('fill')).toBe('#000000')
    expect(plot(1, -0.5, 2).querySelector('circle')?.getAttribute('fill')).toBe(context.theme.paper)
  })

  it('frames what is assumed and shows first and total order', () => {
    const svg = renderFigures(summary)['sensitivity-tumour-cells.svg'] ?? ''
    expect(texts(svg).filter((text) => text === 'assumed')).toHaveLength(2)
    expect(texts(svg)).toEqual(expect.arrayContaining(['first order', 'total order', '0.51 [0.44 to 0.59]']))
  })
})

describe('maps', () => {
  it('takes a diverging scale as far below zero as above', () => {
    expect(endsOf([[-1, null, 4]], 'diverging')).toEqual([-4, 4])
    expect(endsOf([[2, null, 4]], 'sequential')).toEqual([2, 4])
    expect(endsOf([[null]], 'diverging')).toEqual([-1, 1])
  })

  it('tells synergy from antagonism with every kind of colour vision', () => {
    for (const vision of ['normal', 'protan', 'deutan', 'tritan'] as const)
      for (const share of [0.3, 0.6, 1])
        // Five times the least distance seen side by side (0.02 in OKLab).
        expect(perceivedDistance(divergingHex(share), divergingHex(-share), vision)).toBeGreaterThan(
          0.1 * share,
        )
  })

  it('writes on every colour in an ink that can be read', () => {
    for (let step = -10; step <= 10; step++) {
      const fill = divergingHex(step / 10)
      expect(contrastRatio(fill, inkOn(fill))).toBeGreaterThan(4.5)
    }
  })

  it('finds the grid of two swept parameters, and none where settings are scattered', () => {
    const { design, sweep = [], endpoints } = sweepFixture('grid')
    const [endpoint] = endpoints
    const [own] = sweep
    if (!design || !own || !endpoint) throw new Error('the fixture has no sweep')
    const grid = settingGrid(design)
    if (grid === undefined) throw new Error('no grid')
    expect([grid.x.length, grid.y.length]).toEqual([5, 4])
    // The setting at (0.05, 2) is the second along x of the third row.
    expect(design.settingValues[grid.setting[2]?.[1] ?? -1]).toEqual([0.05, 2])
    expect(sweepMaps(endpoint, own, grid, context)).toHaveLength(3)
    const { design: scattered } = sweepFixture('many')
    expect(scattered === undefined ? undefined : settingGrid(scattered)).toBeUndefined()
  })
})

describe('many subjects', () => {
  it('take the band over all of them, not over the examples', () => {
    const [series] = summary.series
    if (series === undefined) throw new Error('no series')
    expect(armBand(series, 'untreated')).toBe(series.bands?.['untreated'])
    expect(seriesBandName(series)).toBe('middle 95\u00a0% of 60 subjects per arm')
    const { bands: _, ...few } = series
    expect(seriesBandName(few)).toBe('range of 12 replicates')
  })

  it('are thinned by rank beyond what a figure can show, both ends kept', () => {
    const sorted = Array.from({ length: 5000 }, (_, index) => index)
    const shown = thinned(sorted)
    expect([shown.length, shown[0], shown.at(-1)]).toEqual([mostPoints, 0, 4999])
    // Even steps: the middle stays within half a step of where it was.
    expect(Math.abs((shown[mostPoints / 2] ?? 0) - 2500)).toBeLessThan(5000 / mostPoints)
    expect(thinned([1, 2, 3])).toEqual([1, 2, 3])
  })

  it('stand beside each other, each once, and are not joined', () => {
    const [endpoint] = summary.endpoints
    if (endpoint === undefined) throw new Error('no endpoint')
    expect(isCrowded(endpoint)).toBe(true)
    const svg = parse(stripPlot(summary, endpoint, context))
    expect(svg.querySelector('path')).toBeNull()
    const places = [...svg.querySelectorAll('circle')].map(
      (dot) => `${dot.getAttribute('cx')} ${dot.getAttribute('cy')}`,
    )
    expect(places).toHaveLength(240)
    expect(new Set(places).size).toBe(240)
  })
})

describe('a calibration', () => {
  const { parameters, checks } = calibrationFixture()

  it('marks measurements that were held back by shape and in words', () => {
    const held = checks.find(({ isHeldBack }) => isHeldBack)
    if (held === undefined) throw new Error('nothing was held back')
    const svg = predictiveCheck(held, context)
    expect(parse(svg).querySelector('circle')?.getAttribute('fill')).toBe(context.theme.paper)
    expect(texts(svg)).toContain('10,000 cells: held back, not fitted')
  })

  it('writes intervals over powers of ten with digits that say something', () => {
    expect(formatSpread([0.4, 0.014, 7.9])).toEqual(['0.4', '0.014', '7.9'])
    expect(formatSpread([10.2, 7.4, 13.6])).toEqual(['10.2', '7.4', '13.6'])
    const wide = parameters.at(-1)
    if (wide === undefined) throw new Error('no parameters')
    expect(texts(posteriorFigure(wide, context))).toContain('0.4 [0.014 to 7.9]')
  })
})
