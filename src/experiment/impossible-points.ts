import { overridesAt } from './design.ts'
import { amendedModel } from './experiment.ts'
import type { SensitivityPlan } from './sensitivity-plan.ts'

/** Points whose numbers make no valid model together, found before anything runs. */
export interface ImpossiblePoints {
  readonly looked: number
  readonly points: readonly number[]
  /** What the model says of the first. */
  readonly reason: string
}

/** Points that are looked at; chosen: a few seconds. A mistake of two numbers together shows in the first hundreds. */
const MOST_POINTS = 400

/** Makes the models of a plan's points, and says which are none: each number alone is in its range, two may not be together. */
export function impossiblePoints({ experiment, design }: SensitivityPlan): ImpossiblePoints {
  const looked = design.points.slice(0, MOST_POINTS)
  let reason = ''
  const bad = looked.filter((point) =>
    experiment.arms.some(({ name }) => {
      const { model, issues } = amendedModel(experiment, name, overridesAt(design, point, name))
      if (model !== undefined) return false
      if (reason === '') {
        const first = issues.find(({ severity }) => severity === 'error')
        reason = `${first?.path.join('.') ?? ''}: ${first?.message ?? ''}`
      }
      return true
    }),
  )
  return { looked: looked.length, points: bad.map(({ index }) => index), reason }
}
