import type { Dictionary } from '../../engine/process.ts'
import { type ModelData, type NamedSections, sectionOf } from '../../model/assemble.ts'
import type { IssueSink, Message } from '../../model/issue.ts'
import type { Quantity } from '../../model/kit.ts'
import { unknownName } from '../../model/messages.ts'
import { placeOf } from '../../model/schema-joined-list.ts'
import { dimensionOfUnit, unitMistake, writeAmount } from '../../model/sentence-words.ts'
import { dimensionOf, sameDimension } from '../../units/dimension.ts'
import { formatQuantity } from '../../units/quantity.ts'
import { againstDirection, conflictingFrom, negativeValue } from './messages.ts'
import { type Rule, rulesSection } from './schema.ts'
import { type RulePart, spanOf } from './sentence.ts'

/** Says what is wrong with a part of the rule at hand. */
type Tell = (message: Message, part: RulePart) => void

/** Words that people write for a behaviour of every cell, too far from its name to be taken for a slip. */
const USUAL_WORDS: ReadonlyMap<string, string> = new Map([
  ['death', 'apoptosis'],
  ['cell death', 'apoptosis'],
  ['division', 'cycle entry'],
  ['proliferation', 'cycle entry'],
  ['migration', 'migration speed'],
  ['speed', 'migration speed'],
])

/** Checks every rule against the signals and behaviours that the model offers. */
export function validateRules(model: ModelData, sink: IssueSink, dictionary: Dictionary): void {
  model.cellTypes.forEach((type, typeIndex) => {
    const rules = sectionOf(type, rulesSection)
    rules.forEach((rule, index) => {
      const tell = tellAbout(type, placeOf(rule, index), sink)
      checkSignal(rule, dictionary, tell)
      checkFrom(rule, rules.slice(0, index), tell)
      if (checkBehaviour(rule, dictionary, tell))
        checkDirection(rule, valueBefore(rule, rules, dictionary, typeIndex), tell)
    })
  })
}

/** Checks names and units of the rules that could be read; what a rule does to a value depends on all the others. */
export function validateSomeRules(
  model: ModelData,
  sink: IssueSink,
  dictionary: Dictionary,
  isLost: (name: string) => boolean,
): void {
  for (const type of model.cellTypes) {
    sectionOf(type, rulesSection).forEach((rule, index) => {
      const tell = tellAbout(type, placeOf(rule, index), sink)
      if (!isLost(rule.signal)) checkSignal(rule, dictionary, tell)
      if (!isLost(rule.behaviour)) checkBehaviour(rule, dictionary, tell)
    })
  }
}

function tellAbout(type: NamedSections, place: number, sink: IssueSink): Tell {
  return (message, part) =>
    sink.report(message, ['cell types', type.name, 'rules', place], (text) => spanOf(text, part))
}

function checkSignal(rule: Rule, dictionary: Dictionary, tell: Tell): void {
  const signal = dictionary.signals.get(rule.signal)
  if (signal === undefined) {
    const names = [...dictionary.signals.keys()]
    const meant = names.find((name) => rule.signal === `${name} concentration`)
    tell(unknownName('signal', rule.signal, names, meant), 'signal')
    return
  }
  const mistake = unitMistake(rule.half, signal.unit)
  if (mistake !== undefined) tell(mistake, 'half')
}

function checkBehaviour(rule: Rule, dictionary: Dictionary, tell: Tell): boolean {
  const behaviour = dictionary.behaviours.get(rule.behaviour)
  if (behaviour === undefined) {
    const names = [...dictionary.behaviours.keys()]
    const meant = USUAL_WORDS.get(rule.behaviour)
    tell(unknownName('behaviour', rule.behaviour, names, meant), 'behaviour')
    return false
  }
  for (const part of ['from', 'to'] as const) {
    const amount = rule[part]
    if (amount === undefined) continue
    const mistake = unitMistake(amount, behaviour.unit) ?? signMistake(amount, behaviour.unit, rule.behaviour)
    if (mistake === undefined) continue
    tell(mistake, part)
    // A `to` that the author left out has the unit of `from`: one mistake is enough.
    return false
  }
  return true
}

/** Rates, speeds, lengths and durations have no sign; attraction, affinity and export of amounts may have one. */
const WITHOUT_SIGN = [{ time: -1 }, { length: 1, time: -1 }, { length: 1 }, { time: 1 }].map(dimensionOf)

function signMistake(amount: Quantity, unit: string, behaviour: string): Message | undefined {
  const dimension = dimensionOfUnit(unit)
  const isFree = !WITHOUT_SIGN.some((one) => sameDimension(one, dimension))
  return amount.value >= 0 || isFree ? undefined : negativeValue(writeAmount(amount), behaviour)
}

/** All rules of a type that say where a behaviour starts must say the same. */
function checkFrom(rule: Rule, earlier: readonly Rule[], tell: Tell): void {
  const { from, behaviour } = rule
  if (from === undefined) return
  const other = earlier.find((one) => one.behaviour === behaviour && one.from !== undefined)?.from
  if (other === undefined || other.value === from.value) return
  tell(conflictingFrom(behaviour, writeAmount(from), writeAmount(other)), 'from')
}

/** Value from which a rule starts at most: a decrease acts on what increases have made of the value without signals. */
function valueBefore(
  rule: Rule,
  rules: readonly Rule[],
  dictionary: Dictionary,
  type: number,
): number | undefined {
  const start = startOf(rule, rules, dictionary, type)
  if (start === undefined || rule.direction === 'increases') return start
  const raised = rules.filter((one) => one.behaviour === rule.behaviour && one.direction === 'increases')
  return Math.max(start, ...raised.map((one) => one.to.value))
}

/** Value of the behaviour in a live cell without signals. */
function startOf(
  rule: Rule,
  rules: readonly Rule[],
  dictionary: Dictionary,
  type: number,
): number | undefined {
  const written = rules.find((one) => one.behaviour === rule.behaviour && one.from !== undefined)?.from
  return written?.value ?? dictionary.behaviours.get(rule.behaviour)?.base[type]
}

function checkDirection(rule: Rule, start: number | undefined, tell: Tell): void {
  if (start === undefined || rule.alsoWhenDead) return
  const change = rule.to.value - start
  if (rule.direction === 'increases' ? change > 0 : change < 0) return
  const text = (value: number): string => formatQuantity(value, rule.to.unit)
  tell(againstDirection(rule.direction, text(rule.to.value), text(start)), 'verb')
}
