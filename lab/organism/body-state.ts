import type { BodyNumber, BodyRole } from '../../src/browser.ts'

/** Numbers of an organism with what they are now. */
export interface Body {
  readonly numbers: readonly BodyNumber[]
  readonly values: ArrayLike<number>
}

/** The same with what changes. */
export interface LiveBody extends Body {
  /** In the order in which cells that leave come by. */
  readonly organs: readonly string[]
  /** How fast each grows [1/day]; not a number where there is nothing to compare with yet. */
  readonly rates: ArrayLike<number>
  readonly isMoving: boolean
}

/** What cells of an organ are called, in the order in which they come to be so. */
export const ORGAN_ROLES = ['arrested', 'solitary', 'dormant', 'micro', 'macro'] as const
export type OrganRole = (typeof ORGAN_ROLES)[number]

export const ROLE_WORDS: Readonly<Record<OrganRole, string>> = {
  arrested: 'arrested',
  solitary: 'solitary',
  dormant: 'dormant',
  micro: 'micrometastases',
  macro: 'metastases',
}

/** The value of a number of a role, of an organ where one is named; undefined where the model has none. */
export function valueOf({ numbers, values }: Body, role: BodyRole, organ?: string): number | undefined {
  const at = numbers.findIndex((each) => each.role === role && each.organ === organ)
  return at < 0 ? undefined : values[at]
}

/** A number by what it is of. */
export interface NamedValue {
  readonly name: string
  readonly value: number
  readonly unit: string
}

/** All numbers of a role, of an organ where one is named, by what they are of. */
export function namedValues(
  { numbers, values }: Body,
  role: BodyRole,
  organ?: string,
): readonly NamedValue[] {
  return numbers.flatMap((each, index) =>
    each.role === role && each.organ === organ
      ? [{ name: each.of ?? each.name, value: values[index] ?? Number.NaN, unit: each.unit }]
      : [],
  )
}
