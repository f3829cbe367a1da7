import type { Message } from '../../model/issue.ts'
import { quote } from '../../model/messages.ts'

/** A network without a vessel in it: a note, since parts of the library do not know the vessels of the model. */
export function networkOfNothing(): Message {
  return {
    code: 'unused',
    severity: 'note',
    message: `the vessel network has no vessels: neither ${quote('lines')} nor ${quote('pattern')}, and the model has no vessel points`,
    hint: 'for example pattern: { form: parallel, axis: z, spacing: 100 um }',
  }
}

/** Vessel points of a slide that is not there. */
export function noTissuePoints(): Message {
  return {
    code: 'unused',
    severity: 'note',
    message: `${quote('from tissue')} finds no vessel points: no label of a table becomes 'vessel', and ${quote('vessels.points')} is empty`,
    hint: "list vessels.points, or let a label of tissue.labels become 'vessel'",
  }
}

/** Nodes that stand for another length of vessel than a voxel holds. */
export function nodesApart(spacing: number, voxel: number): Message {
  return {
    code: 'mesh-step',
    severity: 'warning',
    message: `a node stands for the vessel in one voxel, but nodes are ${spacing} um apart and voxels ${voxel} um wide: exchange is ${voxel > spacing ? 'too strong' : 'too weak'} by as much`,
    hint: `leave ${quote('node spacing')} out`,
  }
}

/** Matrix that closes vessels in a model that has none. */
export function noMatrix(): Message {
  return {
    code: 'unused',
    severity: 'error',
    message: `there is no matrix to close vessels: the model has no ${quote('matrix')}`,
    hint: "add 'matrix', or leave squeeze.matrix out",
  }
}

/** Lobules of which nobody says how large they are. */
export function lobulesWithoutSize(): Message {
  return {
    code: 'missing-key',
    severity: 'error',
    message: `form 'lobules' needs ${quote('lobule')}: the distance of opposite portal tracts`,
    hint: 'for example lobule: 500 um (mouse), or 1 mm and more (human)',
  }
}

/** Lobules that leave no room for a mesh, or for what lies in their middle and at their corners. */
export function lobulesTooSmall(lobule: number, needed: number): Message {
  return {
    code: 'out-of-range',
    severity: 'error',
    message: `lobules of ${lobule} um have no room for sinusoids between their central vein and their portal tracts`,
    hint: `make ${quote('lobule')} at least ${needed} um, or ${quote('spacing')}, ${quote('central vein')} and ${quote('portal tract')} smaller`,
  }
}

/** What only some patterns have: a note, since a tissue may be laid over a model whose own pattern has it. */
export function notOfForm(key: string, form: string, forms: readonly string[]): Message {
  return {
    code: 'unused',
    severity: 'note',
    message: `${quote(key)} means nothing in a pattern of the form '${form}'`,
    hint: `leave it out, or take form: ${forms.join(' or ')}`,
  }
}
