import { formatQuantity } from '../../units/quantity.ts'
import type { Amount } from '../../model/sentence-words.ts'
import type { RuleWords } from './sentence.ts'

/** Says in one English sentence what a rule claims, for documentation and reports. */
export function describeRule(rule: RuleWords): string {
  const verb = rule.direction === 'increases' ? 'raises' : 'lowers'
  const start = rule.from === undefined ? 'its value without signals' : text(rule.from)
  const curve = `half of the change is reached at ${text(rule.half)}, with Hill exponent ${text(rule.hill)}`
  const dead = rule.alsoWhenDead ? '; this holds in dead cells too' : ''
  return `${rule.signal} ${verb} ${rule.behaviour} from ${start} towards ${text(rule.to)}: ${curve}${dead}.`
}

function text(amount: Amount): string {
  return formatQuantity(amount.value, amount.unit)
}
