import type { Names } from '../model/kit.ts'
import { sameArm } from '../model/messages-compile.ts'
import type { SentenceResult } from '../model/schema-sentence.ts'
import { type Band, bandMistake, bandOf, bandText } from './band.ts'
import { readTemplate, templateOf } from './sentence-template.ts'

/** A name that is an endpoint, or a number that varies. */
export interface Predictor {
  readonly name: string
  readonly isParameter?: true
}

/** What one expects beside the difference of two arms: how changes, endpoints, events and numbers that vary go together. */
export type Relation =
  | {
      readonly kind: 'keeps'
      readonly endpoint: string
      readonly arm: string
      readonly from: string
      readonly to: string
      /** What the arm's own change is counted from; absent: from where the whole change starts. */
      readonly own?: string
      /** Share of the change from one arm to the other that is kept [fraction]; absent: not bounded on that side. */
      readonly least?: number
      readonly most?: number
    }
  | {
      readonly kind: 'synergistic'
      readonly a: string
      readonly b: string
      readonly both: string
      readonly control: string
      readonly endpoint: string
    }
  | {
      readonly kind: 'effect goes with'
      readonly predictor: Predictor
      readonly direction: 'larger' | 'smaller'
      readonly arm: string
      readonly against: string
      readonly endpoint: string
    }
  | {
      readonly kind: 'goes with'
      readonly predictor: Predictor
      readonly direction: 'higher' | 'lower'
      readonly endpoint: string
      readonly arm: string
      /** At least so strong a rank correlation; absent: any. */
      readonly rho?: number
    }
  | {
      readonly kind: 'tells'
      readonly predictor: Predictor
      /** Low values tell the event, not high ones. */
      readonly isLow?: true
      readonly event: string
      readonly arm: string
      /** The area under the curve is above this; absent: above chance. */
      readonly area?: number
    }
  | {
      readonly kind: 'third'
      readonly event: string
      readonly direction: 'earlier' | 'later'
      readonly third: 'lowest' | 'highest'
      readonly predictor: Predictor
      readonly arm: string
    }
  | {
      readonly kind: 'trend'
      readonly endpoint: string
      readonly direction: 'rises' | 'falls'
      readonly arm: string
    }
  | Band

type Groups = Readonly<Record<string, string>>

const NUMBER = String.raw`\d+(?:\.\d+)?`
const CHANGE = 'of the change from {from:arm} to {to:arm}'
const OWN = ', counted from {own:arm}'
/** How much of a change is kept. */
const SHARES = [
  `at least (?<least>${NUMBER})`,
  `at most (?<most>${NUMBER})`,
  `(?<least>${NUMBER}) to (?<most>${NUMBER})`,
]

