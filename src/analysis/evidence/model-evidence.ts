import type { Model } from '../../compile/model.ts'
import type { OutcomeRow } from './ledger-columns.ts'
import { type Claim, type Ledger, type Reference, splitOf } from './ledger.ts'
import { type Counts, type Part, type Sentence, modelElements } from './model-elements.ts'
import type { Resolver } from './resolve.ts'

/** What came of an expectation that shows a claim. */
export interface ShownClaim {
  readonly experiment: string
  readonly expectation: string
  /** `V`: the model was frozen before the experiment ran; `C`: numbers may have been tuned on it. */
  readonly split: 'C' | 'V'
  /** Absent: not yet run. */
  readonly outcome?: OutcomeRow
}

/** A claim as a model has it. */
export interface ModelClaim {
  readonly claim: string
  readonly document: string
  readonly type: Claim['type']
  readonly statement: string
  readonly citation: string
  readonly mechanisms: readonly string[]
  readonly state: Claim['state']
  readonly carriedBy: readonly string[]
  readonly shownBy: readonly ShownClaim[]
  readonly note: string
  /** How many of the elements that carry it the model holds. */
  readonly elementsHere: number
  /** Whether it holds any. */
  readonly isHere: boolean
}

/** One mechanism: what of the model implements it, how well that is known, and what is claimed of it. */
export interface MechanismEvidence {
  readonly mechanism: string
  readonly name: string
  readonly sentences: readonly Sentence[]
  readonly parts: readonly Part[]
  readonly numbers: Counts
  /** Ids of claims that the model carries. */
  readonly claims: readonly string[]
}

/** What of the literature is in a model, what shows it, and whether it came out. */
export interface ModelEvidence {
  readonly title: string
  readonly mechanisms: readonly MechanismEvidence[]
  readonly claims: readonly ModelClaim[]
  /** Sentences of the model that belong to no mechanism. */
  readonly homeless: readonly Sentence[]
  /** Numbers for which nobody says how well they are known. */
  readonly unkinded: number
}

/** Joins a model with the ledger; `unkinded` are the numbers of its author without brackets. */
export function modelEvidence(
  model: Model,
  ledger: Ledger,
  resolver: Resolver,
  unkinded: number,
): ModelEvidence {
  const elements = modelElements(model)
  const claims = ledger.claims.map((claim) => claimOf(claim, model, ledger, resolver))
  const here = claims.filter(({ isHere }) => isHere)
  const mechanisms = ledger.mechanisms.flatMap(({ mechanism, name }) => {
    const sentences = elements.sentences.filter((each) => each.mechanisms.includes(mechanism))
    const parts = elements.parts.filter((each) => each.mechanisms.includes(mechanism))
    if (sentences.length + parts.length === 0) return []
    const numbers = elements.numbers.get(mechanism) ?? { measured: 0, fitted: 0, assumed: 0 }
    const ids = here.filter((each) => each.mechanisms.includes(mechanism)).map(({ claim }) => claim)
    return [{ mechanism, name, sentences, parts, numbers, claims: ids }]
  })
  return { title: model.data.title, mechanisms, claims, homeless: elements.homeless, unkinded }
}

function claimOf(claim: Claim, model: Model, ledger: Ledger, resolver: Resolver): ModelClaim {
  const elementsHere = claim.carriedBy.filter((reference) => isPartOf(reference, model)).length
  return { ...shownBare(claim, ledger, resolver), elementsHere, isHere: elementsHere > 0 }
}

/** A claim with what shows it, whatever model carries it. */
export type LedgerClaim = Omit<ModelClaim, 'elementsHere' | 'isHere'>

/** Every claim of a ledger with what shows it. */
export function ledgerClaims(ledger: Ledger, resolver: Resolver): readonly LedgerClaim[] {
  return ledger.claims.map((claim) => shownBare(claim, ledger, resolver))
}

function shownBare(claim: Claim, ledger: Ledger, resolver: Resolver): LedgerClaim {
  const { carriedBy, shownBy, at: _place, sentence: _sentence, ...said } = claim
  return {
    ...said,
    carriedBy: carriedBy.map(referenceText),
    shownBy: shownBy.map((reference) => shownClaim(reference, ledger, resolver)),
  }
}

/** Whether the file of an element is one of those that the model is made of. */
export function isPartOf({ file }: Pick<Reference, 'file'>, model: Pick<Model, 'files'>): boolean {
  return model.files.some((part) => `/${part.file}`.endsWith(`/${file}`))
}

/** What came of the expectation that a reference names. */
export function shownClaim(reference: Reference, ledger: Ledger, resolver: Resolver): ShownClaim {
  const expectation = resolver.sentence(reference) ?? reference.what
  const outcome = ledger.outcomes?.findLast(
    (row) => row.experiment === reference.file && row.expectation === expectation,
  )
  return {
    experiment: reference.file,
    expectation,
    split: splitOf(ledger, reference.file),
    ...(outcome === undefined ? {} : { outcome }),
  }
}

function referenceText({ file, what }: Reference): string {
  return `${file}: ${what}`
}
