import { JSDOM } from 'jsdom'
import { describe, expect, test } from 'vitest'
import { trialFixture } from '../../test/report/trial-fixture.ts'
import type { InteractionGraph } from '../analysis/evidence/graph.ts'
import { evidenceSection } from './evidence-section.ts'

function graphOf(count: number): InteractionGraph {
  const nodes = Array.from({ length: count + 1 }, (_, k) => ({
    id: `/s${k}`,
    label: `s${k} <b>`,
    kind: 'substrate' as const,
  }))
  const edges = Array.from({ length: count }, (_, k) => ({
    from: `/s${k}`,
    to: `/s${k + 1}`,
    sign: 'inhibits' as const,
    text: `s${k} lowers s${k + 1}`,
    kind: 'assumed' as const,
    mechanisms: ['M01'],
  }))
  return { groups: [], nodes, edges }
}

function opened(markup: string) {
  return new JSDOM(`<main>${markup}</main>`).window.document
}

describe('evidence and assumptions', () => {
  const summary = trialFixture()

  test('says which claims the trial puts to the test, and what came of them', () => {
    const claim = {
      claim: 'I-S9-001',
      statement: 'A & B.',
      citation: 'doi:10.1000/182',
      expectation: 'burden is lower in a than in b',
      met: 'not met' as const,
    }
    const page = opened(evidenceSection({ ...summary, claims: [claim] }))
    const cells = [...page.querySelectorAll('td')].map((cell) => cell.textContent.trim())
    expect(cells).toEqual(expect.arrayContaining(['I-S9-001', 'A & B.', '\u2717 not met', 'doi:10.1000/182']))
  })

  test('every line of the picture leads to its row', () => {
    const page = opened(evidenceSection({ ...summary, network: graphOf(3) }))
    const links = [...page.querySelectorAll('svg a')].map((link) => link.getAttribute('href') ?? '')
    expect(links).toHaveLength(3)
    for (const link of links) expect(page.querySelector(`td ${link}`)).not.toBeNull()
  })

  test('a large picture is folded, a small one is not', () => {
    const small = opened(evidenceSection({ ...summary, network: graphOf(5) }))
    expect(small.querySelector('details svg')).toBeNull()
    const large = opened(evidenceSection({ ...summary, network: graphOf(40) }))
    expect(large.querySelectorAll('details svg')).toHaveLength(1)
  })

  test('without claims and network it is as it was', () => {
    expect(evidenceSection(summary)).not.toContain('Who acts on whom')
    expect(evidenceSection(summary)).not.toContain('Claims')
  })
})
