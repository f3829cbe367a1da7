import { existsSync, globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Ledger, readLedger } from '../../src/analysis/evidence/ledger.ts'
import { checkLedger, createResolver } from '../../src/analysis/evidence/resolve.ts'
import { readCsv } from '../../src/compile/csv.ts'
import { parseModel } from '../../src/compile/parse-model.ts'
import { modelElements } from '../../src/analysis/evidence/model-elements.ts'
import { formatIssues } from '../../src/model/format-issue.ts'
import type { Issue } from '../../src/model/issue.ts'
import { readFile } from '../../src/platform/node/read-file.ts'

/* The shipped ledger: complete, readable, and every element that it names is there. */

const { ledger, issues } = readLedger('evidence', readFile)
const resolver = createResolver('', readFile)

/** Statements of each document: S0 has 67, S1 has 40, S2 has 27, S3 has 67, S4 has 30, as the tables that they were taken from count them. */
const STATEMENTS = { S0: 67, S1: 40, S2: 27, S3: 67, S4: 30 }

/** Where the science notes lie beside the repository, for those who have them. */
const NOTES = '../shared/science/interactions.csv'

function told(found: readonly Issue[]): string {
  const linesOf = (file: string): string[] => (existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [])
  return found.length === 0 ? '' : formatIssues(found, linesOf)
}

describe('the shipped ledger', () => {
  test('reads without a mistake', () => {
    expect(told(issues)).toBe('')
  })

  test('has every statement of the five documents, and no other', () => {
    const wanted = Object.entries(STATEMENTS).flatMap(([document, count]) =>
      Array.from({ length: count }, (_, k) => `I-${document}-${String(k + 1).padStart(3, '0')}`),
    )
    expect(ledger.claims.map(({ claim }) => claim)).toEqual(wanted)
    expect(wanted).toHaveLength(231)
  })

  test.skipIf(!existsSync(NOTES))('agrees with the notes that it was made from', () => {
    const rows = readCsv(readFileSync(NOTES, 'utf8'))
    if (!Array.isArray(rows)) throw new Error(`${NOTES} is no table`)
    const column = (name: string): number => rows[0].fields.indexOf(name)
    const own = rows.filter(
      ({ fields }) =>
        ['S0', 'S1', 'S2', 'S3', 'S4'].includes(fields[column('document')]) &&
        fields[column('row_type')] !== 'entity',
    )
    const theirs = own.map(({ fields }) =>
      ['id', 'sentence', 'row_type', 'mechanisms'].map((name) => fields[column(name)]).join(' | '),
    )
    const ours = ledger.claims.map((claim) =>
      [claim.claim, claim.sentence, claim.type, claim.mechanisms.join(',')].join(' | '),
    )
    expect(ours).toEqual(theirs)
  })

  test('names elements and expectations that exist, and a reason where it names none', () => {
    expect(told(checkLedger(ledger, resolver))).toBe('')
  })

  test('cites a DOI for every statement of a document that has one, and says something in a sentence', () => {
    for (const { claim, document, citation, statement } of ledger.claims) {
      if (document === 'S3') expect(citation, claim).toBe('S3 of documents.csv')
      else expect(citation, claim).toMatch(/^doi:10\.\d{4,9}\/\S+$/)
      expect(statement, claim).toMatch(/^[A-Z].{15,}\.$/)
    }
  })

  test('nothing is left to do: no statement and no entity is planned', () => {
    expect([...ledger.claims, ...ledger.entities].filter(({ state }) => state === 'planned')).toEqual([])
  })

  test('every claim has a mechanism', () => {
    expect(ledger.claims.filter(({ mechanisms }) => mechanisms.length === 0)).toEqual([])
  })

  test('outcomes belong to experiments and expectations that exist', () => {
    for (const { experiment, expectation } of ledger.outcomes ?? []) {
      const at = { text: '', position: { file: '', line: 1, column: 1, length: 1 } }
      const reference = { file: experiment, what: expectation, at }
      expect(resolver.sentence(reference), `${experiment}: ${expectation}`).toBe(expectation)
    }
  })
})

describe.each(
  globSync('models/*/*.yaml')
    // parts stand beside models, and have no title
    .filter((file) => /^title:/m.test(readFileSync(file, 'utf8')))
    .toSorted(),
)('%s', (file) => {
  const { model, issues: found } = parseModel(file, readFile)
  if (model === undefined) throw new Error('the model has mistakes')

  test('every sentence belongs to a mechanism', () => {
    const { sentences, homeless } = modelElements(model)
    // In one model vessels and a medium is all there is.
    if (!file.includes('drug-barrier')) expect(sentences.length).toBeGreaterThan(0)
    expect(homeless).toEqual([])
  })

  test('every number that it states says how well it is known', () => {
    expect(found.filter(({ code }) => code === 'no-source')).toEqual([])
  })
})

