import type { EvidenceKind, SensitivitySummary, TrialSummary } from '../analysis/summary.ts'

/** Entries of one endpoint of one arm, or of one comparison. */
export interface SensitivityGroup {
  readonly label: string
  readonly unit: string
  readonly entries: readonly SensitivitySummary[]
}

/** Entries by what they are of, in the order of the summary. */
export function sensitivityGroups(
  summary: Pick<TrialSummary, 'sensitivity' | 'endpoints'>,
): SensitivityGroup[] {
  const groups = new Map<string, SensitivitySummary[]>()
  for (const entry of summary.sensitivity ?? []) {
    const key = JSON.stringify([entry.endpoint, entry.arm ?? '', entry.against ?? ''])
    groups.set(key, [...(groups.get(key) ?? []), entry])
  }
  return [...groups.values()].map((own) => {
    const [first] = own
    const endpoint = summary.endpoints.find(({ name }) => name === first?.endpoint)
    const of = first?.against === undefined ? first?.arm : `${first.arm ?? ''} \u2212 ${first.against}`
    const label = endpoint?.label ?? first?.endpoint ?? ''
    return { label: of === undefined ? label : `${label}, ${of}`, unit: endpoint?.unit ?? '', entries: own }
  })
}

/** How a parameter is known: of those that vary by name, else of the model by path or by a name that all agree on. */
export function kindIn(
  name: string,
  summary: Pick<TrialSummary, 'parameters' | 'design'>,
): EvidenceKind | undefined {
  const varied = summary.design?.parameters.find((parameter) => parameter.name === name)
  if (varied !== undefined) return varied.kind
  const exact = summary.parameters.find(({ path }) => path === name)
  if (exact !== undefined) return exact.kind
  const similar = summary.parameters.filter((each) => each.path.endsWith(`.${name}`) || each.name === name)
  const [kind, ...others] = new Set(similar.map((parameter) => parameter.kind))
  return others.length === 0 ? kind : undefined
}
