import { timeSection } from '../compile/core-sections.ts'
import { hasErrors } from '../compile/parse-model.ts'
import type { Prior } from '../math/inference/proposals.ts'
import { sectionOf } from '../model/assemble.ts'
import type { DocumentFile, ReadFile } from '../model/include.ts'
import type { Issue, Message, Path } from '../model/issue.ts'
import type { LocatedMap } from '../model/located.ts'
import {
  badError,
  dataNothingThere,
  dataOutsideRun,
  heldBackUnknown,
  notInTable,
  nothingFitted,
  priorOfValues,
  smallBudget,
  smallPopulation,
} from '../model/messages-calibration.ts'
import { emptyMap } from '../model/messages-compile.ts'
import { issueAt } from '../model/reader.ts'
import { describeDimension, dimensionless, sameDimension } from '../units/dimension.ts'
import { parseQuantity } from '../units/quantity.ts'
import { type Unit, noUnit } from '../units/unit.ts'
import { type Arm, resolveFactors } from './arm.ts'
import type { CalibrationData } from './calibration-schema.ts'
import { type Comparison, type Target, targetsOf } from './calibration-targets.ts'
import { type DesignContext, checkVaried } from './check-varied.ts'
import { type Measurement, readMeasurements } from './read-measurements.ts'
import { type Varied, variedParameters } from './varied-schema.ts'

/** What is fitted to what. */
export interface Calibration {
  readonly data: CalibrationData
  readonly parameters: readonly Varied[]
  readonly comparisons: readonly Comparison[]
  readonly targets: readonly Target[]
  /** The table of measurements. */
  readonly file: DocumentFile
}

/** A calibration, and what is wrong with it. */
export interface ParsedCalibration {
  readonly calibration?: Calibration
  readonly issues: readonly Issue[]
}

/** What a calibration is read from, beside its own key. */
export interface CalibrationContext extends DesignContext {
  readonly file: string
  readonly read: ReadFile
  readonly replicates: number
}

/** Where a calibration stands in its experiment. */
const HERE = 'calibration'

/** Reads the measurements of a calibration and relates them to arms; finds every mistake that it can. */
export function parseCalibration(data: CalibrationData, context: CalibrationContext): ParsedCalibration {
  const { root, arms } = context
  const at = (message: Message, path: Path): Issue => issueAt(message, root, [HERE, ...path])
  const table = readMeasurements(data.data, context.file, context.read)
  const own = table.issues.map((issue) =>
    issue.position === undefined
      ? issueAt(issue, root, issue.path, (text) => ({ offset: 0, length: text.length }))
      : issue,
  )
  const before = [
    ...own,
    ...emptyMaps(data, root),
    ...checkVaried(data.parameters, [HERE, 'parameters'], context),
    ...checkPriors(data, at),
  ]
  if (hasErrors(own) || table.file === undefined || arms.length === 0) return { issues: before }
  const known = [...before, ...checkNames(data, table.rows, at)]
  const rows = chosenRows(data, table.rows)
  const issues = [
    ...known,
    ...(hasErrors(known) ? [] : nothingThere(data, rows, at)),
    ...lateRows(data, rows, arms),
  ]
  const comparisons = comparisonsOf(data, rows, at)
  const parameters = resolveFactors(arms, variedParameters(data.parameters))
  const found = targetsOf({
    rows,
    comparisons: comparisons.list,
    conditions: data.conditions,
    start: data.data.start.value,
    isHeldBack: (row) => isHeldBack(data, row),
  })
  const all = [...issues, ...comparisons.issues, ...placed(found.issues, root)]
  const isFitted = found.targets.some((target) => !target.isHeldBack)
  if (hasErrors(all)) return { issues: all }
  if (!isFitted) return { issues: [...all, at(nothingFitted(), ['hold back'])] }
  const calibration = {
    data,
    parameters,
    comparisons: comparisons.list,
    targets: found.targets,
    file: table.file,
  }
  const late = checkSizes(calibration, context.replicates, at)
  return hasErrors(late) ? { issues: [...all, ...late] } : { calibration, issues: all }
}

/** The prior of a calibration: independent distributions. */
export function priorOf({ parameters }: Calibration): Prior {
  return { distributions: parameters.map(({ distribution }) => distribution) }
}

/** Arms that the fit runs. */
export function fittedArms({ targets }: Calibration): readonly string[] {
  return [...new Set(targets.filter((target) => !target.isHeldBack).map(({ arm }) => arm))]
}

/** Arms that are compared with anything. */
export function comparedArms({ targets }: Calibration): readonly string[] {
  return [...new Set(targets.map(({ arm }) => arm))]
}

function emptyMaps(data: CalibrationData, root: LocatedMap): readonly Issue[] {
  return (['conditions', 'quantities'] as const).flatMap((key) =>
    Object.keys(data[key]).length > 0 ? [] : [issueAt(emptyMap(key), root, [HERE, key])],
  )
}

type At = (message: Message, path: Path) => Issue

function checkPriors(data: CalibrationData, at: At): readonly Issue[] {
  return variedParameters(data.parameters).flatMap(({ name, distribution }) =>
    distribution.kind === 'values' ? [at(priorOfValues(), ['parameters', name])] : [],
  )
}

