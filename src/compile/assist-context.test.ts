import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assistWith, placedIssues } from '../model/assist/assist.ts'
import type { ReadFile } from '../model/include.ts'
import { assistContext } from './assist-context.ts'
import { parseModel } from './parse-model.ts'

const root = new URL('../../', import.meta.url)
const shipped: ReadFile = (path) => {
  try {
    return { ok: true, text: readFileSync(new URL(path, root), 'utf8') }
  } catch {
    return { ok: false, reason: 'no such file' }
  }
}
const model = 'models/colorectal/model.yaml'
const files = ['models/library/oxygen.yaml', model]
const context = assistContext(model, shipped, files)

/** Labels offered at the bar. */
function offered(marked: string): readonly string[] {
  const offset = marked.indexOf('|')
  const found = assistWith(marked.replace('|', ''), model, context).completionsAt(offset)
  return found?.items.map(({ label }) => label) ?? []
}

/** The text after the completion with this label was taken. */
function taken(marked: string, label: string): string {
  const offset = marked.indexOf('|')
  const text = marked.replace('|', '')
  const found = assistWith(text, model, context).completionsAt(offset)
  const item = found?.items.find((candidate) => candidate.label === label)
  if (found === undefined || item === undefined) throw new Error(`${label} is not offered`)
  return text.slice(0, found.from) + (item.insert ?? item.label) + text.slice(offset)
}

const RULES = 'cell types:\n  CD8:\n    rules:\n      - '

describe('completion', () => {
  test('keys that may stand here and are not there yet', () => {
    expect(offered('format: 1\n|')).toEqual(
      expect.arrayContaining(['title', 'domain', 'cell types', 'include']),
    )
    expect(offered('format: 1\n|')).not.toContain('format')
    expect(offered('cell types:\n  CD8:\n    |')).toEqual(
      expect.arrayContaining(['motility', 'rules', 'interaction']),
    )
  })

  test('names of this very model, also where it is the included parts that define them', () => {
    expect(offered('cell types:\n  |')).toEqual(expect.arrayContaining(['CD8', 'tumour']))
    expect(offered('initial:\n  |')).toContain('CAF')
    expect(offered('cell types:\n  CD8:\n    motility:\n      chemotaxis: { | }')).toContain('CXCL10')
  })

  test('choices, and units that fit the dimension', () => {
    expect(offered('domain:\n  boundary: |')).toEqual(['closed', 'periodic'])
    const units = offered('time:\n  stop: 3 |')
    expect(units).toEqual(expect.arrayContaining(['min', 'h', 'day']))
    expect(units).not.toContain('um')
    expect(taken('time:\n  stop: 3|', 'day')).toBe('time:\n  stop: 3 day')
  })

  test('sources between brackets', () => {
    const offers = offered('cell types:\n  CD8:\n    motility:\n      speed: 2 um/min [|')
    expect(offers).toEqual(expect.arrayContaining(['measured', 'fitted', 'assumed']))
    expect(offers.length).toBeGreaterThan(10)
  })

  test('a rule, word by word', () => {
    expect(offered(`${RULES}|`)).toContain('oxygen')
    expect(offered(`${RULES}oxygen |`)).toEqual(['increases', 'decreases'])
    expect(offered(`${RULES}oxygen increases |`)).toEqual(
      expect.arrayContaining(['cycle entry', 'migration speed']),
    )
    expect(offered(`${RULES}oxygen increases migration speed |`)).toEqual(['to', 'from'])
    expect(offered(`${RULES}oxygen increases migration speed to 2 |`)).toContain('um/min')
    expect(offered(`${RULES}oxygen increases migration speed to 2 um/min, |`)).toContain('half at')
    expect(offered(`${RULES}oxygen increases migration speed to 2 um/min, half at 5 |`)).toContain('mmHg')
    expect(taken(`${RULES}oxi|`, 'oxygen')).toBe(`${RULES}oxygen`)
  })

  test('library parts', () => {
    expect(taken('include: [lib|]', 'library/oxygen')).toBe('include: [library/oxygen]')
  })
})

test('hover says unit, meaning, the number in canonical units, and the source', () => {
  const text = 'cell types:\n  CD8:\n    motility:\n      speed: 240 um/h [fitted]\n'
  const hover = assistWith(text, model, context).hoverAt(text.indexOf('240'))
  expect(hover?.title).toMatch(/motility · speed \(um\/min/)
  expect(hover?.lines.join('\n')).toMatch(/240 um\/h is 4 um\/min/)
  expect(hover?.lines.join('\n')).toMatch(/How well it is known: fitted/)
})

test('hover says a rule in words', () => {
  const text = `${RULES}oxygen increases migration speed to 2 um/min, half at 5 mmHg, hill 2 [assumed]`
  const hover = assistWith(text, model, context).hoverAt(text.indexOf('increases'))
  expect(hover?.lines.join('\n')).toMatch(/In words: oxygen raises migration speed/)
})

test('the definition of a name, in the part that defines it', () => {
  const text = `${RULES}oxygen increases migration speed to 2 um/min`
  const found = assistWith(text, model, context).definitionAt(text.indexOf('oxygen') + 2)
  expect(found?.file).toBe('models/library/oxygen.yaml')
})

test('issues stand where they are in the text', () => {
  const own = shipped(model)
  const text = (own.ok ? own.text : '').replace('time: { stop', 'time: { stopp')
  const read: ReadFile = (path) => (path === model ? { ok: true, text } : shipped(path))
  const placed = placedIssues(text, model, parseModel(model, read).issues)
  const unknown = placed.find(({ code }) => code === 'unknown-key')
  expect(text.slice(unknown?.from, unknown?.to)).toBe('stopp')
})

test('names survive while the text is no YAML', () => {
  const broken: ReadFile = (path) => (path === model ? { ok: true, text: 'a: [' } : shipped(path))
  expect(assistContext(model, broken, files, context).names).toBe(context.names)
})

test('no cut of a shipped model makes a question throw', () => {
  const names = [
    'models/colorectal/model.yaml',
    'models/library/cd8.yaml',
    'models/xenograft/model.yaml',
    'models/library/sting.yaml',
  ]
  const texts = names.map((name) => {
    const result = shipped(name)
    return result.ok ? result.text : ''
  })
  fc.assert(
    fc.property(
      fc.constantFrom(...texts),
      fc.nat(),
      fc.nat(),
      fc.nat(),
      fc.constantFrom('', '{', '[', '"', '- ', ': ', '\n  '),
      (text, a, b, c, insert) => {
        const [from, to] = [a % (text.length + 1), b % (text.length + 1)].toSorted((x, y) => x - y) as [
          number,
          number,
        ]
        const cut = text.slice(0, from) + insert + text.slice(Math.min(to, from + 200))
        const offset = c % (cut.length + 1)
        const assist = assistWith(cut, model, context)
        const completions = assist.completionsAt(offset)
        expect(completions?.from ?? 0).toBeLessThanOrEqual(offset)
        assist.hoverAt(offset)
        assist.definitionAt(offset)
      },
    ),
    { numRuns: 300, seed: 1 },
  )
})
