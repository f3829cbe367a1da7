import type { Message } from '../../model/issue.ts'
import { quote } from '../../model/messages.ts'

/** What a rule looks like, for hints. */
export const RULE_EXAMPLE = 'oxygen increases cycle entry to 0.0033 1/min, half at 21.5 mmHg, hill 4'

const HINT = `for example ${RULE_EXAMPLE}`

function mistake(code: string, message: string, hint: string = HINT): Message {
  return { code, severity: 'error', message, hint }
}

/** A rule without `increases` or `decreases` between two names. */
export function noVerb(found: string | undefined): Message {
  const but = found === undefined ? '' : `, found ${quote(found)}`
  return mistake(
    'rule-form',
    `expected '<signal> increases <behaviour>' or '<signal> decreases <behaviour>'${but}`,
  )
}

/** A rule that does not name what it acts on. */
export function noBehaviour(verb: string): Message {
  return mistake('rule-form', `expected a behaviour after '${verb}'`)
}

/** A rule without the value that it leads to. */
export function noTarget(direction: 'increases' | 'decreases'): Message {
  return direction === 'increases'
    ? mistake(
        'rule-target',
        'the rule does not say to which value the behaviour increases',
        "add 'to <value with unit>'",
      )
    : mistake(
        'rule-target',
        'the rule does not say to which value the behaviour decreases',
        "add 'to <value with unit>', or 'from <value with unit>' when it goes down to zero",
      )
}

/** A rule without one of its clauses. */
export function missingClause(clause: string, example: string): Message {
  return mistake('rule-clause', `the rule lacks '${clause}'`, `for example ${example}`)
}

/** A part between commas that is none of the clauses. */
export function unknownClause(text: string): Message {
  return mistake(
    'rule-clause',
    `cannot read ${quote(text)} as a part of a rule`,
    'the parts are: to <value>, from <value>, half at <value>, hill <number>, also when dead',
  )
}

/** A clause that stands in a rule twice. */
export function clauseTwice(clause: string): Message {
  return mistake('rule-clause', `'${clause}' stands in this rule twice`, 'keep one of them')
}

/** The same hypothesis twice in one file. */
export function duplicateRule(
  signal: string,
  direction: string,
  behaviour: string,
  firstLine: number,
): Message {
  return mistake(
    'duplicate-rule',
    `a rule by which ${signal} ${direction} ${behaviour} stands here already`,
    `first on line ${firstLine}; keep one of them (a rule in an including file replaces that of the included)`,
  )
}

/** Two rules that start one behaviour from different values. */
export function conflictingFrom(behaviour: string, value: string, other: string): Message {
  return mistake(
    'conflicting-from',
    `${behaviour} starts from ${value} here and from ${other} in another rule of this type`,
    'a behaviour has one value without signals: give the same, or leave one out',
  )
}

/** A negative rate, speed or duration. */
export function negativeValue(text: string, behaviour: string): Message {
  return mistake('out-of-range', `${quote(text)} is negative; ${behaviour} cannot be`, 'give zero or more')
}

/** A rule that changes nothing, or in the other direction than it says. */
export function againstDirection(direction: 'increases' | 'decreases', to: string, base: string): Message {
  const moves = direction === 'increases' ? 'up' : 'down'
  return {
    code: 'rule-direction',
    severity: 'warning',
    message: `this rule cannot move the behaviour ${moves}: it leads to ${to}, and without signals the value is ${base}`,
    hint: "change the value, the word increases or decreases, or say 'from <value>'",
  }
}
