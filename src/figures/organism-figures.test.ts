import { JSDOM } from 'jsdom'
import type { PageElement } from 'jsdom'
import { describe, expect, test } from 'vitest'
import { organismFixture } from '../../test/report/organism-fixture.ts'
import { renderFigures } from '../report/render-figures.ts'
import { funnelFigure, shareText } from './funnel.ts'
import { placeFigure, placeMaps } from './place-maps.ts'
import { seedingNames, seedingTree } from './seeding-tree.ts'
import { paperContext } from './theme.ts'

const summary = organismFixture()
const context = paperContext(summary)
const { organism } = summary
if (organism?.cascades === undefined) throw new Error('the fixture is empty')
const { cascades, seedings } = organism
const [control, treated] = summary.arms.map(({ name }) => name)
const [first] = seedings
if (control === undefined || treated === undefined || first === undefined)
  throw new Error('the fixture is empty')

/** Parse as XML, which is what a drawing program does: one mistake and it fails. */
function parse(svg: string): PageElement {
  return new JSDOM(svg, { contentType: 'image/svg+xml' }).window.document.documentElement
}

function texts(svg: string): string[] {
  return [...parse(svg).querySelectorAll('text')].map((node) => node.textContent)
}

describe('a funnel', () => {
  const svg = funnelFigure(cascades, 'liver', context, 400)

  test('names steps, arms, numbers and the shares that went on', () => {
    const shown = texts(svg)
    for (const text of [
      'came into the blood',
      'grew out',
      control,
      treated,
      '12.4\u00a0million',
      '198',
      '0.71',
    ])
      expect(shown).toContain(text)
    // 9.92 of 12.4 million were arrested, 198 of 992,000 began to grow.
    expect(shown).toContain('80\u00a0%')
    expect(shown).toContain('1 in 5,000')
  })

  test('has bars whose lengths are logarithms of the numbers', () => {
    const alone = funnelFigure(cascades.slice(0, 1), 'liver', context)
    const bars = [...parse(alone).querySelectorAll('rect[fill="#0b66b0"]')]
    const lengths = bars.map((bar) => Number(bar.getAttribute('width')))
    const counts = [12_400_000, 9_920_000, 992_000, 198, 5]
    expect(lengths).toHaveLength(counts.length)
    const decade = (lengths[1] ?? 0) - (lengths[2] ?? 0)
    counts.forEach((count, k) => {
      // Widths are rounded to hundredths of a point.
      const expected = (lengths[0] ?? 0) - decade * Math.log10(12_400_000 / count)
      expect(Math.abs((lengths[k] ?? 0) - expected)).toBeLessThan(0.05)
    })
  })

  test('draws no bar for none, and one scale for all organs', () => {
    const lung = funnelFigure(cascades, 'lung', context, 400)
    const ticks = (of: string): string[] => texts(of).filter((text) => /^(?:0\.1|1,000|10.?)$/.test(text))
    expect(ticks(lung)).toEqual(ticks(svg))
    expect(texts(lung).filter((text) => text === '0')).toHaveLength(2)
    expect(lung).not.toMatch(/NaN|Infinity/)
  })

  test('is drawn when nobody left', () => {
    const none = cascades.map((cascade) => ({
      ...cascade,
      organs: cascade.organs.map((organ) => ({
        ...organ,
        steps: organ.steps.map((step) => ({ ...step, mean: 0, low: 0, high: 0, expected: 0 })),
      })),
    }))
    expect(funnelFigure(none, 'liver', context)).not.toMatch(/NaN|Infinity/)
  })

  test.each([
    [100, 38, '38\u00a0%'],
    [992_000, 198, '1 in 5,000'],
    [100, 0, 'none'],
    [0, 0, undefined],
    [null, 3, undefined],
  ])('of %s to %s says %s', (before, after, text) => {
    expect(shareText(before, after)).toBe(text)
  })
})

describe('the map of places', () => {
  test('shows every tissue with a scale bar, and says where there is none', () => {
    const svg = placeMaps(summary, organism, context)
    const shown = texts(svg)
    for (const text of ['primary', 'liver', 'lung', 'tumour']) expect(shown).toContain(text)
    // Two arms without a lung; bars under the four tissues.
    expect(shown.filter((text) => text === 'not yet')).toHaveLength(2)
    expect(shown.filter((text) => text.endsWith('\u00b5m'))).toHaveLength(4)
    expect(svg).not.toMatch(/NaN|Infinity/)
  })

  test('gives each place its own scale', () => {
    const bar = (place: string): number => {
      const figure = parse(placeFigure(summary, organism, { arm: control, place }, context, 150))
      const rect = [...figure.querySelectorAll('rect[height="1.5"]')].at(-1)
      return Number(rect?.getAttribute('width'))
    }
    // Both bars are 20 um long: of 100 um in the primary, of 160 in the liver.
    expect(bar('primary')).toBeCloseTo((150 * 20) / 100, 1)
    expect(bar('liver')).toBeCloseTo((150 * 20) / 160, 1)
  })
})

describe('the tree of seeding', () => {
  const svg = seedingTree(first, context)

  test('has a row for every lesion beneath its clone', () => {
    const shown = texts(svg)
    const names = seedingNames(first)
    expect(shown.filter((text) => text.startsWith('liver, '))).toHaveLength(first.lesions.length)
    for (const { clone } of first.lesions) {
      const name = names.get(clone ?? '')
      expect(name).toBeDefined()
      expect(shown).toContain(name)
    }
    expect(svg).not.toMatch(/NaN|Infinity/)
  })

  test('is drawn without clones, and with lesions that are numbers or gone', () => {
    const { tree: _, ...rest } = first
    const lesions = [
      { place: 'liver', begun: null, cells: 40, count: 3, kind: 'micrometastases' as const },
      { place: 'liver', begun: 12, cells: 0, count: 1, kind: 'tissue' as const },
    ]
    const shown = texts(seedingTree({ ...rest, lesions, counts: lesions }, context))
    expect(shown).toContain('liver, 3 micrometastases: 40 cells')
    expect(shown).toContain('liver, 12 min: gone')
    expect(shown).toContain('4 lesions')
  })

  test('sums up what it does not draw', () => {
    const more = (kind: 'tissue' | 'micrometastases', count: number) => ({
      place: 'lung',
      begun: null,
      cells: 5,
      count,
      kind,
    })
    const lesions = Array.from({ length: 30 }, () => more('micrometastases', 2))
    const counts = [more('tissue', 1), more('micrometastases', 441)]
    const shown = texts(seedingTree({ ...first, lesions, counts }, context))
    expect(shown).toContain('442 lesions, 24 of them shown')
    expect(shown).toContain('lung, 417 more micrometastases')
    expect(shown).toContain('lung, 1 more in its tissue')
  })
})

test('figures of an organism have files of their own', () => {
  const names = Object.keys(renderFigures(summary))
  expect(names).toEqual(
    expect.arrayContaining([
      'funnel-liver.svg',
      'funnel-lung.svg',
      'places.svg',
      `seeding-${control}.svg`,
      'seeding-anti-pd-1.svg',
    ]),
  )
})
