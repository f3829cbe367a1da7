import type { Message } from '../../model/issue.ts'
import { quote } from '../../model/messages.ts'

/** Cells that are to leave for a node that does not take them. */
export function noLymphNode(type: string, taken: string | undefined): Message {
  return {
    code: 'no-lymph-node',
    severity: 'error',
    message:
      taken === undefined
        ? `${quote(type)} is to leave for a lymph node, but the model has none`
        : `${quote(type)} is to leave for the lymph node, which takes ${quote(taken)} only`,
    hint: "write a section 'lymph node' whose dendritic cells are of this type",
  }
}

/** T cells that are primed and never come. */
export function primedForNothing(type: string): Message {
  return {
    code: 'unused',
    severity: 'warning',
    message: `${quote(type)} is primed, but no vessel lets it in`,
    hint: `write vessels.entry.${type}`,
  }
}

/** A drug that no plasma holds. */
export function notInPlasma(substrate: string): Message {
  return {
    code: 'unused',
    severity: 'warning',
    message: `${quote(substrate)} is not in the plasma: no drug brings it`,
    hint: 'the lymph node knows drugs by their level in plasma; write a drug with this substrate',
  }
}
