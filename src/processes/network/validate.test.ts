import { describe, expect, test } from 'vitest'
import { parseModel } from '../../compile/parse-model.ts'
import type { Issue } from '../../model/issue.ts'
import { sectionOf } from '../../model/assemble.ts'
import { networkSection } from './schema.ts'
import { writeEdge } from './sentence.ts'

const HEAD = [
  'format: 1',
  'title: networks',
  'domain: { size: [100 um, 100 um, 20 um], voxel: 20 um }',
  'time: { stop: 1 h, fields: 6 min, mechanics: 6 min, phenotype: 6 min }',
  'substrates:',
  '  drug: { unit: uM, diffusion: 100 um^2/min, decay: 0.1 1/min }',
  'cell types:',
  '  tumour:',
  '    traits: { CIN: { value: 1 } }',
  '    network:',
]

function parsed(files: Readonly<Record<string, string>>) {
  const { model, issues } = parseModel('model.yaml', (path) => {
    const text = files[path]
    return text === undefined ? { ok: false, reason: 'no such file' } : { ok: true, text }
  })
  // Notes about sources and defaults are not what these tests are about.
  return { model, issues: issues.filter(({ severity, code }) => severity !== 'note' || code === 'idle-tau') }
}

type Complaint = readonly [code: string, underlined: string]

function complaintsIn(lines: readonly string[]): readonly Complaint[] {
  return parsed({ 'model.yaml': lines.join('\n') }).issues.map(({ code, position }: Issue) => {
    const { line = 1, column = 1, length = 0 } = position ?? {}
    return [code, lines[line - 1]?.slice(column - 1, column - 1 + length) ?? '']
  })
}

/** What is said about edges. */
function complaints(...edges: readonly string[]): readonly Complaint[] {
  return complaintsIn([...HEAD, '      edges:', ...edges.map((edge) => `        - ${edge} [assumed]`)])
}

/** What is said about nodes beside one good edge. */
function aboutNodes(...nodes: readonly string[]): readonly Complaint[] {
  const edges = ['      edges:', '        - CIN activates N, half at 1, hill 1, tau 1 h [assumed]']
  return complaintsIn([...HEAD, '      nodes:', ...nodes.map((node) => `        ${node}`), ...edges])
}

const GOOD = 'CIN activates STING, half at 1, hill 2, tau 1 h'

test('good edges raise no complaint', () => {
  expect(
    complaints(
      GOOD,
      'CIN and not drug activate A, half at 0.5 and 300 nM, hill 1 and 2, tau 2 day, delay 4 h in 1 stages',
      'not STING and A inhibit B, in proportion, strength 40 %, tau 10 s',
      'drug inhibits B, half at 1 uM',
    ),
  ).toEqual([])
})

describe('mistakes are underlined at their words', () => {
  test.each<readonly [string, Complaint]>([
    ['CIN promotes STING, half at 1, hill 1, tau 1 h', ['edge-form', 'promotes']],
    ['CIN activates', ['edge-form', 'activates']],
    ['CIN and activate STING, half at 1, tau 1 h', ['edge-form', 'CIN and']],
    ['CIN activates STING, tau 1 h', ['edge-clause', '[']],
    ['CIN activates STING, half at 1 and 2, hill 1, tau 1 h', ['edge-clause', '1 and 2']],
    ['CIN activates STING, half at -1, hill 1, tau 1 h', ['out-of-range', '-1']],
    ['CIN activates STING, half at 1, in proportion, tau 1 h', ['edge-clause', 'in proportion']],
    ['CIN activates STING, half at 1, half at 2, tau 1 h', ['edge-clause', 'half at 2']],
    ['CIN activates STING, half at 1, by drug, tau 1 h', ['edge-clause', 'by drug']],
    ['CIN activates STING, half at 1, tau 1 h, strength 140 %', ['out-of-range', '140 %']],
    ['CIN activates STING, half at 1, tau 1 h, delay 4 h', ['edge-clause', '4 h']],
    ['CIN activates STING, half at 1, tau 1 h, delay 4 h in 99 stages', ['edge-clause', '99']],
    ['CIN activates STING, half at 1 nM, tau 1 h', ['wrong-unit', '1 nM']],
    ['CIN and drug activate STING, half at 1 and 2, tau 1 h', ['missing-unit', '2']],
    ['drug activates STING, in proportion, tau 1 h', ['wrong-unit', 'in proportion']],
    ['CIN activates STING, half at 1, tau 1 um', ['wrong-unit', '1 um']],
    ['CIM activates STING, half at 1, tau 1 h', ['unknown-name', 'CIM']],
    ['CIN and not CIM activate STING, half at 1, tau 1 h', ['unknown-name', 'CIM']],
    ['CIN activates STING, half at 1', ['missing-tau', 'STING']],
    ['A becomes B', ['edge-form', 'B']],
    ['A becomes A at 1 1/h', ['edge-form', 'A']],
    ['A and B become C at 1 1/h', ['edge-form', 'A and B']],
    ['A becomes B at 1 h', ['wrong-unit', '1 h']],
    ['A becomes B at 1 1/h, hill 2', ['edge-clause', '2']],
    ['A becomes B at 1 1/h, by CIN', ['edge-clause', '[']],
    ['A becomes B at 1 1/h, tau 1 h', ['edge-clause', 'tau 1 h']],
  ])('%s', (edge, complaint) => {
    const all = complaints(edge)
    expect(all[0]?.[0]).toBe(complaint[0])
    if (complaint[1] !== '[') expect(all[0]?.[1]).toBe(complaint[1])
  })
})

