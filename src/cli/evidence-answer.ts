import type {
  MechanismEvidence,
  ModelClaim,
  ModelEvidence,
  ShownClaim,
} from '../analysis/evidence/model-evidence.ts'
import type { Counts, Part, Sentence } from '../analysis/evidence/model-elements.ts'
import { outcomeText } from '../analysis/evidence/outcome-rows.ts'
import { wrap } from './columns.ts'
import { counted, type Terminal } from './terminal.ts'

type Colours = Terminal['colours']

/** How lines are written: their width, and colours. */
interface Style {
  readonly width: number
  readonly colours: Colours
}

/** What of the literature is in a model, mechanism by mechanism; `all` lists every claim of the ledger as well. */
export function evidenceAnswer(evidence: ModelEvidence, terminal: Terminal, all: boolean): string {
  const style: Style = { width: terminal.answerWidth, colours: terminal.colours }
  return [
    '',
    ...wrap(evidence.title, style.width, ''),
    '',
    ...evidence.mechanisms.flatMap((mechanism) => mechanismLines(mechanism, evidence, style)),
    ...(all ? claimChapters(evidence.claims, style) : []),
    ...summaryLines(evidence, style),
  ].join('\n')
}

function mechanismLines(
  { mechanism, name, sentences, parts, numbers, claims }: MechanismEvidence,
  { claims: all, mechanisms }: ModelEvidence,
  style: Style,
): readonly string[] {
  const carried = all.filter(({ claim }) => claims.includes(claim))
  const firstOf = ({ claim }: ModelClaim): string | undefined =>
    mechanisms.find((each) => each.claims.includes(claim))?.mechanism
  return [
    `${style.colours.bold(`${mechanism}  ${name}`)}  ${style.colours.dim(countsText(numbers))}`,
    ...partLines(parts, style),
    ...sentenceLines(mechanism, sentences, style),
    ...carried.filter((claim) => firstOf(claim) === mechanism).flatMap((claim) => claimLines(claim, style)),
    ...elsewhereLines(
      carried.filter((claim) => firstOf(claim) !== mechanism),
      firstOf,
      style,
    ),
    '',
  ]
}

/** Claims that stand in full under an earlier mechanism. */
function elsewhereLines(
  claims: readonly ModelClaim[],
  whereOf: (claim: ModelClaim) => string | undefined,
  style: Style,
): readonly string[] {
  if (claims.length === 0) return []
  const names = claims.map((claim) => `${claim.claim} (${whereOf(claim) ?? ''})`)
  return hanging(style.colours.dim(`also of ${names.join(', ')}`), '    ', style)
}

/** Sentences in full where they act; a mechanism that is only their form says how many there are. */
function sentenceLines(mechanism: string, sentences: readonly Sentence[], style: Style): readonly string[] {
  const isForm = ({ mechanisms }: Sentence): boolean => mechanisms[0] === mechanism && mechanisms.length > 1
  const others = sentences.filter(isForm).length
  return [
    ...(others === 0 ? [] : [`  ${counted(others, 'rule')}, listed where they act`]),
    ...sentences
      .filter((sentence) => !isForm(sentence))
      .flatMap((sentence) => hanging(sentenceText(sentence), '  ', style)),
  ]
}

/** Sections with numbers, by section: `exchange: CAF, CD8`. */
function partLines(parts: readonly Part[], style: Style): readonly string[] {
  const sections = [...new Set(parts.map(({ section }) => section))]
  return sections.flatMap((section) => {
    const subjects = parts.filter((part) => part.section === section).map(({ subject }) => subject)
    return hanging(`${section}: ${[...new Set(subjects)].join(', ')}`, '  ', style)
  })
}

function sentenceText({ subject, text, kind, source }: Sentence): string {
  return `${subject}: ${text} [${source === undefined ? kind : `${kind}, ${source}`}]`
}

function claimLines(
  { claim, statement, document, shownBy, carriedBy, elementsHere }: ModelClaim,
  style: Style,
): readonly string[] {
  const shown = shownBy.flatMap((each) => hanging(shownText(each, style.colours), '      ', style))
  const untested = carriedBy.length > 0 && shownBy.length === 0
  const share = elementsHere === carriedBy.length ? '' : `; ${elementsHere} of ${carriedBy.length} elements`
  return [
    ...hanging(`${style.colours.cyan(claim)}  ${statement} (${document}${share})`, '    ', style),
    ...shown,
    ...(untested ? [style.colours.dim('      no experiment shows it yet')] : []),
  ]
}

const MARKS: Readonly<Record<string, string>> = { met: '+', 'not met': '-', unsettled: '?' }

const SPLITS = { C: 'calibration', V: 'validation' } as const

/** `+ met: <expectation>; ratio 2.1 [1.8 to 2.4] (<experiment>, validation, 8 replicates, 2026-05-01)`. */
function shownText({ experiment, expectation, split, outcome }: ShownClaim, colours: Colours): string {
  const where = `${experiment}, ${SPLITS[split]}`
  if (outcome === undefined) return `${colours.dim('. not yet run')}: ${expectation} (${where})`
  const word = `${MARKS[outcome.outcome] ?? '?'} ${outcome.outcome}`
  const coloured =
    outcome.outcome === 'met' ? colours.green(word) : outcome.outcome === 'not met' ? colours.red(word) : word
  const found = outcomeText(outcome)
  const effect = found === '' ? '' : `; ${found}`
  return `${coloured}: ${expectation}${effect} (${where}, ${outcome.replicates} replicates, ${outcome.date})`
}

