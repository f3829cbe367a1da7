import { bindLevels } from '../../engine/body-levels.ts'
import type { Organism } from '../../engine/organism.ts'
import type { World } from '../../engine/world.ts'
import { pieceAt } from '../../math/faster-loss.ts'
import { approach } from '../../math/relaxation.ts'
import { BEFORE_COLUMN, type CompiledVariable, type NichesTables } from './compile.ts'
import { type Levels, gainOf, lossOf } from './drive.ts'

/** What drives read from outside: at the start, that of a healthy body. */
export function startNiches(world: World, { read, variables }: NichesTables): void {
  world.f64(BEFORE_COLUMN).set(read.slice(variables.length).map((column) => levelAt(world, column)))
}

/** In a changed model whose drives read other levels, the last meeting had what there is now. */
export function carryNiches(world: World, tables: NichesTables, before: NichesTables): void {
  const [own, others] = [tables, before].map(({ read, variables }) => read.slice(variables.length))
  if (JSON.stringify(own) !== JSON.stringify(others)) startNiches(world, tables)
}

function levelAt(world: World, column: string): number {
  return world.has(column) ? (world.f64(column)[0] ?? 0) : 0
}

/**
 * At a meeting: advances all organs to it. A variable approaches what its drives lead to under levels of the middle of the step,
 * which a half step under those of its beginning gives: of second order, and between 0 and 1 for any step.
 */
export function gatherNiches({ blood }: Organism, { read, variables, dt }: NichesTables): void {
  const count = variables.length
  const before = blood.f64(BEFORE_COLUMN)
  const now = read.map((column) => levelAt(blood, column))
  const first = now.map((level, k) => (k < count ? level : (before[k - count] ?? 0)))
  const from = blood.time
  const middle = now.map((level, k) => (k < count ? level : (level + (first[k] ?? 0)) / 2))
  for (const variable of variables) middle[variable.index] = after(variable, first, from, dt / 2)
  for (const variable of variables) {
    const value = after(variable, first, from, dt, middle)
    blood.f64(variable.column)[0] = value
  }
  before.set(now.slice(count))
}

/** Value of a variable `dt` [min] after `from`, under levels `at`; in pieces where depletions begin or end within it. */
function after(variable: CompiledVariable, first: Levels, from: number, dt: number, at = first): number {
  const gain = gainOf(variable, at)
  const loss = lossOf(variable, at)
  const end = from + dt
  let value = first[variable.index] ?? 0
  for (let start = from; start < end;) {
    const { until, times } = pieceAt(variable.depletions, start, end)
    value = approach(value, gain, loss * times, until - start)
    start = until
  }
  return value
}

/** Binds what rows of the blood sense of organs. */
export function bindNicheSignals(world: World, { signals }: NichesTables): () => void {
  return bindLevels(world, signals)
}
