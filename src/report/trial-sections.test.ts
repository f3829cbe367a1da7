import { JSDOM } from 'jsdom'
import type { PageDocument } from 'jsdom'
import { describe, expect, it } from 'vitest'
import { calibrationFixture } from '../../test/report/calibration-fixture.ts'
import { cohortFixture } from '../../test/report/cohort-fixture.ts'
import { sweepFixture } from '../../test/report/sweep-fixture.ts'
import type { CalibrationSummary } from '../analysis/calibration/summary.ts'
import type { TrialSummary } from '../analysis/summary.ts'
import { calibrationFindings, calibrationSentences } from './calibration-text.ts'
import { hazardText, hazardVerdict, medianText } from './event-text.ts'
import { incompleteLines } from './findings.ts'
import { pText } from './p-text.ts'
import { renderCalibration } from './render-calibration.ts'
import { renderReport } from './render-report.ts'

function open(html: string): PageDocument {
  return new JSDOM(html).window.document
}

function headings(document: PageDocument): string[] {
  return [...document.querySelectorAll('main h2')].map((heading) => heading.textContent)
}

/** Lines of text as a reader meets them, without drawings and long tables. */
function linesOf(document: PageDocument): string {
  for (const node of document.querySelectorAll('svg, script, style, #parameters tbody, nav')) node.remove()
  const nodes = document.querySelectorAll('h1, h2, h3, p, li, th, td, dt, dd, figcaption, summary')
  return [...nodes]
    .map((node) => (node.textContent ?? '').replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .join('\n')
}

/** Put `text` behind every text of a summary but the words that its types list. */
function withText(value: unknown, text: string, kept: ReadonlySet<string>): unknown {
  if (typeof value === 'string') return kept.has(value) ? value : value + text
  if (Array.isArray(value)) return value.map((entry) => withText(entry, text, kept))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withText(entry, text, kept)]))
}

const words = new Set(
  [
    'control',
    'treatment',
    'twins',
    'met',
    'measured',
    'fitted',
    'assumed',
    'patient',
    'setting',
    'lower',
    'higher',
  ]
    .concat(['unsettled', 'synergy', 'antagonism', 'tumour', 'stroma', 'myeloid', 'lymphoid', 'epithelium'])
    .concat(['nutrient', 'factor', 'burden', 'nest CD8']),
)
const hostile = `"><script>alert(1)</script><img src=x onerror=alert(2)>'</style></svg>&\u0000`

