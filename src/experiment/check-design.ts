import { hasErrors, type ParsedModel } from '../compile/parse-model.ts'
import { gaussianCopula } from '../math/sampling/copula.ts'
import { type Distribution, quantileOf, supportOf } from '../math/sampling/distribution.ts'
import { mostSobolDimensions } from '../math/sampling/sobol-sequence.ts'
import type { Issue, Message, Path } from '../model/issue.ts'
import type { LocatedMap } from '../model/located.ts'
import {
  badEnd,
  changedTwice,
  correlationForm,
  correlationTwice,
  hidesArm,
  impossibleCorrelations,
  needsLevels,
  noParameters,
  notInArm,
  pointsOfLayout,
  tooManyDimensions,
  tooManyRuns,
} from '../model/messages-experiment.ts'
import { missingUnit, unknownName, wrongUnit } from '../model/messages.ts'
import { splitSource } from '../model/provenance.ts'
import { issueAt, locate, nodeAt } from '../model/reader.ts'
import { describeDimension, dimensionless, sameDimension, type Dimension } from '../units/dimension.ts'
import { requireUnit } from '../units/unit.ts'
import { type Arm, resolveFactors, standingAt } from './arm.ts'
import { missingNumber } from './arm-changes.ts'
import { type CohortData, type SweepData, correlatedPair } from './design-schema.ts'
import { correlationMatrix, settingCount } from './design-of.ts'
import { parameterOverrides } from './design.ts'
import { TIMES } from './distribution-sentence.ts'
import { type ModelNumber, numberAt } from './model-numbers.ts'
import type { Override } from './run-plan.ts'
import { type Varied, type VariedData, variedParameters } from './varied-schema.ts'

/** What checks of a design look at. */
export interface DesignContext {
  readonly root: LocatedMap
  readonly arms: readonly Arm[]
  /** Makes the model of an arm with some numbers replaced. */
  readonly modelWith: (arm: string, overrides: readonly Override[]) => ParsedModel
}