describe('what is wrong with a ledger is told with its place', () => {
  const good = {
    'claims.csv':
      'claim,document,sentence,type,statement,citation,mechanisms,status,carried by,shown by,note\n' +
      'C1,D,D.1,mechanism,"A, and B.",doi:10.1/x,M01,implemented,m.yaml: A increases B,,\n',
    'entities.csv': 'entity,name,kind,states,documents,mention,status,carried by,note\n',
    'documents.csv': 'document,title,citation,read as\nD,A title,doi:10.1/x,whole\n',
    'mechanisms.csv': 'mechanism,name,what it covers\nM01,transport,all\n',
  }
  const model = 'format: 1\ncell types:\n  t:\n    rules:\n      - A increases B to 1, half at 1 [assumed]\n'

  function check(claims: string): readonly string[] {
    const files: Readonly<Record<string, string>> = {
      'root/m.yaml': model,
      ...Object.fromEntries(Object.entries(good).map(([name, text]) => [`root/evidence/${name}`, text])),
      'root/evidence/claims.csv': claims,
    }
    const read = (path: string) => {
      const text = files[path]
      return text === undefined ? { ok: false as const, reason: 'no such file' } : { ok: true as const, text }
    }
    const opened: { ledger: Ledger; issues: readonly Issue[] } = readLedger('root/evidence', read)
    const found = [...opened.issues, ...checkLedger(opened.ledger, createResolver('root/', read))]
    return found.map(
      ({ code, position, message }) => `${position?.line}:${position?.column} ${code}: ${message}`,
    )
  }

  const claims = good['claims.csv']

  test('nothing, when all is there', () => {
    expect(check(claims)).toEqual([])
  })

  test.each([
    ['a sentence that does not exist', 'A increases C', "2:59 unresolved: C1: m.yaml has no 'A increases C'"],
    ['a word that is cut', 'A incr', "2:59 unresolved: C1: m.yaml has no 'A incr'"],
    [
      'a path that does not exist',
      'cell types.t.cycle',
      "2:59 unresolved: C1: m.yaml has no 'cell types.t.cycle'",
    ],
  ])('%s', (_, what, message) => {
    expect(check(claims.replace('A increases B,', `${what},`))).toEqual([message])
  })

  test('paths of keys are found', () => {
    expect(check(claims.replace('A increases B,', 'cell types.t.rules,'))).toEqual([])
  })

  test('a file that does not exist', () => {
    expect(check(claims.replace('m.yaml', 'n.yaml'))).toEqual([
      '2:59 unresolved: C1: there is no file n.yaml',
    ])
  })

  test('of two sentences of which one is the beginning of the other, the one that was meant is found', () => {
    const experiment = 'expect:\n  - A is lower, late [assumed]\n  - A is lower [assumed]\n'
    const found = createResolver('', () => ({ ok: true, text: experiment }))
    const at = { text: '', position: { file: '', line: 1, column: 1, length: 1 } }
    const sentenceOf = (what: string) => found.sentence({ file: 'x.yaml', what, at })
    expect(sentenceOf('A is lower')).toBe('A is lower')
    expect(sentenceOf('A is lower, late')).toBe('A is lower, late')
    expect(sentenceOf('A is')).toBe('A is lower, late')
    expect(sentenceOf('A is low')).toBeUndefined()
  })

  test('a reference that is none', () => {
    const [first] = check(claims.replace('m.yaml: A increases B', 'A increases B'))
    expect(first).toBe('2:59 bad-reference: this is not <file>.yaml: <sentence or path>')
  })

  test('a status that claims too much, and one that claims too little', () => {
    expect(check(claims.replace('m.yaml: A increases B', ''))).toEqual([
      '2:1 no-element: C1 is implemented, but nothing is named',
    ])
    expect(check(claims.replace('implemented', 'planned'))).toEqual([
      '2:1 has-element: C1 is planned, but an element is named',
    ])
    expect(check(claims.replace('implemented,m.yaml: A increases B', 'context,'))).toEqual([
      '2:1 no-reason: C1 is context without a reason',
    ])
  })

  test('names that nothing defines, ids that stand twice, rows that are too short', () => {
    expect(check(claims.replace('M01', 'M99'))).toEqual(["2:1 unknown-mechanism: no mechanism 'M99'"])
    expect(check(claims + claims.split('\n')[1])).toEqual(['3:1 twice: C1 stands here twice'])
    expect(check(`${claims}C2,D\n`)[0]).toBe('3:1 bad-row: 2 fields where the table has 11')
  })
})
