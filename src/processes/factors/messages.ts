import type { Message } from '../../model/issue.ts'
import { quote } from '../../model/messages.ts'
import { formatQuantity } from '../../units/quantity.ts'

/** A factor that a drug is, too. */
export function isADrug(name: string): Message {
  return {
    code: 'factor-is-drug',
    severity: 'error',
    message: `${quote(name)} is in the plasma twice: as a factor, and as what a drug brings`,
    hint: 'give the drug a substrate of its own',
  }
}

/** A factor that should come from tissues, which do not know it. */
export function notInTissues(name: string): Message {
  return {
    code: 'not-in-tissues',
    severity: 'error',
    message: `no tissue has ${quote(name)}: it is no substrate`,
    hint: `write substrates.${name}, or leave 'enters blood' away`,
  }
}

/** More than decays leaves. */
export function leavesMore(name: string, leaves: number, decay: number): Message {
  const rate = (value: number): string => formatQuantity(value, '1/min')
  return {
    code: 'leaves-more',
    severity: 'warning',
    message: `${quote(name)} enters the blood with ${rate(leaves)}, and all that the medium loses is ${rate(decay)}`,
    hint: `what enters the blood is part of the decay: raise substrates.${name}.decay, or lower this`,
  }
}