test('edges that contradict each other', () => {
  expect(complaints(GOOD, GOOD)).toEqual([['duplicate-edge', `${GOOD} [assumed]`]])
  expect(complaints(GOOD, 'drug inhibits STING, half at 1 uM, tau 2 h')).toEqual([['conflicting-tau', '2 h']])
  expect(complaints(GOOD, 'STING becomes gone at 1 1/h').map(([code]) => code)).toEqual([
    'node-kind',
    'idle-node',
  ])
  expect(complaints('A becomes B at 1 1/h, by A, half at 1')[0]?.[0]).toBe('idle-node')
})

test('nodes', () => {
  expect(
    aboutNodes('N: { tau: 1 h }', 'free: { start: 1 }', 'on: { basal: 1 }', 'off: { clamped: 0 }'),
  ).toEqual([])
  expect(aboutNodes('idle: { expression: 2 }')).toEqual([['idle-node', 'idle']])
  expect(aboutNodes('N: { tau: 2 h }')).toEqual([['conflicting-tau', '1 h']])
  expect(aboutNodes('drug: { start: 1 }')).toEqual([['name-clash', 'drug']])
  expect(aboutNodes('CIN: { start: 1 }')).toEqual([['name-clash', 'CIN']])
  expect(aboutNodes('this and that: { start: 1 }')).toEqual([['bad-name', 'this and that']])
  expect(aboutNodes('low: { start: -1 }')).toEqual([['out-of-range', '-1']])
})

test('an edge of an including file replaces the same one, and joins the others', () => {
  const top = [...HEAD, '      edges:'].join('\n')
  const part = `cell types:\n  tumour:\n    network:\n      edges:\n        - ${GOOD} [assumed]\n        - STING and CIN activate N, half at 1, tau 1 h [assumed]\n`
  const own = [
    '        - CIN and STING activate N, half at 3, tau 1 h [assumed]',
    '        - N activates M, half at 1, tau 1 h [assumed]',
  ]
  const { model, issues } = parsed({
    'model.yaml': `include: [part]\n${top}\n${own.join('\n')}`,
    'part.yaml': part,
  })
  expect(issues).toEqual([])
  const [type] = model?.data.cellTypes ?? []
  const edges = type === undefined ? [] : (sectionOf(type, networkSection)?.edges ?? [])
  expect(edges.map(writeEdge)).toEqual([
    GOOD,
    'CIN and STING activate N, half at 3, hill 1, tau 1 h',
    'N activates M, half at 1, hill 1, tau 1 h',
  ])
})

test('where a part does not read, the names of the others are checked', () => {
  expect(complaints('CIM activates STING, half at 1, tau 1 h', 'CIN activates')).toEqual([
    ['edge-form', 'activates'],
    ['unknown-name', 'CIM'],
  ])
})

describe('warnings and notes', () => {
  test('of time constants that nothing uses', () => {
    expect(aboutNodes('still: { basal: 0.5, tau: 1 h }')).toEqual([['idle-tau', 'still']])
    expect(aboutNodes('still: { basal: 0.5 }', 'N: { basal: 0.1 }')).toEqual([])
    expect(
      complaintsIn([
        ...HEAD,
        '      nodes:',
        '        free: { start: 1, tau: 1 h }',
        '      edges: [free becomes bound at 1 1/h]',
      ]),
    ).toEqual([['idle-tau', 'free']])
  })

  test("of inputs that only another type's network has", () => {
    const other = [
      '  other:',
      '    network:',
      '      edges:',
      '        - N activates M, half at 1, tau 1 h [assumed]',
      '        - M and time activate M2, half at 1 and 1 h, tau 1 h [assumed]',
    ]
    const own = ['      edges:', '        - CIN activates N, half at 1, tau 1 h [assumed]']
    expect(complaintsIn([...HEAD, ...own, ...other])).toEqual([['other-node', 'N']])
    expect(complaintsIn([...HEAD, ...own, ...other, '      nodes: { N: { start: 0.5 } }'])).toEqual([])
  })
})
