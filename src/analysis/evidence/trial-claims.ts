import type { ExpectedOutcome } from '../summary-results.ts'
import type { Ledger } from './ledger.ts'
import type { Resolver } from './resolve.ts'

/** A claim that an expectation of a trial shows. */
export interface TrialClaim {
  readonly claim: string
  readonly statement: string
  readonly citation: string
  readonly expectation: string
  /** Absent where the trial did not get to it. */
  readonly met?: ExpectedOutcome['met']
}

/** The claims of the ledger that a trial's expectations show, with what came of them in this trial. */
export function trialClaims(
  experiment: string,
  outcomes: readonly ExpectedOutcome[],
  ledger: Ledger,
  resolver: Resolver,
): readonly TrialClaim[] {
  const file = `/${experiment.replaceAll('\\', '/')}`
  return ledger.claims.flatMap(({ claim, statement, citation, shownBy }) =>
    shownBy.flatMap((reference) => {
      if (!file.endsWith(`/${reference.file}`)) return []
      const expectation = resolver.sentence(reference) ?? reference.what
      // The last of several times, as in the table of outcomes.
      const met = outcomes.findLast(({ text }) => text === expectation)?.met
      return [{ claim, statement, citation, expectation, ...(met === undefined ? {} : { met }) }]
    }),
  )
}
