import { gaussianCopula } from '../math/sampling/copula.ts'
import { mostSobolDimensions } from '../math/sampling/sobol-sequence.ts'
import type { Issue, Message, Path } from '../model/issue.ts'
import type { LocatedMap } from '../model/located.ts'
import {
  changedTwice,
  correlationForm,
  correlationTwice,
  impossibleCorrelations,
  needsLevels,
  pointsOfLayout,
  tooManyDimensions,
  tooManyRuns,
} from '../model/messages-experiment.ts'
import { unknownName } from '../model/messages.ts'
import { issueAt } from '../model/reader.ts'
import { type DesignContext, checkVaried, overlaps } from './check-varied.ts'
import { type SensitivityParts, checkSensitivity } from './check-sensitivity.ts'
import { type CohortData, type SweepData, correlatedPair } from './design-schema.ts'
import { correlationMatrix, settingCount } from './design-of.ts'
import { variedParameters } from './varied-schema.ts'

interface DesignParts extends DesignContext, SensitivityParts {
  readonly replicates: number
  readonly sweep?: SweepData
  readonly cohort?: CohortData
}

/** Runs that one experiment may ask for; chosen: their list still fits into memory. */
export const MOST_RUNS = 1_000_000

/** Everything that is wrong with what an experiment varies, found by looking at the models of its arms. */
export function checkDesign(parts: DesignParts): readonly Issue[] {
  const { root, arms, sweep, cohort } = parts
  if (arms.length === 0) return []
  const varied = [
    ...(sweep === undefined ? [] : checkVaried(sweep.parameters, ['sweep', 'parameters'], parts)),
    ...(cohort === undefined ? [] : checkVaried(cohort.parameters, ['cohort', 'parameters'], parts)),
  ]
  return [
    ...(sweep === undefined ? [] : checkLayout(sweep, root)),
    ...varied,
    ...changedByBoth(parts),
    ...(cohort === undefined ? [] : checkCorrelations(cohort, root)),
    ...checkCount(parts),
    ...checkSensitivity(parts, parts),
  ]
}

function checkLayout(
  { layout, points, levels, parameters: data }: SweepData,
  root: LocatedMap,
): readonly Issue[] {
  const at = (message: Message, path: Path): Issue => issueAt(message, root, ['sweep', ...path])
  const parameters = variedParameters(data)
  if (layout === 'grid') {
    const vague = parameters.filter(
      (one) => one.distribution.kind !== 'values' && (one.levels ?? levels) === undefined,
    )
    return [
      ...(points === undefined ? [] : [at(pointsOfLayout(layout, true), ['points'])]),
      ...vague.map(({ name }) => at(needsLevels(), ['parameters', name])),
    ]
  }
  const isTooMany = layout === 'sobol' && parameters.length > mostSobolDimensions
  return [
    ...(points === undefined ? [at(pointsOfLayout(layout, false), ['layout'])] : []),
    ...(isTooMany ? [at(tooManyDimensions(parameters.length, mostSobolDimensions), ['layout'])] : []),
  ]
}

/** Names and paths that sweep and cohort both have. */
function changedByBoth({ root, arms, sweep, cohort }: DesignParts): readonly Issue[] {
  if (sweep === undefined || cohort === undefined) return []
  const before = variedParameters(sweep.parameters)
  return variedParameters(cohort.parameters).flatMap((parameter) => {
    const at = ['cohort', 'parameters', parameter.name]
    const [found] = overlaps(parameter, before, arms)
    if (found !== undefined) return [issueAt(changedTwice(found.path, found.other), root, at)]
    const hasName = before.some(({ name }) => name === parameter.name)
    return hasName ? [issueAt(changedTwice(parameter.name, 'sweep'), root, at)] : []
  })
}

function checkCorrelations({ correlations, parameters }: CohortData, root: LocatedMap): readonly Issue[] {
  const names = variedParameters(parameters).map(({ name }) => name)
  const seen = new Set<string>()
  const issues = Object.keys(correlations).flatMap((key) => {
    const message = pairMistake(key, names, seen)
    return message === undefined ? [] : [issueAt(message, root, ['cohort', 'correlations', key])]
  })
  if (issues.length > 0 || seen.size === 0) return issues
  try {
    gaussianCopula(correlationMatrix(correlations, names), names)
    return []
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const reason = error.message.replace(
      /^the matrix is not positive definite: \S+ between/,
      'the one between',
    )
    return [issueAt(impossibleCorrelations(reason), root, ['cohort', 'correlations'])]
  }
}

/** What is wrong with `<name> with <name>`; notes the pair in `seen`. */
function pairMistake(key: string, names: readonly string[], seen: Set<string>): Message | undefined {
  const pair = correlatedPair(key, names)
  if (pair === undefined) {
    const [first, second, ...more] = key.split(' with ')
    if (first === undefined || second === undefined || more.length > 0) return correlationForm(key)
    return unknownName('parameter', names.includes(first) ? second : first, names)
  }
  const id = pair.toSorted().join('\n')
  if (pair[0] === pair[1] || seen.has(id)) return correlationTwice(pair[0], pair[1])
  seen.add(id)
  return undefined
}

function checkCount({ root, arms, replicates, sweep, cohort }: DesignParts): readonly Issue[] {
  const settings = sweep === undefined ? 1 : settingCount(sweep)
  const patients = cohort?.patients ?? 1
  const runs = arms.length * settings * patients * replicates
  if ((sweep === undefined && cohort === undefined) || runs <= MOST_RUNS) return []
  const parts = [
    `${arms.length} arms`,
    ...(sweep === undefined ? [] : [`${settings} settings`]),
    ...(cohort === undefined ? [] : [`${patients} patients`]),
    `${replicates} replicates`,
  ]
  return [
    issueAt(tooManyRuns(parts.join(' x '), runs, MOST_RUNS), root, [
      sweep === undefined ? 'cohort' : 'sweep',
    ]),
  ]
}
