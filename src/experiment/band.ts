import { type Quantity, parseQuantity, writeQuantity } from '../units/quantity.ts'

/** A bound of a band, as an experiment writes it. */
export interface Bound {
  /** In the canonical unit of its dimension. */
  readonly value: number
  /** As the author wrote it; '' for a plain number. */
  readonly unit: string
}

/** An endpoint whose mean in one arm is expected between two bounds. */
export interface Band {
  readonly kind: 'lies'
  readonly endpoint: string
  readonly arm: string
  readonly least: Bound
  readonly most: Bound
}

/** Reads the bounds of a band; undefined where one is no quantity. */
export function bandOf(endpoint: string, arm: string, least: string, most: string): Band | undefined {
  const [low, high] = [parseQuantity(least.trim()), parseQuantity(most.trim())]
  return low.ok && high.ok
    ? { kind: 'lies', endpoint, arm, least: boundOf(low), most: boundOf(high) }
    : undefined
}

function boundOf({ canonical, unit }: Quantity): Bound {
  return { value: canonical, unit: unit.text }
}

/** The sentence of a band. */
export function bandText({ endpoint, arm, least, most }: Band): string {
  const [low, high] = [least, most].map(({ value, unit }) => writeQuantity(value, unit))
  return `${endpoint} lies between ${low} and ${high} in ${arm}`
}

/** What is wrong with the bounds of a band, if anything is. */
export function bandMistake({ least, most }: Band): string | undefined {
  return least.value < most.value ? undefined : 'the lower bound is not below the upper one'
}
