import { saturation } from '../../math/saturation.ts'

/** What a level in plasma does to a rate. */
export interface CompiledResponse {
  /** Column of the free level in plasma. */
  readonly column: string
  readonly to: number
  readonly half: number
  readonly hill: number
  /** Level of a healthy body [nM]: the response to it is 1. */
  readonly rest: number
  readonly blockers: readonly CompiledBlocker[]
}

/** A drug with its level of half effect [nM]. */
export interface CompiledBlocker {
  readonly column: string
  readonly half: number
}

/** What holds cells back, less what drugs lift of it. */
export interface CompiledHold {
  readonly share: number
  readonly blockers: readonly CompiledBlocker[]
}

/** All that changes a rate. */
export interface Modulation {
  readonly responses: readonly CompiledResponse[]
  readonly holds: readonly CompiledHold[]
  readonly blockers: readonly CompiledBlocker[]
}

/** Reads the free level in plasma of a column [nM]. */
export type ReadLevel = (column: string) => number

/** Factor on a rate at the present levels; 1 in a healthy body without drugs. */
export function modulate({ responses, holds, blockers }: Modulation, level: ReadLevel): number {
  let factor = free(blockers, level)
  for (const response of responses) factor *= respond(response, level)
  for (const hold of holds) factor *= (1 - hold.share * free(hold.blockers, level)) / (1 - hold.share)
  return factor
}

function respond(response: CompiledResponse, level: ReadLevel): number {
  const { column, blockers, rest } = response
  return at(response, level(column) * free(blockers, level)) / at(response, rest)
}

function at({ to, half, hill }: CompiledResponse, level: number): number {
  return 1 + (to - 1) * saturation(level, half, hill)
}

/** What drugs leave free, from 0 to 1. */
function free(blockers: readonly CompiledBlocker[], level: ReadLevel): number {
  let left = 1
  for (const { column, half } of blockers) left /= 1 + level(column) / half
  return left
}
