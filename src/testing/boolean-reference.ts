import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createMemory, instantiateKernels } from '../kernels/kernels.ts'
import { testKernels } from './kernels.ts'
import {
  type EnsembleOptions,
  type EnsembleResult,
  simulateBooleanEnsemble,
} from '../processes/boolean/ensemble.ts'
import type { BooleanNetwork } from '../processes/boolean/network.ts'
import { readBooleanNetwork } from '../processes/boolean/read-network.ts'

/** Networks with results that are part of the repository; their origin and licence are in the folder's README. */
export const SMALL = fileURLToPath(new URL('../../test/boolean-networks/', import.meta.url))
/** Larger ones, outside of the repository. */
export const SHARED = fileURLToPath(new URL('../../../shared/reference/maboss/', import.meta.url))

/** True when the larger reference files are there. */
export const hasShared = existsSync(SHARED)

/** Reads a network below a folder; throws when it has a mistake. */
export function networkFrom(
  folder: string,
  network: string,
  ...configurations: readonly string[]
): BooleanNetwork {
  const file = (name: string) => ({ file: name, text: readFileSync(folder + name, 'utf8') })
  const read = readBooleanNetwork(file(network), configurations.map(file))
  if (!read.ok) throw new Error(JSON.stringify(read.mistake))
  return read.network
}

/** An ensemble on kernels of its own. */
export function ensemble(network: BooleanNetwork, options: EnsembleOptions): EnsembleResult {
  return simulateBooleanEnsemble(network, options, instantiateKernels(testKernels(), createMemory(64)))
}

interface ReferenceRow {
  readonly time: number
  readonly states: ReadonlyMap<string, { readonly probability: number; readonly error: number }>
}

/** Reads a table of state probabilities over time of the reference program. */
export function readProbabilities(path: string): readonly ReferenceRow[] {
  const [header = '', ...lines] = readFileSync(path, 'utf8').trim().split('\n')
  const first = header.split('\t').indexOf('State')
  return lines.map((line) => {
    const fields = line.trim().split('\t')
    const states = new Map<string, { probability: number; error: number }>()
    for (let at = first; at + 2 < fields.length; at += 3)
      states.set(canonical(fields[at] ?? ''), {
        probability: Number(fields[at + 1]),
        error: Number(fields[at + 2]),
      })
    return { time: Number(fields[0]), states }
  })
}

/** States by sorted names: programs list nodes in different orders. */
export function canonical(state: string): string {
  return state.split(' -- ').toSorted().join(' -- ')
}

/** What a comparison found. `worst` is the largest difference in units of its bound: above 1 the two disagree. */
export interface Comparison {
  readonly worst: number
  readonly where: string
  /** Largest difference in combined standard errors, of states that both met at least twenty times. */
  readonly worstScore: number
  /** Mean square of those scores: near 1 when both are right; probabilities at different times are not independent. */
  readonly meanSquare: number
  readonly compared: number
}

/** Chance that two right programs differ by more than the bound at one point: that of five standard errors of a normal number. */
const CHANCE = 5.7e-7

/**
 * Compares each probability at each time. Bound: Bernstein's inequality for means of numbers from 0 to 1, with the standard
 * deviation that the two programs estimate: with probability 1 - CHANCE the two differ by less than
 *     sqrt(2 L (e1^2 + e2^2)) + (2 L / 3) (1 / n1 + 1 / n2) + rounding,   L = ln(2 / CHANCE)
 * The second term is what rare states need, which are far from normal. A program that did not meet a state has the variance that
 * the other one found.
 */
export function compareProbabilities(
  own: EnsembleResult,
  samples: number,
  rows: readonly ReferenceRow[],
  rowSamples: number,
): Comparison {
  const index = new Map(own.states.map((state, at) => [canonical(state), at]))
  const strength = Math.log(2 / CHANCE)
  let [worst, where, worstScore, squares, compared, scored] = [0, '', 0, 0, 0, 0]
  for (const [at, row] of rows.entries()) {
    for (const state of new Set([...index.keys(), ...row.states.keys()])) {
      const which = index.get(state) ?? -1
      const [p, e] = [own.probability[which]?.[at] ?? 0, own.standardError[which]?.[at] ?? 0]
      const { probability: q, error: f } = row.states.get(state) ?? { probability: 0, error: 0 }
      if (p === 0 && q === 0) continue
      const [variance, rowVariance] = [
        Math.max(e * e, (f * f * rowSamples) / samples),
        Math.max(f * f, (e * e * samples) / rowSamples),
      ]
      const error = Math.sqrt(variance + rowVariance)
      // Reference files have six decimals; those of errors matter less.
      const bound =
        Math.sqrt(2 * strength) * error + ((2 * strength) / 3) * (1 / samples + 1 / rowSamples) + 1e-6
      compared += 1
      if (Math.abs(p - q) / bound > worst)
        [worst, where] = [Math.abs(p - q) / bound, `${state} at ${row.time}: ${p} here, ${q} there`]
      if (Math.min(p * samples, q * rowSamples) < 20 || error === 0) continue
      const score = (p - q) / error
      worstScore = Math.max(worstScore, Math.abs(score))
      squares += score * score
      scored += 1
    }
  }
  return { worst, where, worstScore, meanSquare: squares / Math.max(1, scored), compared }
}

/** Reads fixed points of the reference program: state to share. */
export function readFixedPoints(path: string): ReadonlyMap<string, number> {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('#'))
  return new Map(
    lines
      .map((line) => line.split('\t'))
      .map(([, share = '', state = '']) => [canonical(state), Number(share)]),
  )
}

/** The largest difference of shares of fixed points, in units of the same bound as probabilities have. */
export function compareFixedPoints(
  own: EnsembleResult,
  samples: number,
  reference: ReadonlyMap<string, number>,
  rowSamples: number,
): number {
  const found = new Map(own.fixedPoints.map(({ state, probability }) => [canonical(state), probability]))
  const strength = Math.log(2 / CHANCE)
  const n = 1 / samples + 1 / rowSamples
  return [...new Set([...found.keys(), ...reference.keys()])].reduce((worst, state) => {
    const [p, q] = [found.get(state) ?? 0, reference.get(state) ?? 0]
    const pooled = (p * samples + q * rowSamples) / (samples + rowSamples)
    const bound = Math.sqrt(2 * strength * pooled * (1 - pooled) * n) + ((2 * strength) / 3) * n + 1e-5
    return Math.max(worst, Math.abs(p - q) / bound)
  }, 0)
}