interface DesignParts extends DesignContext {
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

/** Everything that is wrong with a map of parameters at a path of the document; anything that varies numbers may ask. */
export function checkVaried(data: VariedData, at: Path, context: DesignContext): readonly Issue[] {
  const parameters = variedParameters(data)
  if (parameters.length === 0) return [issueAt(noParameters(String(at[0])), context.root, at)]
  return [
    ...parameters.flatMap((parameter) => checkParameter(parameter, [...at, parameter.name], context)),
    ...twiceIn(parameters, at, context),
  ]
}

function checkParameter(parameter: Varied, at: Path, context: DesignContext): readonly Issue[] {
  const found = parameter.paths.flatMap((path, index) =>
    checkPath(parameter, path, placeOfPath(context.root, at, index), at, context),
  )
  return hasErrors(found) ? found : [...found, ...checkEnds(parameter, at, context)]
}

/** Where the author wrote a path: the key itself, or under `path` or `paths`. */
function placeOfPath(root: LocatedMap, at: Path, index: number): Path {
  if (nodeAt(root, [...at, 'path']) !== undefined) return [...at, 'path']
  return nodeAt(root, [...at, 'paths']) === undefined ? at : [...at, 'paths', index]
}

function concerned({ arms }: Varied, all: readonly Arm[]): readonly Arm[] {
  return all.filter(({ name }) => arms?.includes(name) ?? true)
}

function checkPath(
  parameter: Varied,
  path: string,
  place: Path,
  at: Path,
  { root, arms }: DesignContext,
): readonly Issue[] {
  const looked = concerned(parameter, arms).map((arm) => ({ arm, number: standingAt(arm, path) }))
  const lacking = looked.filter(({ number }) => number === undefined).map(({ arm }) => arm)
  const [first] = lacking
  const having = looked.flatMap(({ arm, number }) =>
    number === undefined ? [] : [{ name: arm.name, number }],
  )
  if (first !== undefined && having.length === 0) return [nowhere(first, path, place, root)]
  if (first !== undefined) {
    const message = notInArm(
      path,
      lacking.map(({ name }) => name),
      having.map(({ name }) => name),
    )
    return [issueAt(message, root, place, wholeOf(path))]
  }
  const wrong = having.flatMap(({ number }) => unitMistake(parameter, number) ?? [])[0]
  const text = nodeAt(root, [...at, 'is']) === undefined ? at : [...at, 'is']
  if (wrong !== undefined) return [issueAt(wrong, root, text, withoutSource)]
  const values = new Set(having.map(({ number }) => number.canonical))
  if (values.size < 2 || parameter.unit === TIMES) return []
  return [
    issueAt(
      hidesArm(
        path,
        having.slice(0, 1).map(({ name }) => name),
      ),
      root,
      place,
      wholeOf(path),
    ),
  ]
}

/** A path that no arm has: says where it stops making sense. */
function nowhere({ model }: Arm, path: string, place: Path, root: LocatedMap): Issue {
  const found = numberAt(model.data, path)
  const node = nodeAt(root, place)
  // The path is a key of its own, or the text under `path`.
  const isText = node?.kind === 'scalar' && node.text === path
  const position = isText ? node.position : locate(root, place)
  const mistake = found.kind === 'number' ? undefined : missingNumber(found, path, position)
  return {
    ...(mistake ?? { message: notInArm(path, [], []), position }).message,
    path: place,
    position: mistake?.position ?? position,
  }
}

/** The path itself is what is wrong: a text under `path`, or a key. */
function wholeOf(path: string) {
  return (text: string) => (text === path ? { offset: 0, length: text.length } : undefined)
}

function withoutSource(text: string) {
  return { offset: 0, length: splitSource(text).body.length }
}

function unitMistake({ unit, text, distribution }: Varied, number: ModelNumber): Message | undefined {
  if (unit === TIMES) return undefined
  const [found, expected] = [requireUnit(unit).dimension, requireUnit(number.unit).dimension]
  if (sameDimension(found, expected)) return undefined
  const example = `${number.value} ${number.unit}`.trim()
  const { low, high } = endsOf(distribution)
  if (unit === '') return missingUnit(`the range ${low} to ${high}`, nameOf(expected), example)
  return wrongUnit(text, nameOf(found), nameOf(expected), example)
}

function nameOf(dimension: Dimension): string {
  return sameDimension(dimension, dimensionless)
    ? 'a plain number'
    : (describeDimension(dimension).split(', for example')[0] ?? '')
}

/** Share of a distribution beyond each of the ends that are tried; chosen: a patient in a thousand lies there. */
const BEYOND = 0.001

/** Digits of such an end; chosen: nobody asked for more. */
const END_DIGITS = 4

/** The ends of what a distribution gives; of one without ends, what all but one in a thousand lie within. */
export function endsOf(distribution: Distribution): { readonly low: number; readonly high: number } {
  const { low, high } = supportOf(distribution)
  const beyond = (u: number): number => Number(quantileOf(distribution, u).toPrecision(END_DIGITS))
  // A lognormal variable ends at zero, where no value ever lies.
  const isOpen = distribution.kind === 'lognormal' && distribution.low === undefined
  return {
    low: Number.isFinite(low) && !isOpen ? low : beyond(BEYOND),
    high: Number.isFinite(high) ? high : beyond(1 - BEYOND),
  }
}

/** Makes the models at both ends of a range, in every arm that it changes; says what the first that fails says. */
function checkEnds(parameter: Varied, at: Path, { root, arms, modelWith }: DesignContext): readonly Issue[] {
  const [resolved = parameter] = resolveFactors(arms, [parameter])
  const { low, high } = endsOf(parameter.distribution)
  for (const value of [low, high]) {
    for (const { name } of concerned(parameter, arms)) {
      const overrides = parameterOverrides(resolved, value, name)
      const mistake = modelWith(name, overrides).issues.find(({ severity }) => severity === 'error')
      if (mistake === undefined) continue
      const changes = overrides
        .map(({ path, value: text }) => `${path}: ${splitSource(text).body}`)
        .join(', ')
      const text = nodeAt(root, [...at, 'is']) === undefined ? at : [...at, 'is']
      return [issueAt(badEnd(name, changes, mistake.message), root, text, withoutSource)]
    }
  }
  return []
}

/** Paths that two parameters of one map change in the same arm. */
function twiceIn(parameters: readonly Varied[], at: Path, { root, arms }: DesignContext): readonly Issue[] {
  return parameters.flatMap((parameter, index) => {
    const before = parameters.slice(0, index)
    return overlaps(parameter, before, arms).map(({ path, other }) =>
      issueAt(changedTwice(path, other), root, [...at, parameter.name]),
    )
  })
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

function overlaps(parameter: Varied, before: readonly Varied[], arms: readonly Arm[]) {
  const own = concerned(parameter, arms)
  return parameter.paths.flatMap((path, index) => {
    const other = before.find(
      (one) => one.paths.includes(path) && concerned(one, arms).some((arm) => own.includes(arm)),
    )
    if (other !== undefined) return [{ path, other: other.name }]
    return parameter.paths.indexOf(path) < index ? [{ path, other: parameter.name }] : []
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
