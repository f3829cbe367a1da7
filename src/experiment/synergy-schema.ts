import { comparisonForm, sameArm } from '../model/messages-compile.ts'
import { sentence } from '../model/schema-sentence.ts'
import { list, optional } from '../model/schema.ts'
import { unknownPart } from './sentence-parts.ts'

/** Two treatments and their combination, on one endpoint. */
export interface SynergyQuestion {
  readonly a: string
  readonly b: string
  readonly both: string
  readonly control: string
  readonly endpoint: string
}

const FORM = '<arm> and <arm> in <arm> against <arm>, on <endpoint>'
const EXAMPLE = 'anti-PD-1 and anti-CTLA-4 in both against untreated, on burden'

const KINDS = { a: 'arm', b: 'arm', both: 'arm', control: 'arm', endpoint: 'endpoint' }

const question = sentence<SynergyQuestion>(
  (written, names) => {
    const match = /^(?<a>.+) and (?<b>.+) in (?<both>.+) against (?<control>.+), on (?<endpoint>.+)$/d.exec(
      written.trim(),
    )
    if (match === null) return { ok: false, message: comparisonForm(FORM, EXAMPLE), offset: 0 }
    const mistake = unknownPart(match, KINDS, names)
    if (mistake !== undefined) return mistake
    const { a = '', b = '', both = '', control = '', endpoint = '' } = match.groups ?? {}
    const arms = [a, b, both, control]
    const twice = arms.find((arm, index) => arms.indexOf(arm) !== index)
    return twice === undefined
      ? { ok: true, value: { a, b, both, control, endpoint } }
      : { ok: false, message: sameArm(twice), offset: 0 }
  },
  synergyText,
  {
    doc: 'two treatments, the arm that has both, the one that has none, and an endpoint',
    examples: [EXAMPLE],
  },
)

/** The sentence of a question about synergy. */
export function synergyText({ a, b, both, control, endpoint }: SynergyQuestion): string {
  return `${a} and ${b} in ${both} against ${control}, on ${endpoint}`
}

/** The key `synergy` of an experiment. */
export const synergySchema = optional(
  list(question, { doc: 'combinations: do two treatments do more together than expected?' }),
)
