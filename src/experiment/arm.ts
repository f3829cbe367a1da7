import type { Model } from '../compile/model.ts'
import type { Standing } from './design.ts'
import { type ModelNumber, numberAt } from './model-numbers.ts'
import type { Varied } from './varied-schema.ts'

/** What an arm does to a number of the model, or to a cell type, in words that say what it means. */
export type ArmChange = ScaleChange | { readonly kind: 'without'; readonly cellType: string }

export interface ScaleChange {
  readonly kind: 'scale' | 'knock down' | 'overexpress'
  readonly path: string
  /** Of what stands there without this arm [1]. */
  readonly factor: number
  readonly from: ModelNumber
}

/** A condition, and the model that it runs. */
export interface Arm {
  readonly name: string
  readonly model: Model
  /** What it scales and leaves out, beside what it sets. */
  readonly changes?: readonly ArmChange[]
}

/** What stands at a path of an arm before the arm scales it; undefined where the arm has no number there. */
export function standingAt(arm: Arm, path: string): ModelNumber | undefined {
  const scaled = arm.changes?.find((change) => change.kind !== 'without' && change.path === path)
  if (scaled !== undefined && scaled.kind !== 'without') return scaled.from
  const found = numberAt(arm.model.data, path)
  return found.kind === 'number' ? found.number : undefined
}

/** Looks up what stands in each arm's model where a parameter needs to know it: factors, and whole numbers. */
export function resolveFactors(arms: readonly Arm[], parameters: readonly Varied[]): readonly Varied[] {
  return parameters.map((parameter) => {
    const concerned = arms.filter(({ name }) => parameter.arms?.includes(name) ?? true)
    const standing = Object.fromEntries(
      concerned.map((arm) => [arm.name, parameter.paths.map((path) => standingOf(arm, path))]),
    )
    const isNeeded =
      parameter.unit === 'times' ||
      Object.values(standing)
        .flat()
        .some(({ isCount }) => isCount)
    return isNeeded ? { ...parameter, standing } : parameter
  })
}

function standingOf(arm: Arm, path: string): Standing {
  const { value, unit, isCount } = standingAt(arm, path) ?? { value: Number.NaN, unit: '', isCount: false }
  return { value, unit, isCount }
}