/** Names that the table, or the maps, do not have. */
function checkNames(data: CalibrationData, rows: readonly Measurement[], at: At): readonly Issue[] {
  const unknown = (kind: 'condition' | 'quantity', key: 'conditions' | 'quantities'): readonly Issue[] => {
    const inTable = [...new Set(rows.map((row) => row[kind]))]
    const compared = Object.keys(data[key])
    const held = data['hold back'][key].map((name, index) => ({ name, index }))
    return [
      ...compared
        .filter((name) => !inTable.includes(name))
        .map((name) => at(notInTable(kind, name, inTable), [key, name])),
      ...held
        .filter(({ name }) => !compared.includes(name))
        .map(({ name, index }) => at(heldBackUnknown(kind, name, compared), ['hold back', key, index])),
    ]
  }
  return [...unknown('condition', 'conditions'), ...unknown('quantity', 'quantities')]
}

/** Rows that are compared with anything. */
function chosenRows(data: CalibrationData, rows: readonly Measurement[]): readonly Measurement[] {
  const { from, until } = data.data
  return rows.filter(
    ({ condition, quantity, time }) =>
      Object.hasOwn(data.conditions, condition) &&
      Object.hasOwn(data.quantities, quantity) &&
      time >= (from?.value ?? -Infinity) &&
      time <= (until?.value ?? Infinity),
  )
}

function nothingThere(data: CalibrationData, rows: readonly Measurement[], at: At): readonly Issue[] {
  const empty = (kind: 'condition' | 'quantity', key: 'conditions' | 'quantities'): readonly Issue[] =>
    Object.keys(data[key])
      .filter((name) => !rows.some((row) => row[kind] === name))
      .map((name) => at(dataNothingThere(kind, name), [key, name]))
  return [...empty('condition', 'conditions'), ...empty('quantity', 'quantities')]
}

/** The first row before the beginning and the first after the end of its run. */
function lateRows(
  data: CalibrationData,
  rows: readonly Measurement[],
  arms: readonly Arm[],
): readonly Issue[] {
  const stops = new Map(arms.map(({ name, model }) => [name, sectionOf(model.data, timeSection).stop.value]))
  const start = data.data.start.value
  const stopOf = ({ condition }: Measurement): number =>
    stops.get(data.conditions[condition] ?? '') ?? Infinity
  const early = rows.find(({ time }) => time < start)
  const late = rows.find((row) => row.time - start > stopOf(row))
  const days = (minutes: number): string => `${Number((minutes / DAY).toPrecision(4))} day`
  const issue = (message: Message, { position }: Measurement): Issue => ({
    ...message,
    path: [HERE, 'data', 'file'],
    position,
  })
  return [
    ...(early === undefined ? [] : [issue(dataOutsideRun(days(start - early.time), 'before', ''), early)]),
    ...(late === undefined
      ? []
      : [issue(dataOutsideRun(days(late.time - start), 'after', days(stopOf(late))), late)]),
  ]
}

/** Minutes in a day. */
const DAY = 1440

function comparisonsOf(
  data: CalibrationData,
  rows: readonly Measurement[],
  at: At,
): { readonly list: readonly Comparison[]; readonly issues: readonly Issue[] } {
  const issues: Issue[] = []
  const list = Object.entries(data.quantities).map(([name, quantity]): Comparison => {
    const dataUnit = rows.find((row) => row.quantity === name)?.unit ?? noUnit
    const base = { ...quantity, name, dataUnit }
    if (quantity.error === undefined) return base
    const stated = statedError(quantity.error, comparedUnit(base))
    if (typeof stated === 'number') return { ...base, stated }
    issues.push(at(badError(quantity.error, stated), ['quantities', name, 'error']))
    return base
  })
  return { list, issues }
}

/** The unit of what is compared, and of its standard deviation. */
export function comparedUnit(comparison: Pick<Comparison, 'relative to' | 'scale' | 'dataUnit'>): Unit {
  return comparison['relative to'] === 'start' || comparison.scale === 'log' ? noUnit : comparison.dataUnit
}

/** A stated standard deviation in the unit of what is compared; or why it is none. */
function statedError(written: string, unit: Unit): number | string {
  const parsed = parseQuantity(written)
  if (!parsed.ok) return parsed.message
  if (!sameDimension(parsed.unit.dimension, unit.dimension)) {
    const expected = sameDimension(unit.dimension, dimensionless)
      ? 'a plain number'
      : describeDimension(unit.dimension)
    return `what is compared is ${expected}`
  }
  return parsed.canonical > 0 ? parsed.canonical / unit.factor : 'it must be above zero'
}

function isHeldBack(
  data: CalibrationData,
  { condition, quantity, time }: Pick<Measurement, 'condition' | 'quantity' | 'time'>,
): boolean {
  const { conditions, quantities, after } = data['hold back']
  return conditions.includes(condition) || quantities.includes(quantity) || time > (after?.value ?? Infinity)
}

function placed(issues: readonly Issue[], root: LocatedMap): readonly Issue[] {
  return issues.map((issue) => (issue.position === undefined ? issueAt(issue, root, issue.path) : issue))
}

function checkSizes(calibration: Calibration, replicates: number, at: At): readonly Issue[] {
  const { method, population, budget } = calibration.data
  if (method === 'cma-es') return []
  const parameters = calibration.parameters.length
  // The kernel of ABC-SMC needs a covariance with full rank.
  const least = parameters + 2
  if (population < least) return [at(smallPopulation(least, parameters), ['population'])]
  const runs = population * fittedArms(calibration).length * replicates
  return runs <= budget ? [] : [at(smallBudget(runs, budget), ['budget'])]
}
