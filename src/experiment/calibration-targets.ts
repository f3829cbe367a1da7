import { log } from '../math/elementary.ts'
import { mean, variance } from '../math/statistics.ts'
import type { Issue, Message } from '../model/issue.ts'
import {
  dataNoScatter,
  dataNoStart,
  dataNotPositive,
  dataTwice,
  dataUnit,
} from '../model/messages-calibration.ts'
import { describeDimension, sameDimension } from '../units/dimension.ts'
import type { Unit } from '../units/unit.ts'
import type { MeasuredQuantity } from './calibration-schema.ts'
import type { Measurement } from './read-measurements.ts'

/** What the model shall come near: one quantity of one condition at one time. */
export interface Target {
  readonly condition: string
  readonly arm: string
  readonly quantity: string
  /** Since the beginning of the run [min]. */
  readonly time: number
  /** Of the value that everything is relative to [min]; absent: the value itself is compared. */
  readonly startTime?: number
  /** As they are compared: in the unit of the data, divided by their start, as logarithms. One per subject. */
  readonly values: readonly number[]
  readonly mean: number
  /** Of a single measurement, in the same terms. */
  readonly sd: number
  readonly isHeldBack: boolean
}

/** How a quantity is compared. */
export interface Comparison extends MeasuredQuantity {
  readonly name: string
  /** Of the quantity's first row: its other rows are turned into it. */
  readonly dataUnit: Unit
  /** Stated standard deviation of a measurement, in what is compared. */
  readonly stated?: number
}

/** What targets are made from. */
export interface TargetInput {
  readonly rows: readonly Measurement[]
  readonly comparisons: readonly Comparison[]
  /** Arm by condition of the table. */
  readonly conditions: Readonly<Record<string, string>>
  /** Time in the table at which a run begins [min]. */
  readonly start: number
  readonly isHeldBack: (row: Pick<Measurement, 'condition' | 'quantity' | 'time'>) => boolean
}

type Found = { readonly targets: readonly Target[]; readonly issues: readonly Issue[] }

/** Puts measurements together by condition, quantity and time; says which of them cannot be compared. */
export function targetsOf(input: TargetInput): Found {
  const found = input.comparisons.map((comparison) => targetsOfQuantity(comparison, input))
  return { targets: found.flatMap(({ targets }) => targets), issues: found.flatMap(({ issues }) => issues) }
}

/** A measurement as it is compared. */
interface Compared {
  readonly row: Measurement
  readonly value: number
}

type Loose = Omit<Target, 'sd'>

function targetsOfQuantity(comparison: Comparison, input: TargetInput): Found {
  const issues: Issue[] = []
  const own = input.rows.filter(({ quantity }) => quantity === comparison.name)
  const loose = Object.entries(input.conditions).flatMap(([condition, arm]) => {
    const rows = own.filter((row) => row.condition === condition)
    const compared = comparedRows(rows, comparison, issues)
    const first = Math.min(...rows.map(({ time }) => time))
    const isRelative = comparison['relative to'] === 'start'
    return byTime(compared).flatMap(([time, values]): readonly Loose[] =>
      // At the start every ratio is one.
      isRelative && time === first
        ? []
        : [
            {
              condition,
              arm,
              quantity: comparison.name,
              time: time - input.start,
              ...(isRelative ? { startTime: first - input.start } : {}),
              values,
              mean: mean(values),
              isHeldBack: input.isHeldBack({ condition, quantity: comparison.name, time }),
            },
          ],
    )
  })
  const pooled = pooledDeviation(loose)
  const needsPooled = loose.some((target) => deviation(target, comparison) === undefined)
  if (needsPooled && pooled === undefined && issues.length === 0 && loose.length > 0)
    issues.push({ ...dataNoScatter(comparison.name), path: ['calibration', 'quantities', comparison.name] })
  const targets = loose.map((target) => ({
    ...target,
    sd: deviation(target, comparison) ?? pooled ?? Number.NaN,
  }))
  return { targets, issues }
}

/** Values in the quantity's unit, relative to their subject's start and as logarithms where that is asked for. */
function comparedRows(
  rows: readonly Measurement[],
  comparison: Comparison,
  issues: Issue[],
): readonly Compared[] {
  const first = Math.min(...rows.map(({ time }) => time))
  const starts = new Map(rows.filter(({ time }) => time === first).map((row) => [row.subject, row]))
  const seen = new Set<string>()
  const report = (message: Message, { position }: Measurement): void =>
    void issues.push({ ...message, path: ['calibration', 'data', 'file'], position })
  return rows.flatMap((row): readonly Compared[] => {
    const id = JSON.stringify([row.subject, row.time])
    if (seen.has(id)) report(dataTwice(row.subject), row)
    seen.add(id)
    const unit = comparison.dataUnit
    if (!sameDimension(unit.dimension, row.unit.dimension)) {
      const expected = describeDimension(unit.dimension)
      report(dataUnit(row.unit.text, `the first row of this quantity is in ${unit.text} (${expected})`), row)
      return []
    }
    const isRelative = comparison['relative to'] === 'start'
    const start = starts.get(row.subject)
    if (isRelative && start === undefined) {
      report(dataNoStart(row.subject, row.condition), row)
      return []
    }
    const canonical = row.value * row.unit.factor
    const reference = isRelative && start !== undefined ? start.value * start.unit.factor : unit.factor
    const value = canonical / reference
    const isLog = comparison.scale === 'log'
    if ((isRelative && !(reference > 0)) || (isLog && !(value > 0))) {
      report(dataNotPositive(String(row.value), isLog ? 'scale: log' : 'relative to: start'), row)
      return []
    }
    return [{ row, value: isLog ? log(value) : value }]
  })
}

function byTime(compared: readonly Compared[]): readonly (readonly [number, readonly number[]])[] {
  const times = [...new Set(compared.map(({ row }) => row.time))].toSorted((a, b) => a - b)
  return times.map((time) => [
    time,
    compared.filter(({ row }) => row.time === time).map(({ value }) => value),
  ])
}

/** Standard deviation of a measurement as far as the author or the subjects of this time say it. */
function deviation({ values }: Loose, { stated, scatter }: Comparison): number | undefined {
  if (stated !== undefined) return stated
  if (scatter === 'pooled' || values.length < 2) return undefined
  const sd = Math.sqrt(variance(values))
  return sd > 0 ? sd : undefined
}

/** Of all times together, each around its own mean. */
function pooledDeviation(targets: readonly Loose[]): number | undefined {
  let squares = 0
  let freedom = 0
  for (const { values } of targets) {
    if (values.length < 2) continue
    squares += variance(values) * (values.length - 1)
    freedom += values.length - 1
  }
  return squares > 0 ? Math.sqrt(squares / freedom) : undefined
}
