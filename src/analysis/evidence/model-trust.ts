import type { Model } from '../../compile/model.ts'
import type { ReadFile } from '../../model/include.ts'
import type { Issue } from '../../model/issue.ts'
import { parametersOf, sourcesOf } from '../model-parameters.ts'
import type { EvidenceKind, ParameterSummary, SourceSummary } from '../summary.ts'
import { type Ledger, readLedger } from './ledger.ts'
import { type ModelEvidence, modelEvidence } from './model-evidence.ts'
import { createResolver } from './resolve.ts'

/** On what a model rests: every number with its source, and the statements of the literature that it carries. */
export interface ModelTrust {
  readonly title: string
  readonly modelHash: string
  readonly parameters: readonly ParameterSummary[]
  /** Numbers by kind, defaults not among them. */
  readonly kinds: Readonly<Record<EvidenceKind, number>>
  readonly defaults: number
  readonly sources: readonly SourceSummary[]
  readonly evidence: ModelEvidence
  readonly documents: Ledger['documents']
  /** What is wrong with the ledger itself. */
  readonly issues: readonly Issue[]
}

/** Joins a model with the ledger in folder `evidence`; `read` finds models, experiments and the ledger's tables by path. */
export function modelTrust(model: Model, issues: readonly Issue[], read: ReadFile): ModelTrust {
  const { ledger, issues: ledgerIssues } = readLedger('evidence', read)
  const parameters = parametersOf(model)
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
    issues: ledgerIssues,
  }
}

function kindCounts(parameters: readonly ParameterSummary[]): Readonly<Record<EvidenceKind, number>> {
  const counts = { measured: 0, fitted: 0, assumed: 0 }
  for (const { kind, isDefault } of parameters) if (isDefault !== true) counts[kind] += 1
  return counts
}
