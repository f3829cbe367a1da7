import type { Message } from '../../model/issue.ts'
import { quote } from '../../model/messages.ts'

/** What an edge looks like, for hints. */
export const EDGE_EXAMPLE = 'STING activates NFkB2, half at 0.5, hill 2, tau 6 h'

const CONVERSION_EXAMPLE = 'free STING becomes blocked STING at 0.5 1/h'

function mistake(code: string, message: string, hint: string = `for example ${EDGE_EXAMPLE}`): Message {
  return { code, severity: 'error', message, hint }
}

/** An edge without a verb between two names. */
export function noEdgeVerb(found: string | undefined): Message {
  const but = found === undefined ? '' : `, found ${quote(found)}`
  return mistake(
    'edge-form',
    `expected '<input> activates <node>', '<input> inhibits <node>' or '<node> becomes <node>'${but}`,
  )
}

/** An edge that does not name the node that it acts on. */
export function noEdgeTarget(verb: string): Message {
  return mistake('edge-form', `expected a node after '${verb}'`)
}

/** A list of inputs with nothing before, between or behind 'and'. */
export function emptyInput(): Message {
  return mistake('edge-form', "expected a name on both sides of 'and'")
}

/** A conversion that says no rate. */
export function noRate(): Message {
  return mistake(
    'edge-form',
    "the conversion does not say its rate: expected 'at <rate>'",
    `for example ${CONVERSION_EXAMPLE}`,
  )
}

/** A conversion of several nodes, or of the absence of one. */
export function oneSource(): Message {
  return mistake(
    'edge-form',
    "one node becomes one other: before 'becomes' stands a single name",
    `write what it depends on behind 'by', for example ${CONVERSION_EXAMPLE}, by STING inhibitor, half at 1000 nM`,
  )
}

/** An edge from a node to itself that moves amount. */
export function ownConversion(name: string): Message {
  return mistake('edge-form', `${name} becomes itself`, `for example ${CONVERSION_EXAMPLE}`)
}

/** An edge without one of its clauses. */
export function missingEdgeClause(clause: string, hint: string): Message {
  return mistake('edge-clause', `the edge lacks '${clause}'`, hint)
}

/** A part between commas that is none of the clauses. */
export function unknownEdgeClause(text: string, clauses: readonly string[]): Message {
  return mistake(
    'edge-clause',
    `cannot read ${quote(text)} as a part of this edge`,
    `the parts are: ${clauses.join(', ')}`,
  )
}

/** A clause that stands in an edge twice. */
export function edgeClauseTwice(clause: string): Message {
  return mistake('edge-clause', `'${clause}' stands in this edge twice`, 'keep one of them')
}

/** Two clauses that cannot both hold. */
export function eitherClause(first: string, other: string): Message {
  return mistake(
    'edge-clause',
    `'${first}' and '${other}' cannot both say it`,
    `keep '${first}' or '${other}'`,
  )
}

/** A clause about inputs in a conversion that has none. */
export function nothingToSee(clause: string): Message {
  return mistake(
    'edge-clause',
    `'${clause}' has no input that it could be about`,
    "say 'by <input>', or leave it out",
  )
}

/** Another number of values than of inputs. */
export function wrongNumberOfValues(clause: string, found: number, inputs: number): Message {
  const expected = inputs === 1 ? 'one' : `one for all, or one for each of the ${inputs} inputs`
  return mistake(
    'edge-clause',
    `'${clause}' has ${found} values; expected ${expected}`,
    'join values with and',
  )
}

/** A delay whose number of stages cannot be read. */
export function badDelay(text: string): Message {
  return mistake(
    'edge-clause',
    `cannot read ${quote(text)} as a delay`,
    'for example delay 4 h in 3 stages; at most 20 stages',
  )
}

/** The same edge twice in one file. */
export function duplicateEdge(edge: string, firstLine: number): Message {
  return mistake(
    'duplicate-edge',
    `an edge by which ${edge} stands here already`,
    `first on line ${firstLine}; keep one of them (an edge in an including file replaces that of the included)`,
  )
}

/** A node that edges drive and that conversions move at once. */
export function regulatedAndConverted(name: string): Message {
  return mistake(
    'node-kind',
    `${name} is regulated and converted at once`,
    'let edges act on a node of its own, and conversions on others: what conversions move is conserved',
  )
}

/** A regulated node without a time constant. */
export function missingTau(name: string): Message {
  return mistake(
    'missing-tau',
    `nothing says how fast ${name} follows`,
    `add 'tau <time>' to this edge, or write ${name}: { tau: 1 h } under nodes`,
  )
}

/** Two time constants of one node. */
export function conflictingTau(name: string, value: string, other: string): Message {
  return mistake(
    'conflicting-tau',
    `${name} has the time constant ${value} here and ${other} elsewhere`,
    'a node has one time constant: give the same, or leave one out',
  )
}

/** A node that nothing drives and that has no level of its own. */
export function idleNode(name: string): Message {
  return mistake(
    'idle-node',
    `nothing ever gives ${name} a level`,
    'give it an edge, or say start, basal or clamped',
  )
}

/** A time constant of a node that nothing regulates: a note, since parts of a library may leave the edges to others. */
export function idleTau(name: string, isConverted: boolean): Message {
  return {
    code: 'idle-tau',
    severity: 'note',
    message: `the time constant of ${name} has no effect: nothing activates or inhibits it`,
    hint: isConverted
      ? 'what conversions move changes at their rates alone'
      : 'without an edge it keeps its level; give it one, or leave tau out',
  }
}

/** An input that only the network of another type has. */
export function otherNode(name: string, own: string, other: string): Message {
  return {
    code: 'other-node',
    severity: 'warning',
    message: `${name} is a node of ${other}, and not of ${own}, in which it reads 0`,
    hint: `let an edge of ${own} drive it, or leave this input out; cells do not see into each other`,
  }
}

/** Conversions between nodes that all begin empty. */
export function emptyPool(names: readonly string[]): Message {
  return mistake(
    'idle-node',
    `there is nothing to convert: ${names.join(' and ')} all begin at 0`,
    'give one of them a start',
  )
}

/** An input in proportion that has a unit. */
export function proportionHasUnit(name: string, unit: string): Message {
  return mistake(
    'wrong-unit',
    `${name} is in ${unit}, and 'in proportion' takes plain numbers from 0 to 1`,
    "say 'half at <value>' instead",
  )
}