/** Each form, and what its groups mean. */
const FORMS = [
  ...SHARES.flatMap((share) =>
    [OWN, ''].map((tail) => form(`{name:endpoint} in {arm:arm} keeps ${share} ?% ${CHANGE}${tail}`, keeps)),
  ),
  form(
    '{a:arm} and {b:arm} are synergistic in {both:arm} against {control:arm}, on {name:endpoint}',
    ({ a = '', b = '', both = '', control = '', name = '' }) => ({
      kind: 'synergistic',
      a,
      b,
      both,
      control,
      endpoint: name,
    }),
  ),
  form(
    '{x:parameter} goes with a (?<size>larger|smaller) effect of {arm:arm} against {against:arm} on {name:endpoint}',
    ({ x = '', size, arm = '', against = '', name = '' }) => ({
      kind: 'effect goes with',
      predictor: { name: x, isParameter: true },
      direction: size === 'smaller' ? 'smaller' : 'larger',
      arm,
      against,
      endpoint: name,
    }),
  ),
  form(
    `{x:endpoint|parameter} goes with (?<word>higher|lower) {name:endpoint} in {arm:arm}(?:, rho at least (?<rho>${NUMBER}))?`,
    ({ x = '', word, name = '', arm = '', rho }, names) => ({
      kind: 'goes with',
      predictor: predictorOf(x, names),
      direction: word === 'lower' ? 'lower' : 'higher',
      endpoint: name,
      arm,
      ...(rho === undefined ? {} : { rho: Number(rho) }),
    }),
  ),
  form(
    `(?:(?<side>high|low) )?{x:endpoint|parameter} tells {event:event} in {arm:arm}(?:, AUC above (?<area>${NUMBER}))?`,
    ({ side, x = '', event = '', arm = '', area }, names) => ({
      kind: 'tells',
      predictor: predictorOf(x, names),
      ...(side === 'low' ? { isLow: true } : {}),
      event,
      arm,
      ...(area === undefined ? {} : { area: Number(area) }),
    }),
  ),
  form(
    '{event:event} is (?<word>earlier|later) in the (?<third>lowest|highest) third of {x:endpoint|parameter} in {arm:arm}',
    ({ event = '', word, third, x = '', arm = '' }, names) => ({
      kind: 'third',
      event,
      direction: word === 'later' ? 'later' : 'earlier',
      third: third === 'highest' ? 'highest' : 'lowest',
      predictor: predictorOf(x, names),
      arm,
    }),
  ),
  form('{name:endpoint} (?<word>rises|falls) over time in {arm:arm}', ({ name = '', word, arm = '' }) => ({
    kind: 'trend',
    endpoint: name,
    direction: word === 'falls' ? 'falls' : 'rises',
    arm,
  })),
  form(
    '{name:endpoint} lies between (?<least>.+?) and (?<most>.+?) in {arm:arm}',
    ({ name = '', least = '', most = '', arm = '' }) => bandOf(name, arm, least, most),
  ),
] as const

/** Undefined where a number in the sentence is none. */
type Meaning = (groups: Groups, names: Names) => Relation | undefined

function form(text: string, meaning: Meaning) {
  return { template: templateOf(text), meaning }
}

function keeps({ name = '', arm = '', from = '', to = '', own, least, most }: Groups): Relation {
  return {
    kind: 'keeps',
    endpoint: name,
    arm,
    from,
    to,
    ...(own === undefined ? {} : { own }),
    ...(least === undefined ? {} : { least: percent(least) }),
    ...(most === undefined ? {} : { most: percent(most) }),
  }
}

/** The fraction that a percentage is: 35 % is 0.35, without the digits that a division leaves. */
function percent(written: string): number {
  return Number((Number(written) / 100).toPrecision(12))
}

/** Of an endpoint and a number that varies with one name, the endpoint is meant. */
function predictorOf(name: string, names: Names): Predictor {
  return (names.get('endpoint') ?? []).includes(name) ? { name } : { name, isParameter: true }
}

/** Reads the sentence of a relation; undefined when it has none of these forms. */
export function parseRelation(written: string, names: Names): SentenceResult<Relation> | undefined {
  for (const { template, meaning } of FORMS) {
    const found = readTemplate(template, written, names)
    if (found === undefined) continue
    if (!found.ok) return found
    const value = meaning(found.groups, names)
    if (value === undefined) continue
    const mistake = mistakeIn(value)
    return mistake === undefined ? { ok: true, value } : { ok: false, ...mistake, offset: 0 }
  }
  return undefined
}

function mistakeIn(
  relation: Relation,
): { readonly message: string | ReturnType<typeof sameArm> } | undefined {
  const arms = armsOf(relation)
  const twice = arms.find((arm, index) => arms.indexOf(arm) !== index)
  if (twice !== undefined) return { message: sameArm(twice) }
  if (relation.kind === 'keeps' && (relation.least ?? 0) > (relation.most ?? Infinity))
    return { message: 'the lower bound is above the upper one' }
  const mistake = relation.kind === 'lies' ? bandMistake(relation) : undefined
  if (mistake !== undefined) return { message: mistake }
  if (relation.kind === 'tells' && !((relation.area ?? 0.5) < 1))
    return { message: 'an area under the curve is below 1' }
  if (relation.kind === 'goes with' && !((relation.rho ?? 0) < 1))
    return { message: 'a correlation is below 1' }
  return undefined
}

