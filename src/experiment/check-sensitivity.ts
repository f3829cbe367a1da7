import { mostSobolDimensions } from '../math/sampling/sobol-sequence.ts'
import type { Issue, Message, Path } from '../model/issue.ts'
import {
  exceptsNothing,
  nothingCompared,
  nothingToVary,
  tooManyForIndices,
} from '../model/messages-experiment.ts'
import { issueAt } from '../model/reader.ts'
import { type DesignContext, checkVaried } from './check-varied.ts'
import { comparedArms, isAtOrBelow, namedNumbers } from './named-numbers.ts'
import type { SensitivityData } from './sensitivity-schema.ts'

/** The parts of an experiment that its sensitivity follows from; `compare` is absent where it could not be read. */
export interface SensitivityParts {
  readonly sensitivity?: SensitivityData | undefined
  readonly compare?: readonly { readonly arm: string; readonly against: string }[]
}

/** Parameters that first and total order indices can have: each takes two dimensions of the sequence. */
export const MOST_INDICES = Math.floor(mostSobolDimensions / 2)

/** Everything that is wrong with `sensitivity`. */
export function checkSensitivity(
  { sensitivity, compare = [] }: SensitivityParts,
  context: DesignContext,
): readonly Issue[] {
  if (sensitivity === undefined) return []
  const { parameters, method } = sensitivity
  const at = (message: Message, path: Path): Issue => issueAt(message, context.root, ['sensitivity', ...path])
  const isNamed = typeof parameters !== 'string'
  const found = isNamed ? Object.keys(parameters).length : namedNumbers(context.arms, sensitivity).length
  const names = sensitivity.arms ?? context.arms.map(({ name }) => name)
  const lacksPairs = sensitivity.of === 'comparisons' && comparedArms(compare, names).length === 0
  return [
    ...(isNamed ? checkVaried(parameters, ['sensitivity', 'parameters'], context) : []),
    ...(!isNamed && found === 0 ? [at(nothingToVary(parameters), ['parameters'])] : []),
    ...needless(sensitivity, context),
    ...(method === 'sobol' && found > MOST_INDICES
      ? [at(tooManyForIndices(found, MOST_INDICES), ['method'])]
      : []),
    ...(lacksPairs ? [at(nothingCompared(names), ['of'])] : []),
  ]
}

/** Exceptions that are none: nothing that would vary stands there. */
function needless(sensitivity: SensitivityData, { root, arms }: DesignContext): readonly Issue[] {
  const { except: _except, ...all } = sensitivity
  const numbers = namedNumbers(arms, all)
  return (sensitivity.except ?? []).flatMap((path, index) => {
    if (numbers.some((number) => isAtOrBelow(number.path, path))) return []
    return [issueAt(exceptsNothing(path), root, ['sensitivity', 'except', index])]
  })
}
