import type { Provenance, Quantity, Schema, Section } from '../../model/kit.ts'
import { joinedList } from '../../model/schema-joined-list.ts'
import { sourcedSentence } from '../../model/schema-sentence.ts'
import type { Amount } from '../../model/sentence-words.ts'
import { duplicateRule, RULE_EXAMPLE } from './messages.ts'
import { explainRule, nextInRule } from './next.ts'
import { type RuleWords, parseRule, writeRule } from './sentence.ts'

/** One hypothesis: a signal that raises or lowers a behaviour. Its numbers share its source. */
export interface Rule extends RuleWords {
  readonly from?: Quantity
  readonly to: Quantity
  readonly half: Quantity
  readonly hill: Quantity
  readonly provenance: Provenance
}

/** What editors check while an author types; the parser says more. */
const PATTERN = '^.+ (increases|decreases) .+, *half at .+$'

const EXAMPLES = [
  `${RULE_EXAMPLE} [measured, key]`,
  'oxygen decreases necrosis from 0.0028 1/min to 0 1/min, half at 3.75 mmHg, hill 8 [assumed]',
  'damage increases apoptosis to 0.1 1/min, half at 15, hill 8',
  'apoptotic increases debris secretion to 0.017 1/min, half at 0.1, hill 10, also when dead',
]

const words = sourcedSentence(parseRule, writeRule, {
  doc: 'a rule: what a signal does to a behaviour',
  examples: EXAMPLES,
  next: nextInRule,
  explain: explainRule,
})

/** One rule as a sentence with its source. */
export const ruleSchema: Schema<Rule> = {
  ...words,
  absent: () => undefined,
  read: (node, path, reader) => {
    const rule = words.read(node, path, reader)
    return rule === undefined ? undefined : withSources(rule)
  },
  jsonSchema: () => ({ ...words.jsonSchema(), pattern: PATTERN }),
}

function withSources(rule: RuleWords & { readonly provenance: Provenance }): Rule {
  const { provenance } = rule
  const sourced = ({ value, unit }: Amount): Quantity => ({ value, unit, provenance })
  return {
    ...rule,
    ...(rule.from === undefined ? {} : { from: sourced(rule.from) }),
    to: sourced(rule.to),
    half: sourced(rule.half),
    hill: sourced(rule.hill),
  } as Rule // the spread carries `from` as an amount in its type only: where present it was just replaced
}

/** The list of rules of a type; a rule of an including file replaces the same hypothesis of an included one. */
const ruleList = joinedList(ruleSchema, {
  doc: 'rules: how signals change what cells of this type do',
  keyOf: ({ signal, direction, behaviour }) => [signal, direction, behaviour].join('\n'),
  duplicate: ({ signal, direction, behaviour }, line) => duplicateRule(signal, direction, behaviour, line),
})

/** `cell types.<name>.rules` */
export const rulesSection: Section<readonly Rule[]> = { place: 'cell type', key: 'rules', schema: ruleList }
