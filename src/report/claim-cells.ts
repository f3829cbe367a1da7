import type { ModelClaim, ShownClaim } from '../analysis/evidence/model-evidence.ts'
import { outcomeText } from '../analysis/evidence/outcome-rows.ts'
import { reference, text } from './html.ts'
import type { Column, Markup } from './html.ts'

const MARKS: Readonly<Record<string, string>> = { met: '\u2713', 'not met': '\u2717', unsettled: '?' }

/** Columns of a table of claims. */
export const claimColumns: readonly Column[] = [
  { head: 'claim', whole: true },
  { head: 'statement' },
  { head: 'source' },
  { head: 'carried by' },
  { head: 'shown by' },
]

/** One claim with its source, what carries it, and what came of what shows it. */
export function claimRow({
  claim,
  statement,
  citation,
  carriedBy,
  shownBy,
  note,
}: ModelClaim): readonly Markup[] {
  const reason = note === '' ? '' : `<br><small>${text(note)}</small>`
  return [
    `<span id="${claimAnchor(claim)}">${text(claim)}</span>`,
    text(statement) + reason,
    reference(citation),
    carriedBy.map((each) => `<small>${text(each)}</small>`).join('<br>'),
    shownBy.map(shownCell).join('<br>'),
  ]
}

/** An expectation and its outcome, with a mark beside the word. */
export function shownCell({ experiment, expectation, split, outcome }: ShownClaim): Markup {
  const word = outcome?.outcome ?? 'not yet run'
  const mark = MARKS[word] === undefined ? '' : `<b class="outcome">${MARKS[word]}</b> `
  const found = outcome === undefined ? '' : outcomeText(outcome)
  const effect = found === '' ? '' : `: ${found}`
  const where = `${experiment}, ${split === 'V' ? 'validation' : 'calibration'}`
  return `${mark}${text(word)}${text(effect)} <small>${text(expectation)} (${text(where)})</small>`
}

/** Where a claim stands on a page. */
export function claimAnchor(claim: string): string {
  return `claim-${claim.replaceAll(/[^A-Za-z0-9]/g, '-')}`
}
