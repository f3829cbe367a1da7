import type { SourceDocument } from '../analysis/evidence/ledger.ts'
import type { LedgerClaim } from '../analysis/evidence/model-evidence.ts'
import { columnsOf } from './columns.ts'
import { outcomesText, statesText, withoutMechanism } from './evidence-answer.ts'
import { counted, type Terminal } from './terminal.ts'

/** What became of every statement of the documents, and the models that one may ask about. */
export function ledgerAnswer(
  documents: readonly SourceDocument[],
  claims: readonly LedgerClaim[],
  models: readonly string[],
  { answerWidth: width, colours }: Pick<Terminal, 'answerWidth' | 'colours'>,
): string {
  const rows = documents.map(({ document, title, citation }) => {
    const own = claims.filter((claim) => claim.document === document)
    return [document, `${counted(own.length, 'statement')}: ${statesText(own)}. ${title} (${citation})`]
  })
  return [
    '',
    colours.bold('The ledger'),
    columnsOf(rows, width),
    '',
    outcomesText(claims),
    ...withoutMechanism(claims, { width }),
    '',
    colours.bold('Models that ship'),
    ...models.map((name) => `  milieu evidence models/${name}`),
  ].join('\n')
}
