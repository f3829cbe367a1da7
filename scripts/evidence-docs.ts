/** The page `docs/evidence.md`: the ledger of `evidence/` with what became of each statement. */
import { globSync } from 'node:fs'
import {
  type Claim,
  type Entity,
  type Ledger,
  claimStates,
  readLedger,
} from '../src/analysis/evidence/ledger.ts'
import { modelElements } from '../src/analysis/evidence/model-elements.ts'
import { isPartOf, shownClaim } from '../src/analysis/evidence/model-evidence.ts'
import { type Resolver, createResolver } from '../src/analysis/evidence/resolve.ts'
import { parseModel } from '../src/index.ts'
import { readFile } from '../src/platform/node/read-file.ts'

/** Writes the page; `root` is the repository's folder with a slash, or nothing where it is the current one. */
export function evidenceDocs(mark: string, root = ''): string {
  const { ledger, issues } = readLedger(`${root}evidence`, readFile)
  if (issues.length > 0) throw new Error(`the ledger has mistakes: ${JSON.stringify(issues)}`)
  const resolver = createResolver(root, readFile)
  return [
    '# Evidence',
    '',
    mark,
    '',
    'What three documents say, statement by statement in our own words; which elements of models carry it, which experiments show it, and',
    'whether that came out. The tables are those of [evidence/](../evidence/README.md); `milieu evidence MODEL` tells the same of one model,',
    '[with a picture](how-to/follow-the-evidence.md).',
    '',
    ...overview(ledger),
    ...modelTable(ledger, root),
    ...ledger.documents.flatMap(({ document, title, citation, readAs }) => [
      `## ${document}: ${title}`,
      '',
      `${link(citation)}. Read as: ${readAs}.`,
      '',
      ...claimTable(
        ledger.claims.filter((claim) => claim.document === document),
        ledger,
        resolver,
      ),
    ]),
    ...entityTable(ledger.entities),
    ...mechanismTable(ledger),
  ].join('\n')
}

function overview({ claims, documents, outcomes }: Ledger): readonly string[] {
  const rows = documents.map(({ document }) => {
    const own = claims.filter((claim) => claim.document === document)
    const counts = claimStates.map((state) => own.filter((claim) => claim.state === state).length)
    return `| ${[document, own.length, ...counts].join(' | ')} |`
  })
  const recorded =
    outcomes === undefined
      ? 'No trial has been recorded yet: what experiments show is *not yet run*.'
      : `Outcomes of ${new Set(outcomes.map(({ experiment }) => experiment)).size} experiments are recorded.`
  return [
    `| document | statements | ${claimStates.join(' | ')} |`,
    '|---|---|---|---|---|---|',
    ...rows,
    '',
    '*Planned*: no model carries it yet. *Context*: an aim, an outlook, or a fact that needs no element. *Left out*: not modelled, with the reason.',
    recorded,
    '',
  ]
}

function modelTable(ledger: Ledger, root: string): readonly string[] {
  const rows = globSync('models/*/model.yaml', root === '' ? {} : { cwd: root })
    .toSorted()
    .flatMap((file) => {
      const { model } = parseModel(root + file, readFile)
      if (model === undefined) return []
      const carried = ledger.claims.filter((claim) => claim.carriedBy.some((each) => isPartOf(each, model)))
      const mechanisms = new Set(modelElements(model).sentences.flatMap((each) => each.mechanisms))
      const names = carried.map(({ claim }) => claim).join(', ')
      const page = `../${file.replace('model.yaml', 'README.md')}`
      return [
        `| [${model.data.title}](${page}) | ${[...mechanisms].toSorted().join(' ')} | ${names === '' ? 'none' : names} |`,
      ]
    })
  return [
    '## Models',
    '',
    '| model | mechanisms of its rules and edges | claims that it carries |',
    '|---|---|---|',
    ...rows,
    '',
  ]
}

function claimTable(claims: readonly Claim[], ledger: Ledger, resolver: Resolver): readonly string[] {
  const rows = claims.map((claim) => {
    const { statement, mechanisms, state, carriedBy, shownBy, note } = claim
    const carried = carriedBy.map(({ file, what }) => `\`${what}\` (${link(file)})`).join('; ')
    const shown = shownBy.map((reference) => {
      const { experiment, expectation, outcome } = shownClaim(reference, ledger, resolver)
      return `*${outcome?.outcome ?? 'not yet run'}*: ${expectation} (${link(experiment)})`
    })
    const what = [carried, ...shown, note].filter((words) => words !== '').join('<br>')
    const cells = [claim.claim, statement, mechanisms.join(' '), state, cell(what)]
    return `| <a id="${claim.claim.toLowerCase()}"></a>${cells.join(' | ')} |`
  })
  return [
    '| claim | statement | mechanisms | status | carried by, shown by, remarks |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ]
}

function entityTable(entities: readonly Entity[]): readonly string[] {
  const rows = entities.map(({ entity, name, kind, documents, state, carriedBy, note }) => {
    const carried = carriedBy.map(({ file, what }) => `\`${what}\` (${link(file)})`).join('; ')
    const what = [carried, note].filter((words) => words !== '').join('<br>')
    return `| ${[entity, name, kind, documents.join(' '), state, cell(what)].join(' | ')} |`
  })
  return [
    '## What the documents name',
    '',
    '| entity | name | kind | documents | status | carried by, remarks |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ]
}

function mechanismTable({ mechanisms, claims }: Ledger): readonly string[] {
  const rows = mechanisms.map(({ mechanism, name, covers }) => {
    const own = claims.filter((claim) => claim.mechanisms.includes(mechanism))
    const carried = own.filter(({ state }) => state === 'implemented').length
    return `| ${[mechanism, name, covers, own.length, carried].join(' | ')} |`
  })
  return [
    '## Mechanisms',
    '',
    '| mechanism | name | what it covers | statements | of them in models |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ]
}

/** A DOI as a link, a file of the repository as a link from `docs/`. */
function link(value: string): string {
  if (value.startsWith('doi:')) return `[${value}](https://doi.org/${value.slice(4)})`
  return value.endsWith('.yaml') ? `[${value}](../${value})` : value
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}
