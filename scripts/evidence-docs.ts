/** The page `docs/evidence.md`: the ledger of `evidence/` with what became of each statement. */
import { globSync } from 'node:fs'
import {
  type Claim,
  type Entity,
  type Ledger,
  claimStates,
  readLedger,
  splitOf,
} from '../src/analysis/evidence/ledger.ts'
import { modelElements } from '../src/analysis/evidence/model-elements.ts'
import { type ShownClaim, isPartOf, shownClaim } from '../src/analysis/evidence/model-evidence.ts'
import { outcomeText } from '../src/analysis/evidence/outcome-rows.ts'
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
    'What five documents say, statement by statement in our own words; which elements of models carry it, which experiments show it, and',
    'whether that came out. The tables are those of [evidence/](../evidence/README.md); `milieu evidence MODEL` tells the same of one model,',
    '[with a picture](how-to/follow-the-evidence.md).',
    '',
    ...overview(ledger, resolver),
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

function overview(ledger: Ledger, resolver: Resolver): readonly string[] {
  const { claims, documents } = ledger
  const states = claimStates.filter((state) => claims.some((claim) => claim.state === state))
  const rows = [...documents.map(({ document }) => document), 'all'].map((document) => {
    const own = claims.filter((claim) => document === 'all' || claim.document === document)
    const counts = states.map((state) => own.filter((claim) => claim.state === state).length)
    const shown = shownOnce(own, ledger, resolver)
    const came = OUTCOMES.map((word) => shown.filter((each) => outcomeOf(each) === word).length)
    return `| ${[document, own.length, ...counts, shown.length, ...came].join(' | ')} |`
  })
  const without = claims.filter(({ mechanisms }) => mechanisms.length === 0).length
  return [
    `| document | statements | ${states.join(' | ')} | expectations | ${OUTCOMES.join(' | ')} |`,
    `|---|${'---:|'.repeat(states.length + OUTCOMES.length + 2)}`,
    ...rows,
    '',
    'Statements without a mechanism: ' + (without === 0 ? 'none.' : `${without}.`),
    '*Implemented*: elements of models carry it, or expectations show it. *Context*: an aim, an outlook, or a fact that needs no element.',
    '*Left out*: not modelled, with the reason. An expectation that shows several statements counts once in each row.',
    '',
    ...experimentTable(ledger),
  ]
}

/** What may have become of an expectation. */
const OUTCOMES = ['met', 'not met', 'unsettled', 'not yet run'] as const

function outcomeOf({ outcome }: ShownClaim): string {
  return outcome?.outcome ?? 'not yet run'
}

function shownOnce(claims: readonly Claim[], ledger: Ledger, resolver: Resolver): readonly ShownClaim[] {
  const shown = claims.flatMap(({ shownBy }) => shownBy.map((each) => shownClaim(each, ledger, resolver)))
  return [...new Map(shown.map((each) => [`${each.experiment}\n${each.expectation}`, each])).values()]
}

/** Every experiment that shows something or was recorded, with all of its outcomes, also those that no statement asks for. */
function experimentTable(ledger: Ledger): readonly string[] {
  const named = ledger.claims.flatMap(({ shownBy }) => shownBy.map(({ file }) => file))
  const recorded = (ledger.outcomes ?? []).map(({ experiment }) => experiment)
  const rows = [...new Set([...named, ...recorded])].toSorted().map((experiment) => {
    const own = (ledger.outcomes ?? []).filter((row) => row.experiment === experiment)
    const counts = ['met', 'not met', 'unsettled'].map(
      (word) => own.filter(({ outcome }) => outcome === word).length,
    )
    const split = splitOf(ledger, experiment) === 'V' ? 'validation' : 'calibration'
    const [first] = own
    const when = first === undefined ? 'not yet recorded' : `${first.replicates}, ${first.date}`
    const cells = [link(experiment), split, ...(first === undefined ? ['', '', ''] : counts), when]
    return `| ${cells.join(' | ')} |`
  })
  return [
    '## Experiments',
    '',
    'Of *validation* experiments the models were frozen before they ran for the first time; on *calibration* experiments numbers may have been',
    'tuned. Counted are all of their expectations, also those that no statement asks for.',
    '',
    '| experiment | split | met | not met | unsettled | replicates or patients, date |',
    '|---|---|---:|---:|---:|---|',
    ...rows,
    '',
  ]
}

function modelTable(ledger: Ledger, root: string): readonly string[] {
  const rows = globSync('models/*/*.yaml', root === '' ? {} : { cwd: root })
    .filter((file) => !file.startsWith('models/library'))
    .toSorted()
    .flatMap((file) => {
      const { model } = parseModel(root + file, readFile)
      if (model === undefined) return []
      const carried = ledger.claims.filter((claim) => claim.carriedBy.some((each) => isPartOf(each, model)))
      const mechanisms = new Set(modelElements(model).sentences.flatMap((each) => each.mechanisms))
      const counts = ledger.documents.map(
        ({ document }) => carried.filter((claim) => claim.document === document).length,
      )
      const name = `[${model.data.title}](../${file})`
      return [`| ${[name, [...mechanisms].toSorted().join(' '), ...counts].join(' | ')} |`]
    })
  return [
    '## Models',
    '',
    'How many statements of each document a model carries, wholly or in part; `milieu evidence MODEL` says which.',
    '',
    `| model | mechanisms of its rules and edges | ${ledger.documents.map(({ document }) => document).join(' | ')} |`,
    `|---|---|${'---:|'.repeat(ledger.documents.length)}`,
    ...rows,
    '',
  ]
}

function claimTable(claims: readonly Claim[], ledger: Ledger, resolver: Resolver): readonly string[] {
  const rows = claims.map((claim) => {
    const { statement, mechanisms, state, carriedBy, shownBy, note } = claim
    const carried = carriedBy.map(({ file, what }) => `[${cell(what)}](../${file})`).join(';<br>')
    const shown = shownBy.map((reference) => shownText(shownClaim(reference, ledger, resolver))).join(';<br>')
    const status = note === '' ? state : `${state}: ${note}`
    const cells = [claim.claim, statement, mechanisms.join(' '), cell(status), carried, shown]
    return `| <a id="${claim.claim.toLowerCase()}"></a>${cells.join(' | ')} |`
  })
  return [
    '| claim | statement | mechanisms | status | carried by | shown by |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ]
}

/** `**met** E0.1: cytosolic DNA is higher in ... (ratio 2.1 [1.8 to 2.4])`. */
function shownText({ experiment, expectation, outcome }: ShownClaim): string {
  const found = outcome === undefined ? '' : outcomeText(outcome)
  const word = outcome === undefined ? 'not yet run' : `**${outcome.outcome}**`
  const name = experiment.replace(/^experiments\//, '').replace(/\.yaml$/, '')
  return `${word} [${name}](../${experiment}): ${cell(expectation)}${found === '' ? '' : ` (${found})`}`
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
