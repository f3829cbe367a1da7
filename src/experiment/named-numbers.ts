import { allSections } from '../compile/parse-model.ts'
import type { Provenance } from '../model/kit.ts'
import { type ParameterRow, parameterRows } from '../model/parameter-rows.ts'
import { type Arm, standingAt } from './arm.ts'
import { claimAt } from './claim-words.ts'
import type { SensitivityData } from './sensitivity-schema.ts'

/** Pairs of an experiment of which both arms are among the names. */
export function comparedArms<P extends { readonly arm: string; readonly against: string }>(
  compare: readonly P[],
  names: readonly string[],
): readonly P[] {
  return compare.filter(({ arm, against }) => names.includes(arm) && names.includes(against))
}

/** A number of the model that `all assumed` or `all` stands for. */
export interface NamedNumber {
  readonly path: string
  readonly name: string
  readonly provenance: Provenance
  /** Arms that have it. */
  readonly arms: readonly string[]
}

/** The numbers that the words of `parameters` stand for, in the order of the model; none where they are named one by one. */
export function namedNumbers(
  arms: readonly Arm[],
  { parameters, defaults, except = [], arms: chosen }: SensitivityData,
): readonly NamedNumber[] {
  if (typeof parameters !== 'string') return []
  const isMeant = ({ name, provenance, value }: ParameterRow): boolean =>
    !except.some((path) => isAtOrBelow(name, path)) &&
    // Nothing comes of a factor of zero.
    value !== 0 &&
    provenance.isSetting !== true &&
    (parameters === 'all' || (provenance.kind === 'assumed' && (defaults || provenance.isDefault !== true)))
  const found = new Map<string, NamedNumber>()
  for (const arm of arms.filter(({ name }) => chosen?.includes(name) ?? true)) {
    for (const row of parameterRows(arm.model.data, allSections()).filter(isMeant)) {
      // A name with a dot in it cannot be told from a path.
      if (standingAt(arm, row.name) === undefined) continue
      const { name, provenance } = row
      const before = found.get(name) ?? { path: name, name: readableName(arm, row), provenance, arms: [] }
      found.set(name, { ...before, arms: [...before.arms, arm.name] })
    }
  }
  return unambiguous([...found.values()])
}

/** True for a path itself and for all that stands below it. */
export function isAtOrBelow(path: string, above: string): boolean {
  return path === above || path.startsWith(`${above}.`)
}

/** What tables and figures call a number: a rule or an edge by what it says, not by its place in the list. */
function readableName({ model }: Arm, { path, name }: ParameterRow): string {
  const [top, typeName] = path
  if (top !== 'cell types') return name
  const claim = claimAt(model.data, path)
  if (claim === undefined) return path.slice(1).join('.')
  return `${String(typeName)}: ${claim.words}, ${path.slice(claim.depth).join('.')}`
}

/** Two rules that say the same are told apart by their places. */
function unambiguous(numbers: readonly NamedNumber[]): readonly NamedNumber[] {
  const counts = new Map<string, number>()
  for (const { name } of numbers) counts.set(name, (counts.get(name) ?? 0) + 1)
  return numbers.map((number) => (counts.get(number.name) === 1 ? number : { ...number, name: number.path }))
}
