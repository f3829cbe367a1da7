import { map, optional } from '../../../model/schema.ts'
import { type Sprouting, sprouting } from './schema-sprouting.ts'
import {
  type Leak,
  type Pericytes,
  type Regression,
  type Secreted,
  type Tie2,
  leak,
  pericytes,
  regression,
  secreted,
  tie2,
} from './schema-walls.ts'

/*
 * What an author may write about vessels that sprout, mature and regress. Numbers of the field's published models are defaults with
 * their source; what nobody has measured has none, or says so.
 */

/** Keys of `vessel network` that say how vessels grow. */
export const growthKeys = {
  sprouting: optional(sprouting),
  tie2: optional(tie2),
  pericytes: optional(pericytes),
  leak: optional(leak),
  regression: optional(regression),
  secretes: optional(map('substrate', secreted, { doc: 'what the walls of vessels secrete, by substrate' })),
}

/** What the section says about growth. */
export interface GrowthSection {
  readonly sprouting?: Sprouting
  readonly tie2?: Tie2
  readonly pericytes?: Pericytes
  readonly leak?: Leak
  readonly regression?: Regression
  readonly secretes?: Readonly<Record<string, Secreted>>
}
