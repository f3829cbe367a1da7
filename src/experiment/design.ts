import type { Provenance } from '../model/kit.ts'
import type { Override } from './run-plan.ts'

/** A number of the model that varies from run to run, by design or from patient to patient. */
export interface VariedParameter {
  /** As tables and figures call it; the path where the author gave no name. */
  readonly name: string
  /** Dotted paths in the model that take its value. */
  readonly paths: readonly string[]
  /** As the author writes it; '' for plain numbers; 'times' for factors of what stands in the model. */
  readonly unit: string
  /** Arms that it changes; absent: all. */
  readonly arms?: readonly string[]
  /** What it is drawn from, or which values it takes, in words: `uniform from 0.1 to 0.5 1/h`. */
  readonly text: string
  readonly provenance: Provenance
  /** For factors and whole numbers: what stands at each path, by arm. */
  readonly standing?: Readonly<Record<string, readonly Standing[]>>
}

/** A number as it stands in the model of an arm. */
export interface Standing {
  /** In `unit`. */
  readonly value: number
  readonly unit: string
  /** True for counts, which take no unit, no source and no fraction. */
  readonly isCount: boolean
}

/** One setting of everything that varies. */
export interface DesignPoint {
  /** Counted from zero, in the order of enumeration. */
  readonly index: number
  /** Which virtual patient; absent where there is no cohort. */
  readonly patient?: number
  /** Which point of the sweep; absent where there is none. */
  readonly setting?: number
  /** One value per parameter, in its unit. */
  readonly values: readonly number[]
}

/** Everything that a set of runs varies beside arms and replicates. */
export interface Design {
  readonly parameters: readonly VariedParameter[]
  readonly points: readonly DesignPoint[]
}

/** What a point changes of an arm's model. */
export function overridesAt(design: Design, point: DesignPoint, arm: string): readonly Override[] {
  return design.parameters.flatMap((parameter, k) =>
    parameterOverrides(parameter, point.values[k] ?? Number.NaN, arm),
  )
}

/** What a value of a parameter changes of an arm's model. */
export function parameterOverrides(
  parameter: VariedParameter,
  value: number,
  arm: string,
): readonly Override[] {
  const { paths, unit, arms, provenance, standing } = parameter
  if (arms !== undefined && !arms.includes(arm)) return []
  const source = provenance.key === undefined ? provenance.kind : `${provenance.kind}, ${provenance.key}`
  return paths.map((path, index) => {
    const stands = standing?.[arm]?.[index]
    const isFactor = unit === 'times'
    const number = isFactor ? value * (stands?.value ?? Number.NaN) : value
    if (stands?.isCount === true) return { path, value: String(Math.round(number)) }
    const ofValue = isFactor ? (stands?.unit ?? '') : unit
    return { path, value: `${number}${ofValue === '' ? '' : ` ${ofValue}`} [${source}]` }
  })
}
