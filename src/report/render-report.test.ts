import { JSDOM } from 'jsdom'
import type { PageDocument } from 'jsdom'
import { describe, expect, it } from 'vitest'
import { trialFixture } from '../../test/report/trial-fixture.ts'
import type { EffectSummary, TrialSummary } from '../analysis/summary.ts'
import { answerSentences } from './answer.ts'
import { reference } from './html.ts'
import { renderFigures } from './render-figures.ts'
import { renderReport } from './render-report.ts'

const summary = trialFixture()
const page = renderReport(summary)

function open(html: string, scripts = false): PageDocument {
  return new JSDOM(html, scripts ? { runScripts: 'dangerously' } : {}).window.document
}

/** Put `text` wherever a summary has text, keys of records included. */
function withText(value: unknown, text: string): unknown {
  if (typeof value === 'string') return value + text
  if (Array.isArray(value)) return value.map((entry) => withText(entry, text))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withText(entry, text)]))
}

/** Add `text` to every key. */
function withKeys(record: Readonly<Record<string, unknown>>, text: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key + text, value]))
}

describe('the page', () => {
  it('has its sections in order, the answer first', () => {
    const headings = [...open(page).querySelectorAll('main h2')].map((heading) => heading.textContent)
    expect(headings).toEqual([
      'Answer',
      'Key figure',
      'Effects',
      'Time courses',
      'Tissue',
      'What was simulated',
      'Sensitivity',
      'Evidence and assumptions',
      'Expected outcomes',
      'Reproduce',
      'Parameters',
      'Limits',
    ])
  })

  it('shows the question in its header and its title', () => {
    const document = open(page)
    expect(document.querySelector('header h1')?.textContent).toBe(summary.question)
    expect(document.title).toBe(summary.question)
  })

  it('loads nothing', () => {
    const document = open(page)
    expect(document.querySelectorAll('link, script[src], img, iframe, object')).toHaveLength(0)
    for (const image of document.querySelectorAll('image'))
      expect(image.getAttribute('href')).toMatch(/^data:image\/png/)
    // A reference to a drawing of the same page loads nothing.
    expect(page).not.toMatch(/@import|url\((?!#cell-)/)
    expect(page).toContain("default-src 'none'")
  })

  it('says the same text as before', () => {
    const document = open(page)
    for (const node of document.querySelectorAll('svg, script, style, #parameters tbody, nav')) node.remove()
    const lines = [...document.querySelectorAll('h1, h2, h3, p, li, th, td, dt, dd, figcaption, pre')].map(
      (node) => (node.textContent ?? '').replace(/\s+/g, ' ').trim(),
    )
    expect(lines.filter((line) => line !== '').join('\n')).toMatchSnapshot()
  })

  it('is the same bytes from the same summary', () => {
    expect(renderReport(trialFixture())).toBe(page)
  })

  it('links every anchor to a place that exists', () => {
    const document = open(page)
    for (const link of document.querySelectorAll('a[href^="#"]')) {
      expect(document.getElementById(link.getAttribute('href')?.slice(1) ?? '')).not.toBeNull()
    }
  })

  it('survives JSON', () => {
    expect(JSON.parse(JSON.stringify(summary))).toEqual(summary)
  })
})

describe('a large trial', () => {
  /** The fixture with pictures of `count` cells, one every few micrometres, no two alike. */
  function withCells(count: number): TrialSummary {
    const column = (step: number, span: number) =>
      Array.from({ length: count }, (_, cell) => Math.round(((cell * step) % span) * 10) / 10 - span / 2)
    const cells = {
      x: column(7.3, 600),
      y: column(11.9, 500),
      radius: Array.from({ length: count }, (_, cell) => 4 + (cell % 40) / 10),
      type: Array.from({ length: count }, (_, cell) => cell % 12),
      state: Array.from({ length: count }, (_, cell) => (cell % 30 < 2 ? 1 + (cell % 2) : 0)),
    }
    return { ...summary, tissue: summary.tissue.map((tissue) => ({ ...tissue, cells })) }
  }

  it('stays below a megabyte: two arms, four pictures of 2,500 cells each', () => {
    expect(renderReport(withCells(2500)).length).toBeLessThan(1e6)
  })
})

describe('a single run', () => {
  const { mechanisms: _, ...rest } = summary
  const model = { name: 'model', role: 'control' as const, description: [], doses: [] }
  const single: TrialSummary = {
    ...rest,
    question: summary.title,
    arms: [model],
    replicates: 1,
    limits: [],
    effects: [],
    endpoints: [],
    series: summary.series.map((series) => ({
      ...series,
      values: { model: [series.values['untreated']?.[0] ?? []] },
    })),
    tissue: summary.tissue
      .filter((tissue) => tissue.arm === 'untreated')
      .map((tissue) => ({ ...tissue, arm: 'model' })),
  }
  const document = open(renderReport(single))

  it('says what happened', () => {
    const answer = document.querySelector('#answer .answer')?.textContent
    expect(answer).toMatch(/^In this run, Tumour cells rose from 760 to [\d,]+ in 7 days \([\d.]+ times\)\.$/)
    expect(document.querySelector('#answer .findings')?.textContent).toMatch(/Mean oxygen: 36\S* \u2192/)
  })

  it('leaves out what needs arms, also from the contents', () => {
    const ids = [...document.querySelectorAll('main > section')].map((section) => section.getAttribute('id'))
    expect(ids).not.toContain('effects')
    expect(ids).not.toContain('sensitivity')
    expect(ids).not.toContain('expected')
    expect([...document.querySelectorAll('nav a')].map((link) => link.getAttribute('href'))).toEqual(
      ids.map((id) => `#${id}`),
    )
  })

  it('speaks of no twins, replicates or medians', () => {
    for (const node of document.querySelectorAll('script, style')) node.remove()
    expect(document.querySelector('body')?.textContent).not.toMatch(/twin|replicate|median|no question/i)
  })

  it('shows the tissue at its start and end', () => {
    expect(document.querySelectorAll('.key > div')).toHaveLength(3)
    expect(document.querySelector('.key + .legend')?.textContent).toContain('tumour')
  })
})

describe('hostile text', () => {
  const hostile = `"><script>alert(1)</script><img src=x onerror=alert(2)>'</style></svg>&\u0000`
  // The cast: mapping strings to strings leaves the shape; the three literal unions below are put back.
  const changed = withText(summary, hostile) as TrialSummary
  const attacked: TrialSummary = {
    ...changed,
    pairing: summary.pairing,
    arms: changed.arms.map((arm, index) => ({ ...arm, role: summary.arms[index]?.role ?? 'control' })),
    cellTypes: changed.cellTypes.map((type) => ({ ...type, lineage: 'other', colour: hostile })),
    parameters: changed.parameters.map((parameter) => ({ ...parameter, kind: 'assumed' })),
    mechanisms: [],
    series: rename(changed.series),
    endpoints: rename(changed.endpoints),
    effects: changed.effects.map((effect) => ({
      ...effect,
      verdict: 'unsettled',
      expected: { text: hostile, met: 'met' },
    })),
    tissue: changed.tissue.map((tissue) => ({
      ...tissue,
      fields: tissue.fields.map((field) => ({ ...field, class: 'drug' })),
    })),
  }

  /** Records by arm follow the arms' new names. */
  function rename<T extends { values: Readonly<Record<string, unknown>> }>(list: readonly T[]): T[] {
    return list.map((entry) => ({ ...entry, values: withKeys(entry.values, hostile) }))
  }

  it('stays text in the page', () => {
    const document = open(renderReport(attacked))
    expect(document.querySelectorAll('script')).toHaveLength(1)
    expect(document.querySelectorAll('img, [onerror]')).toHaveLength(0)
    expect(document.querySelectorAll('main > section')).toHaveLength(12)
    expect(document.querySelector('h1')?.textContent).toContain('<script>alert(1)</script>')
  })

  it('stays text in the figures, which remain XML', () => {
    for (const [name, svg] of Object.entries(renderFigures(attacked))) {
      expect(name).toMatch(/^[a-z0-9-]+\.svg$/)
      const document = new JSDOM(svg, { contentType: 'image/svg+xml' }).window.document
      expect(document.querySelectorAll('script, img')).toHaveLength(0)
    }
  })

  it('makes links of DOIs and https addresses only', () => {
    expect(reference('doi:10.1371/journal.pcbi.1005991')).toContain(
      'href="https://doi.org/10.1371/journal.pcbi.1005991"',
    )
    expect(reference('javascript:alert(1)')).toBe('javascript:alert(1)')
    expect(reference('https://example.org/"onclick="x')).not.toContain('"onclick')
  })
})

describe('the answer', () => {
  const [primary] = summary.effects
  if (primary === undefined) throw new Error('the fixture has no effects')
  const say = (change: Partial<EffectSummary>) =>
    answerSentences({ ...summary, effects: [{ ...primary, ...change }] })[0]

  it('states size, interval and direction when the interval excludes zero', () => {
    expect(say({})).toBe(
      'In this tissue, anti-PD-1 changed tumour cells at day 7 by \u22121,283\u00a0cells (95\u00a0%\u00a0CI \u22121,420 to \u22121,146; paired t, 4 twin pairs): 30\u00a0% lower than untreated.',
    )
  })

  it('says that nothing changed where no pair of runs differs', () => {
    expect(say({ estimate: 0, low: 0, high: 0, verdict: 'unsettled' })).toBe(
      'In this tissue, anti-PD-1 did not change tumour cells at day 7 in any of 4 pairs of runs.',
    )
  })

  it('says that it is unsettled when the interval includes zero, whatever the verdict', () => {
    const sentence = say({ low: -2600, high: 34, verdict: 'lower', needed: 12 })
    expect(sentence).toContain('4 twin pairs do not settle whether anti-PD-1 changes tumour cells')
    expect(sentence).toContain('About 12 twin pairs would settle it.')
  })

  it('claims nothing without an interval or an estimate', () => {
    expect(say({ low: null, high: null, n: 1 })).toContain('1 twin pair does not settle')
    expect(say({ estimate: null, low: null, high: null })).toContain('could not be estimated')
  })

  it('does not print a ratio that contradicts the difference', () => {
    expect(say({ ratio: 1.4 })).toMatch(/: lower than untreated\.$/)
  })

  it('says so when nothing was compared', () => {
    expect(answerSentences({ ...summary, effects: [] })[0]).toContain('compares no arms')
  })
})

describe('a summary with nothing in it', () => {
  const { mechanisms: _, events: __, ...rest } = summary
  const empty: TrialSummary = {
    ...rest,
    series: [],
    endpoints: [],
    effects: [],
    tissue: [],
    parameters: [],
    sources: [],
    limits: [],
    cellTypes: [],
  }

  it('still has every section and says what is missing', () => {
    const document = open(renderReport(empty))
    expect(document.querySelectorAll('main > section')).toHaveLength(12)
    for (const id of [
      'key',
      'effects',
      'courses',
      'tissue',
      'sensitivity',
      'expected',
      'parameters',
      'limits',
    ]) {
      expect(document.querySelector(`#${id} p`)?.textContent?.length).toBeGreaterThan(10)
    }
  })

  it('has no figures and no numbers that are not', () => {
    expect(renderFigures(empty)).toEqual({})
    const document = open(renderReport(empty))
    document.querySelector('script')?.remove()
    expect(document.documentElement.textContent).not.toMatch(/NaN|Infinity|undefined/)
  })
})

describe('the parameter table', () => {
  it('is complete without scripts, and its search is hidden', () => {
    const document = open(page)
    expect(document.querySelectorAll('#parameter-table tbody tr:not(.part)')).toHaveLength(
      summary.parameters.length,
    )
    expect(document.querySelector('.search')?.hidden).toBe(true)
  })

  it('finds and sorts with scripts', () => {
    const document = open(page, true)
    const input = document.querySelector('#parameter-search')
    if (input === null) throw new Error('no search')
    input.value = 'oxygen diff'
    input.dispatchEvent(new document.defaultView.Event('input'))
    const rows = [...document.querySelectorAll('#parameter-table tbody tr:not(.part)')]
    expect(rows.filter((row) => !row.hidden)).toHaveLength(1)
    const heads = [...document.querySelectorAll('#parameter-table th button')]
    heads[1]?.click()
    const values = [...document.querySelectorAll('#parameter-table tbody td:nth-child(2)')].map(
      (cell) => cell.textContent,
    )
    expect(values[0]).toBe('2.1\u00a0\u00d7\u00a010\u207b\u2075')
    expect(values.indexOf('100,000')).toBeGreaterThan(values.indexOf('2,494'))
  })
})