/** The arms that a relation compares; each may stand there once. */
function armsOf(relation: Relation): readonly string[] {
  if (relation.kind === 'keeps')
    return [relation.arm, relation.from, relation.to, ...(relation.own === undefined ? [] : [relation.own])]
  if (relation.kind === 'synergistic') return [relation.a, relation.b, relation.both, relation.control]
  if (relation.kind === 'effect goes with') return [relation.arm, relation.against]
  return [relation.arm]
}

/** How the sentences are written, by words that tell them apart. */
const WRITTEN = [
  [
    ' keeps ',
    '<endpoint> in <arm> keeps at least | at most <p> % | <p> to <q> % of the change from <arm> to <arm>, optionally: , counted from <arm>',
  ],
  [' synergistic ', '<arm> and <arm> are synergistic in <arm> against <arm>, on <endpoint>'],
  [' effect of ', '<parameter> goes with a larger | smaller effect of <arm> against <arm> on <endpoint>'],
  [
    ' goes with ',
    '<parameter or endpoint> goes with higher | lower <endpoint> in <arm>, optionally: , rho at least <r>',
  ],
  [' tells ', '[low] <endpoint or parameter> tells <event> in <arm>, optionally: , AUC above <a>'],
  [
    ' third of ',
    '<event> is earlier | later in the lowest | highest third of <parameter or endpoint> in <arm>',
  ],
  [' over time', '<endpoint> rises | falls over time in <arm>'],
  [' lies ', '<endpoint> lies between <quantity> and <quantity> in <arm>'],
] as const

/** The form that a sentence seems to be meant in; undefined when it has the words of none. */
export function relationForm(written: string): string | undefined {
  return WRITTEN.find(([words]) => written.includes(words))?.[1]
}

/** The sentence of a relation. */
export function relationText(relation: Relation): string {
  switch (relation.kind) {
    case 'keeps':
      return `${relation.endpoint} in ${relation.arm} keeps ${boundsText(relation)} % of the change from ${relation.from} to ${relation.to}${relation.own === undefined ? '' : `, counted from ${relation.own}`}`
    case 'synergistic':
      return `${relation.a} and ${relation.b} are synergistic in ${relation.both} against ${relation.control}, on ${relation.endpoint}`
    case 'effect goes with':
      return `${relation.predictor.name} goes with a ${relation.direction} effect of ${relation.arm} against ${relation.against} on ${relation.endpoint}`
    case 'goes with':
      return `${relation.predictor.name} goes with ${relation.direction} ${relation.endpoint} in ${relation.arm}${relation.rho === undefined ? '' : `, rho at least ${relation.rho}`}`
    case 'tells':
      return `${relation.isLow === true ? 'low ' : ''}${relation.predictor.name} tells ${relation.event} in ${relation.arm}${relation.area === undefined ? '' : `, AUC above ${relation.area}`}`
    case 'third':
      return `${relation.event} is ${relation.direction} in the ${relation.third} third of ${relation.predictor.name} in ${relation.arm}`
    case 'trend':
      return `${relation.endpoint} ${relation.direction} over time in ${relation.arm}`
    case 'lies':
      return bandText(relation)
    default:
      return relation satisfies never
  }
}

function boundsText({ least, most }: { readonly least?: number; readonly most?: number }): string {
  const text = (share: number): string => String(Number((share * 100).toPrecision(12)))
  if (least !== undefined && most !== undefined) return `${text(least)} to ${text(most)}`
  return least === undefined ? `at most ${text(most ?? 0)}` : `at least ${text(least)}`
}
