import type { Model } from '../../compile/model.ts'
import type { ReadFile } from '../../model/include.ts'
import type { Issue } from '../../model/issue.ts'
import type { LocatedMap } from '../../model/located.ts'
import { sourcesOf } from '../model-parameters.ts'
import type { EvidenceKind, ParameterSummary, SourceSummary } from '../summary.ts'
import { claimsByPlace } from './carried-claims.ts'
import { type Ledger, readLedger } from './ledger.ts'
import { modelElements } from './model-elements.ts'
import { type ModelEvidence, modelEvidence } from './model-evidence.ts'
import { createResolver } from './resolve.ts'
import { type TrustChanges, type TrustNumber, trustChanges, trustNumbers } from './trust-numbers.ts'

/** On what a model rests: every number with its source, and the statements of the literature that it carries. */
export interface ModelTrust {
  readonly title: string
  readonly modelHash: string
  readonly parameters: readonly TrustNumber[]
  /** Numbers by kind, defaults not among them. */
  readonly kinds: Readonly<Record<EvidenceKind, number>>
  readonly defaults: number
  readonly sources: readonly SourceSummary[]
  readonly evidence: ModelEvidence
  readonly documents: Ledger['documents']
  /** What the reader has changed; absent for a model that does not ship. */
  readonly changes?: TrustChanges
  /** What is wrong with the ledger itself. */
  readonly issues: readonly Issue[]
}

/** A model that was read, with its document. */
export interface TrustedModel {
  readonly model: Model
  readonly root: LocatedMap
  readonly issues: readonly Issue[]
  /** The model under the same path as it ships. */
  readonly shipped?: Model
}

/** Joins a model with the ledger in folder `evidence`; `read` finds models, experiments and the ledger's tables by path. */
export function modelTrust({ model, root, issues, shipped }: TrustedModel, read: ReadFile): ModelTrust {
  const { ledger, issues: ledgerIssues } = readLedger('evidence', read)
  const parameters = trustNumbers(model, root, claimsByPlace(ledger, read), shipped)
  const unkinded = issues.filter(({ code }) => code === 'no-source').length
  return {
    title: model.data.title,
    modelHash: model.hash,
    parameters,
    kinds: kindCounts(parameters),
    defaults: parameters.filter(({ isDefault }) => isDefault === true).length,
    sources: sourcesOf(model.data.sources),
    evidence: modelEvidence(model, ledger, createResolver('', read), unkinded),
    documents: ledger.documents,
    ...(shipped === undefined ? {} : { changes: changesOf(model, shipped) }),
    issues: ledgerIssues,
  }
}

function changesOf(model: Model, shipped: Model): TrustChanges {
  return trustChanges(model, shipped, { now: sentencesOf(model), before: sentencesOf(shipped) })
}

function sentencesOf(model: Model): readonly string[] {
  return modelElements(model).sentences.map(({ subject, text }) => `${subject}: ${text}`)
}

function kindCounts(parameters: readonly ParameterSummary[]): Readonly<Record<EvidenceKind, number>> {
  const counts = { measured: 0, fitted: 0, assumed: 0 }
  for (const { kind, isDefault } of parameters) if (isDefault !== true) counts[kind] += 1
  return counts
}
