import type { ColumnDeclaration } from './columns.ts'
import type { World } from './world.ts'

/*
 * The contract of those who give and take with the transport that solves it all in one equation: they add to loss and gain
 * in the phase `sources`, and book afterwards what the mean of the step came to.
 */

/** Pointers to loss, gain and marks of a substrate. */
export function sourcePointers(world: World, substrate: string): readonly number[] {
  return ['source.loss', 'source.gain', 'source.marks'].map((of) => world.pointer(`${of}/${substrate}`))
}

/** The mean of a field over a step, which transport fills where something declares it. */
export function meanDeclaration(substrate: string): ColumnDeclaration {
  return {
    name: `transport.mean/${substrate}`,
    group: 'voxel',
    type: 'f64',
    unit: '1',
    isScratch: true,
    doc: `mean of the field of ${substrate} over the last step, as its equations used it`,
  }
}

/** Name of the longest step that a source allows. */
export function longestColumn(substrate: string): string {
  return `source.longest/${substrate}`
}

/** The longest next step of a substrate that those allow whose sources change within a step [min]; 0 where nobody says. */
export function longestDeclaration(substrate: string): ColumnDeclaration {
  return {
    name: longestColumn(substrate),
    group: 'world',
    type: 'f64',
    unit: 'min',
    doc: `longest next step of ${substrate} that its sources allow`,
  }
}

/** Name of what steers the steps of a substrate under `adaptive`, and the entry that says up to which tick its field is solved. */
export function controlColumn(substrate: string): string {
  return `transport.control/${substrate}`
}
export const SOLVED_TO = 2

/** Name of the account of what has decayed. */
export function decayedColumn(substrate: string): string {
  return `transport.decayed/${substrate}`
}

/**
 * What has decayed in the medium so far, which transport sums up under `adaptive` where something declares it together with the
 * mean of the field; decay that is written for the substrate only, not what cells and vessels take.
 */
export function decayedDeclaration(substrate: string): ColumnDeclaration {
  return {
    name: decayedColumn(substrate),
    group: 'world',
    type: 'f64',
    unit: '1',
    doc: `what has decayed of ${substrate} in the medium so far, in units of its field x um^3`,
  }
}