const CHAPTERS = [
  ['implemented', 'In models'],
  ['planned', 'Planned: no model carries it yet'],
  ['context', 'Context: needs no element'],
  ['left out', 'Left out'],
] as const

/** Every claim of the ledger, by what became of it. */
function claimChapters(claims: readonly ModelClaim[], style: Style): readonly string[] {
  return CHAPTERS.flatMap(([state, title]) => {
    const those = claims.filter((claim) => claim.state === state)
    if (those.length === 0) return []
    const lines = those.flatMap((claim) => {
      const mechanisms = claim.mechanisms.join(' ')
      const reason = claim.note === '' ? [] : hanging(style.colours.dim(claim.note), '      ', style)
      return [
        ...hanging(
          `${style.colours.cyan(claim.claim)}  ${claim.statement} ${style.colours.dim(mechanisms)}`,
          '  ',
          style,
        ),
        ...reason,
      ]
    })
    return [style.colours.bold(`${title} (${those.length})`), ...lines, '']
  })
}

function summaryLines(
  { mechanisms, claims, homeless, unkinded }: ModelEvidence,
  style: Style,
): readonly string[] {
  const here = claims.filter(({ isHere }) => isHere)
  return [
    ...hanging(
      `${counted(mechanisms.length, 'mechanism')}; this model carries ${counted(here.length, 'statement')} of ${claims.length} in the ledger (${statesText(claims)}).`,
      '',
      style,
    ),
    ...hanging(outcomesText(here), '', style),
    ...withoutMechanism(claims, style),
    `sentences of the model without a mechanism: ${noneOr(homeless.length)}`,
    ...homeless.flatMap((sentence) => hanging(sentenceText(sentence), '  ', style)),
    `numbers of the model without a kind: ${unkinded === 0 ? 'none' : `${unkinded} (milieu check --notes says where)`}`,
  ]
}

/** `101 in models, 12 context, 21 left out`; states that no statement has are not named. */
export function statesText(claims: readonly Pick<ModelClaim, 'state'>[]): string {
  return CHAPTERS.flatMap(([state, title]) => {
    const count = claims.filter((claim) => claim.state === state).length
    return count === 0 ? [] : [`${count} ${title.split(':')[0]?.toLowerCase() ?? ''}`]
  }).join(', ')
}

/** Which statements of the documents no mechanism stands for; none, as it must be. */
export function withoutMechanism(
  claims: readonly Pick<ModelClaim, 'claim' | 'document' | 'mechanisms'>[],
  style: Pick<Style, 'width'>,
): readonly string[] {
  const documents = [...new Set(claims.map(({ document }) => document))].join(', ')
  const without = claims.filter(({ mechanisms }) => mechanisms.length === 0)
  return [
    `statements of ${documents} without a mechanism: ${noneOr(without.length)}`,
    ...(without.length === 0 ? [] : hanging(without.map(({ claim }) => claim).join(' '), '  ', style)),
  ]
}

function noneOr(count: number): string {
  return count === 0 ? 'none' : String(count)
}

/** `Of 12 expectations that show them: 9 met, 3 not yet run.` */
export function outcomesText(claims: readonly Pick<ModelClaim, 'shownBy'>[]): string {
  // One expectation may show several claims.
  const shown = [
    ...new Map(
      claims
        .flatMap(({ shownBy }) => shownBy)
        .map((each) => [`${each.experiment}\n${each.expectation}`, each]),
    ).values(),
  ]
  if (shown.length === 0) return 'No experiment shows one of them yet.'
  const count = (word: string): number =>
    shown.filter(({ outcome }) => (outcome?.outcome ?? 'not yet run') === word).length
  const words = ['met', 'not met', 'unsettled', 'not yet run'].filter((word) => count(word) > 0)
  return `Of ${counted(shown.length, 'expectation')} that show them: ${words.map((word) => `${count(word)} ${word}`).join(', ')}.`
}

function countsText({ measured, fitted, assumed }: Counts): string {
  const words = [
    [measured, 'measured'],
    [fitted, 'fitted'],
    [assumed, 'assumed'],
  ] as const
  const said = words.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`)
  return said.length === 0 ? 'no numbers' : said.join(', ')
}

/** A line that goes on four characters further in; colours take no room. */
function hanging(text: string, indent: string, { width }: Pick<Style, 'width'>): readonly string[] {
  const room = width - indent.length
  if (visible(text).length <= room) return [indent + text]
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    const taken = indent.length + (lines.length === 0 ? 0 : 4)
    if (line !== '' && taken + visible(longer).length > width) {
      lines.push(indent + (lines.length === 0 ? '' : '    ') + line)
      line = word
    } else line = longer
  }
  return [...lines, indent + (lines.length === 0 ? '' : '    ') + line]
}

function visible(text: string): string {
  // oxlint-disable-next-line no-control-regex -- codes of colours begin with an escape
  return text.replaceAll(/\u001b\[\d+m/g, '')
}