describe('the page of a cohort', () => {
  const summary = cohortFixture()
  const page = renderReport(summary)
  // Read, never changed: parsing takes longer than all checks.
  const shown = open(page)

  it('has all its sections in order', () => {
    expect(headings(shown)).toEqual([
      'Answer',
      'Key figure',
      'Effects',
      'Times to event',
      'Responses',
      'Synergy',
      'Virtual patients',
      'Time courses',
      'Tissue',
      'What was simulated',
      'What twins saved',
      'Sensitivity',
      'Evidence and assumptions',
      'Expected outcomes',
      'Reproduce',
      'Parameters',
      'Limits',
    ])
    const links = [...shown.querySelectorAll('nav a')].map((link) => link.textContent)
    expect(links).toEqual(headings(shown))
  })

  it('says the same text as before', () => {
    expect(linesOf(open(page))).toMatchSnapshot()
  })

  it('names the runs that failed before anything is shown', () => {
    const note = shown.querySelector('#answer .incomplete')?.textContent
    expect(note).toContain('Of 240 planned runs 3 failed and 2 are not finished')
    expect(note).toContain('untreated, replicate 1, point 17: cell 4,211 left the domain at day 19.5')
    expect(note).toContain('and 1 more')
    expect(incompleteLines({ runs: { planned: 4, finished: 4, failures: 0, failed: [] } })).toEqual([])
  })

  it('names the test beside every p, and how many effects chance alone would give', () => {
    const effects = shown.querySelector('#effects')?.textContent ?? ''
    expect(effects).toContain(
      '5 of 6 intervals leave out zero; were there no effects at all, about 0.3 would by chance.',
    )
    expect(effects).toContain('corrected for 6 effects (Holm)')
    expect(shown.querySelector('#events')?.textContent).toContain(
      'log-rank, stratified by twin pair\u03c7\u00b2 = 21.4, p < 0.001',
    )
  })

  it('lists expected outcomes of times to events with the others', () => {
    expect(shown.querySelector('#expected')?.textContent).toContain(
      'progression comes later in anti-PD-1 + FAK inhibitor',
    )
  })

  it('names assumed parameters first', () => {
    const [first] = [...shown.querySelectorAll('#sensitivity p')].map((node) => node.textContent)
    expect(first).toMatch(
      /^Tumour cells: assumed, not measured or fitted: kill rate \(1st of 5, total order 0\.51/,
    )
  })

  it('keeps hostile text as text', () => {
    // The cast: texts stay texts, and words of the types' unions are kept.
    const attacked = withText(summary, hostile, words) as TrialSummary
    const document = open(renderReport(attacked))
    expect(document.querySelectorAll('script')).toHaveLength(1)
    expect(document.querySelectorAll('img, [onerror]')).toHaveLength(0)
    expect(headings(document)).toHaveLength(17)
  })
})

describe('times to events in words', () => {
  const curve = { time: [], share: [], low: [], high: [], censored: [], atRisk: [], n: 5, events: 3 }
  const comparison = { arm: 'a', against: 'b', test: 'log-rank', chiSquare: 1, p: 0.2, hazardRatio: 0.5 }

  it('say where an interval has no end', () => {
    expect(medianText({ ...curve, median: 4320, medianLow: 2880, medianHigh: null }, 10_080)).toBe(
      '3\u00a0days [2 to not reached]',
    )
    expect(medianText({ ...curve, median: null, medianLow: null, medianHigh: null }, 10_080)).toBe(
      'not reached',
    )
    expect(hazardText({ ...comparison, low: null, high: 0.9 })).toBe('0.50 [no bound to 0.90]')
    expect(hazardText({ ...comparison, hazardRatio: null, low: null, high: null })).toBe('\u2013')
  })

  it('trust the interval of the hazard ratio', () => {
    expect(hazardVerdict({ ...comparison, low: 0.2, high: 0.9 })).toBe('later')
    expect(hazardVerdict({ ...comparison, low: 1.1, high: null })).toBe('earlier')
    expect(hazardVerdict({ ...comparison, low: 0.2, high: 1 })).toBe('unsettled')
    expect(hazardVerdict({ ...comparison, low: null, high: null })).toBe('unsettled')
  })

  it('never print p as zero', () => {
    expect([1e-9, 0.0123, 0.5].map(pText)).toEqual(['p < 0.001', 'p = 0.012', 'p = 0.50'])
  })
})

describe('the page of a sweep', () => {
  it.each(['one', 'grid', 'many'] as const)('tells what varied: %s', (kind) => {
    const document = open(renderReport(sweepFixture(kind)))
    expect(headings(document)).toContain('Sweep')
    expect(document.querySelectorAll('#design svg').length).toBe({ one: 1, grid: 3, many: 1 }[kind])
    expect(document.querySelector('#design table')?.textContent).toContain('uniform, from 0.01 to 1')
  })

  it('counts the runs', () => {
    expect(open(renderReport(sweepFixture('grid'))).querySelector('#simulated dl')?.textContent).toContain(
      '2 arms \u00d7 20 settings \u00d7 4 replicates = 160 runs',
    )
  })
})

describe('the page of a calibration', () => {
  const summary = calibrationFixture()
  const page = renderCalibration(summary)

  it('says the same text as before', () => {
    expect(linesOf(open(page))).toMatchSnapshot()
  })

  it('is the same bytes from the same summary, and loads nothing', () => {
    expect(renderCalibration(calibrationFixture())).toBe(page)
    expect(open(page).querySelectorAll('link, script[src], img, iframe, object')).toHaveLength(0)
    expect(JSON.parse(JSON.stringify(summary))).toEqual(summary)
  })

  it('says what the data do not tell', () => {
    const findings = calibrationFindings(summary).join('\n')
    expect(findings).toContain('12 of 14 measurements lie in the 95\u00a0% band')
    expect(findings).toContain('The data do not tell lysis rate')
    expect(findings).toContain(
      'oxygen uptake and necrosis below cannot be told apart: their rank correlation is \u22120.94',
    )
    const blind: CalibrationSummary = {
      ...summary,
      parameters: summary.parameters.map((each) => ({
        ...each,
        posterior: { ...each.posterior, shrinkage: 0.02 },
      })),
    }
    expect(calibrationSentences(blind)).toEqual([
      'The data do not tell: all posteriors are about as wide as the prior.',
    ])
  })

  it('keeps hostile text as text, and survives an empty summary', () => {
    const attacked = withText(summary, hostile, words) as CalibrationSummary
    const document = open(renderCalibration(attacked))
    expect(document.querySelectorAll('script')).toHaveLength(1)
    expect(document.querySelectorAll('img, [onerror]')).toHaveLength(0)
    const { draws: _, ...rest } = summary
    const empty = {
      ...rest,
      parameters: [],
      correlations: [],
      generations: [],
      checks: [],
      sources: [],
      limits: [],
      data: [],
    }
    const blank = open(renderCalibration(empty))
    blank.querySelector('script')?.remove()
    expect(blank.documentElement.textContent).not.toMatch(/NaN|Infinity|undefined/)
  })
})
