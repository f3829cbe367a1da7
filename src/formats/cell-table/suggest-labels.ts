import { type CellConcept, conceptOf, normalisedLabel } from './label-concepts.ts'

/** What a label may become. */
export interface LabelSuggestion {
  readonly label: string
  /** A cell type, `vessel` or `ignore`; absent when the reader has to decide. */
  readonly becomes?: string
  readonly confidence: 'sure' | 'likely' | 'none'
  readonly reason: string
  /** What would be nearest, where nothing is chosen. */
  readonly near: readonly string[]
}

/** What the labels may become in a model. */
export interface LabelTargets {
  /** Names of the model's cell types. */
  readonly types: readonly string[]
  /** What the model already says about labels. */
  readonly labels?: Readonly<Record<string, string>>
  /** True when the model has vessels that cells and substrates go through. */
  readonly hasVessels: boolean
}

/** Suggests what each label becomes; nothing is chosen for a label that is not understood. */
export function suggestLabels(labels: readonly string[], targets: LabelTargets): readonly LabelSuggestion[] {
  const kinds = targets.types.map((type) => ({ type, concept: conceptOf(type) }))
  return labels.map((label) => suggestionOf(label, targets, kinds))
}

/** What tables write for cells that nobody could name. */
const UNDECIDED =
  /\b(unknown|unassigned|unclassified|undetermined|undefined|ambiguous|mixed|doublet|no label)\b|^others?$/

interface KindOfType {
  readonly type: string
  readonly concept: CellConcept | undefined
}

function suggestionOf(label: string, targets: LabelTargets, kinds: readonly KindOfType[]): LabelSuggestion {
  const chosen = (becomes: string, confidence: 'sure' | 'likely', reason: string): LabelSuggestion => ({
    label,
    becomes,
    confidence,
    reason,
    near: [],
  })
  const said = Object.hasOwn(targets.labels ?? {}, label) ? targets.labels?.[label] : undefined
  if (said !== undefined) return chosen(said, 'sure', 'the model says so')
  const same = targets.types.find((type) => normalisedLabel(type) === normalisedLabel(label))
  if (same !== undefined) return chosen(same, 'sure', 'the same name')
  if (UNDECIDED.test(normalisedLabel(label)))
    return { label, confidence: 'none', reason: 'the table itself does not say what it is', near: [] }
  const concept = conceptOf(label)
  if (concept === undefined)
    return { label, confidence: 'none', reason: 'not a name that is known here', near: [] }
  if (concept.name === 'debris') return chosen('ignore', 'likely', 'not a cell')
  if (concept.name === 'endothelium' && targets.hasVessels)
    return chosen('vessel', 'likely', 'endothelium: a point of a vessel in this model')
  const exact = kinds.filter((kind) => kind.concept === concept)
  const [only] = exact
  if (only !== undefined && exact.length === 1) return chosen(only.type, 'likely', `read as ${concept.name}`)
  if (exact.length > 1) {
    const near = exact.map(({ type }) => type)
    return { label, confidence: 'none', reason: `read as ${concept.name}; the model has several`, near }
  }
  const near = concept.near.flatMap((name) =>
    kinds.filter((kind) => kind.concept?.name === name).map(({ type }) => type),
  )
  const reason = `read as ${concept.name}, which the model does not have`
  return { label, confidence: 'none', reason, near }
}
