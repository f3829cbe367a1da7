import type { Message } from '../../model/issue.ts'
import { quote } from '../../model/messages.ts'

function error(code: string, message: string, hint?: string): Message {
  return { code, severity: 'error', message, ...(hint === undefined ? {} : { hint }) }
}

/** A mistake in a formula or in a file of a network. */
export function networkMistake(message: string, hint?: string): Message {
  return error('boolean-network', message, hint)
}

/** A file of a network that is not there or cannot be read. */
export function networkUnreadable(file: string, reason: string): Message {
  return error(
    'boolean-network-file',
    `cannot read ${quote(file)}: ${reason}`,
    'networks are looked for beside the model and in the folders above',
  )
}

/** A network of nothing. */
export function noNetwork(): Message {
  return error(
    'boolean-network',
    'this network has neither a file nor nodes',
    "write 'file: <name>.bnd', or nodes with their logic",
  )
}

/** Configurations of a network that stands in the model. */
export function configurationWithoutFile(): Message {
  return error(
    'boolean-network',
    'configurations belong to a file',
    "write 'file', or delete 'configuration' and give nodes 'start' and rates",
  )
}

/** A node of the model's text that the file's network does not have. */
export function unknownNode(name: string, known: readonly string[]): Message {
  const some = known.slice(0, 12).join(', ')
  return error(
    'boolean-network',
    `the network has no node ${quote(name)}`,
    `its nodes are ${some}${known.length > 12 ? ' ...' : ''}`,
  )
}

/** A node whose name formulas could not hold. */
export function badNodeName(name: string): Message {
  return error(
    'boolean-network',
    `${quote(name)} cannot be the name of a Boolean node`,
    'use letters, digits and _, and begin with a letter',
  )
}

/** Logic for a node that has its logic in a file. */
export function logicInFile(name: string): Message {
  return error(
    'boolean-network',
    `the logic of ${quote(name)} stands in the file`,
    'here a node of a file may be given start, up, down and clamped',
  )
}

/** Rates for a node of a file that has no logic to apply them to. */
export function ratesWithoutLogic(name: string): Message {
  return error(
    'boolean-network',
    `${quote(name)} has no logic in the file that the rates could follow`,
    "change its parameters under 'parameters'",
  )
}

/** A parameter that no formula of the network uses. */
export function unknownParameter(name: string, known: readonly string[]): Message {
  const hint =
    known.length === 0
      ? 'its configurations set no parameters'
      : `its parameters are ${known.slice(0, 12).join(', ')}${known.length > 12 ? ' ...' : ''}`
  return error('boolean-network', `the network has no parameter ${quote(name)}`, hint)
}

/** A schedule of flips in a configuration: cells have inputs in its place. */
export function noSchedules(node: string): Message {
  return error(
    'boolean-network',
    `the configuration flips ${quote(node)} at set times, which cells do not`,
    "delete the schedule and let the node follow a signal under 'inputs'",
  )
}

/** A configuration that asks for steps in place of time. */
export function noDiscreteTime(): Message {
  return {
    code: 'boolean-network',
    severity: 'warning',
    message: 'the configuration asks for discrete time; cells run their networks in continuous time',
    hint: 'write discrete_time = 0;',
  }
}

/** A signal of a wrong unit in an input. */
export function inputUnit(found: string, expected: string): Message {
  return error('wrong-unit', `expected a level ${expected}, found ${quote(found)}`)
}
