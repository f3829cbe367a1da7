import type { ExpectedOutcome } from '../analysis/summary-results.ts'
import type { EndpointSummary, TrialSummary } from '../analysis/summary.ts'
import { formatTime } from '../figures/number-format.ts'

/** An expected outcome among others on the same subject. */
export interface GroupedOutcome {
  readonly outcome: ExpectedOutcome
  /** What was expected, without the subject that stands above. */
  readonly text: string
}

/** What was expected of one endpoint or event. */
export interface OutcomeGroup {
  /** The endpoint, with its time where it is read at several, or the event; empty for what is about neither. */
  readonly subject: string
  readonly outcomes: readonly GroupedOutcome[]
}

type Expecting = Pick<TrialSummary, 'effects' | 'survival' | 'relations' | 'endpoints' | 'duration'>

interface Named {
  readonly outcome: ExpectedOutcome
  readonly subject: string
  /** What its text may begin with. */
  readonly names: readonly string[]
}

/** Every expected outcome by what it is about, in the order in which subjects are first named. */
export function outcomeGroups(summary: Expecting): OutcomeGroup[] {
  const groups = new Map<string, GroupedOutcome[]>()
  for (const { outcome, subject, names } of named(summary)) {
    const name = names.find((each) => outcome.text.startsWith(`${each} `))
    const text = name === undefined ? outcome.text : outcome.text.slice(name.length + 1)
    groups.set(subject, [...(groups.get(subject) ?? []), { outcome, text }])
  }
  return [...groups].map(([subject, outcomes]) => ({ subject, outcomes }))
}

function named(summary: Expecting): Named[] {
  const { effects, endpoints, survival = [], relations = [] } = summary
  const ofEffects = effects.flatMap(({ expected, endpoint: name }) => {
    const endpoint = endpoints.find((each) => each.name === name)
    return expected === undefined ? [] : [ofEndpoint(expected, endpoint, summary)]
  })
  const ofEvents = survival.flatMap(({ name, comparisons }) =>
    comparisons.flatMap(({ expected }) =>
      expected === undefined ? [] : [{ outcome: expected, subject: name, names: [name] }],
    ),
  )
  return [...ofEffects, ...ofEvents, ...relations.map((outcome) => ofRelation(outcome, summary))]
}

function ofEndpoint(
  outcome: ExpectedOutcome,
  endpoint: EndpointSummary | undefined,
  { endpoints, duration }: Expecting,
): Named {
  if (endpoint === undefined) return { outcome, subject: '', names: [] }
  const { label, name, at } = endpoint
  const isRepeated = endpoints.filter((each) => each.label === label).length > 1
  return {
    outcome,
    subject: isRepeated ? `${label}, ${formatTime(at, duration)}` : label,
    names: [name, label],
  }
}

/** By the endpoint with which its sentence begins; the longest such name, since `CD8 in nests` begins like `CD8`. */
function ofRelation(outcome: ExpectedOutcome, summary: Expecting): Named {
  const [endpoint] = summary.endpoints
    .filter(({ name, label }) => [name, label].some((each) => outcome.text.startsWith(`${each} `)))
    .toSorted((a, b) => b.label.length - a.label.length)
  return ofEndpoint(outcome, endpoint, summary)
}
