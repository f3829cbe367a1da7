import type { Names } from '../model/kit.ts'
import { comparisonForm, sameArm } from '../model/messages-compile.ts'
import { type SentenceResult, sourcedSentence } from '../model/schema-sentence.ts'
import { type Relation, parseRelation, relationForm, relationText } from './relation-sentence.ts'
import { unknownPart } from './sentence-parts.ts'

/** What the literature lets one expect of two arms, as a comparison that a trial can meet or not. */
export interface Expectation {
  /** Relations have one; comparisons do not. */
  readonly kind?: undefined
  /** Name of an endpoint, or of a time to event where `isEvent`. */
  readonly endpoint: string
  /** `higher` of a time to event means later. */
  readonly direction: 'higher' | 'lower' | 'unchanged'
  /** At least so many times higher or lower; absent: by how much is not said. */
  readonly times?: number
  readonly isEvent?: true
  readonly arm: string
  readonly against: string
}

const EXAMPLE = 'burden is lower in anti-PD-1 than in untreated'

const EXAMPLES = `${EXAMPLE}; other sentences have keeps, are synergistic, goes with, tells, third of, over time or lies between`

const FORM =
  '<endpoint> is (at least <n> times) higher | lower, or <event> is later | earlier, in <arm> than in <arm>; or <name> is unchanged in <arm> against <arm>'

/** Each form: its pattern, and of which kind its name is. Longer forms come first. */
const FORMS = [
  [
    /^(?<name>.+) is at least (?<times>\d+(?:\.\d+)?) times (?<word>higher|lower) in (?<arm>.+) than in (?<against>.+)$/d,
    'endpoint',
  ],
  [/^(?<name>.+) is (?<word>higher|lower) in (?<arm>.+) than in (?<against>.+)$/d, 'endpoint'],
  [/^(?<name>.+) is (?<word>later|earlier) in (?<arm>.+) than in (?<against>.+)$/d, 'event'],
  [/^(?<name>.+) is (?<word>unchanged) in (?<arm>.+) against (?<against>.+)$/d, 'endpoint|event'],
] as const

const DIRECTIONS: Readonly<Record<string, Expectation['direction']>> = {
  higher: 'higher',
  later: 'higher',
  lower: 'lower',
  earlier: 'lower',
}

/** A comparison of two arms, or a relation. */
export type Expected = Expectation | Relation

/** True for what is said of the difference of two arms. */
export function isComparison<T extends Expected>(
  expected: T,
): expected is Extract<T, { readonly kind?: undefined }> {
  return expected.kind === undefined
}

function parseExpected(written: string, names: Names): SentenceResult<Expected> {
  for (const [pattern, kind] of FORMS) {
    const match = pattern.exec(written.trim())
    if (match !== null) return readMatch(match, kind, names)
  }
  const relation = parseRelation(written.trim(), names)
  if (relation !== undefined) return relation
  return { ok: false, message: comparisonForm(relationForm(written) ?? FORM, EXAMPLES), offset: 0 }
}

function readMatch(match: RegExpExecArray, kind: string, names: Names): SentenceResult<Expectation> {
  const mistake = unknownPart(match, { name: kind, arm: 'arm', against: 'arm' }, names)
  if (mistake !== undefined) return mistake
  const { name = '', arm = '', against = '', word = '', times } = match.groups ?? {}
  if (arm === against) return { ok: false, message: sameArm(arm), offset: 0 }
  // An endpoint and an event of one name: `unchanged` is said of the endpoint.
  const isEvent = kind === 'event' || (kind !== 'endpoint' && !(names.get('endpoint') ?? []).includes(name))
  const value: Expectation = {
    endpoint: name,
    direction: DIRECTIONS[word] ?? 'unchanged',
    ...(times === undefined ? {} : { times: Number(times) }),
    ...(isEvent ? { isEvent } : {}),
    arm,
    against,
  }
  return { ok: true, value }
}

/** The sentence of an expectation. */
export function expectationText(expected: Expected): string {
  if (!isComparison(expected)) return relationText(expected)
  const { endpoint, direction, arm, against, times, isEvent } = expected
  if (direction === 'unchanged') return `${endpoint} is unchanged in ${arm} against ${against}`
  if (isEvent === true)
    return `${endpoint} is ${direction === 'higher' ? 'later' : 'earlier'} in ${arm} than in ${against}`
  const much = times === undefined ? '' : `at least ${times} times `
  return `${endpoint} is ${much}${direction} in ${arm} than in ${against}`
}

/** One of the sentences under `expect`. */
export const expectationSchema = sourcedSentence<Expected>(parseExpected, expectationText, {
  doc: 'an outcome that is expected',
  examples: [
    `${EXAMPLE} [assumed]`,
    'burden is at least 1.5 times lower in anti-PD-1 than in untreated [assumed]',
    'progression is later in anti-PD-1 than in untreated [assumed]',
    'burden in anti-PD-1 + blocker keeps at most 50 % of the change from untreated to anti-PD-1 [assumed]',
    'anti-PD-1 and anti-CTLA-4 are synergistic in both against untreated, on burden [assumed]',
    'antigenicity goes with a larger effect of anti-PD-1 against untreated on burden [assumed]',
    'CD8 goes with lower burden in anti-PD-1, rho at least 0.2 [assumed]',
    'low CD8 tells progression in anti-PD-1, AUC above 0.6 [assumed]',
    'progression is earlier in the lowest third of antigenicity in anti-PD-1 [assumed]',
    'burden rises over time in untreated [assumed]',
    'burden lies between 100 and 300 in untreated [assumed]',
  ],
})
