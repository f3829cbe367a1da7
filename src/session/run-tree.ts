import type { Model } from '../compile/model.ts'
import type { Program } from '../engine/program.ts'
import type { Issue } from '../model/issue.ts'
import type { Measure } from '../record/measure.ts'
import type { HistoryBranch, SeriesRows } from './run-state.ts'
import type { SessionAction } from './session.ts'

/** A stretch of a run between two actions: one model, and what was seen of it. */
export interface Segment {
  readonly id: number
  /** First tick; the action, if it begins with one, is done there. */
  readonly start: number
  readonly action?: SessionAction
  readonly model: Model
  readonly program: Program
  readonly issues: readonly Issue[]
  readonly measures: readonly Measure[]
  readonly rows: SegmentRows
  /** How far it has been computed. */
  to: number
}

/** Values of the series at their beats, in the order of ticks. */
export interface SegmentRows {
  readonly ticks: number[]
  /** Series -> one value per tick. */
  readonly values: Map<string, number[]>
}

/** A branch: its own stretches, and those of its parent up to where it leaves it. */
export interface Line {
  readonly id: string
  readonly parent?: Line
  /** Stretches of the parent's path that it shares, the last one in part. */
  readonly shared: number
  readonly from: number
  readonly label: string
  readonly segments: Segment[]
}

/** The stretches of a branch from the first tick on, those of its parents before its own. */
export function pathOf({ parent, shared, segments }: Line): readonly Segment[] {
  return parent === undefined ? segments : [...pathOf(parent).slice(0, shared), ...segments]
}

/** How far a branch has been computed [tick]. */
export function reachOf({ from, segments }: Line): number {
  return Math.max(from, ...segments.map(({ to }) => to))
}

/** The last tick of a stretch of a path. */
export function endOf(path: readonly Segment[], index: number): number {
  return path[index + 1]?.start ?? Number.POSITIVE_INFINITY
}

/** The stretch of a path in which a tick lies: of two that share it the later one, whose action is done; the first one `before` it. */
export function indexAt(path: readonly Segment[], tick: number, before: boolean): number {
  const found = before
    ? path.findIndex((_, index) => endOf(path, index) >= tick)
    : path.findLastIndex(({ start }) => start <= tick)
  return Math.max(found, 0)
}

/** Actions of a path up to and with one of its stretches. */
export function actionsOf(path: readonly Segment[], index: number): readonly SessionAction[] {
  return path.slice(0, index + 1).flatMap(({ action }) => (action === undefined ? [] : [action]))
}

/** A branch as a page sees it. */
export function describeLine(line: Line): HistoryBranch {
  const { id, parent, from, label, segments } = line
  return {
    id,
    ...(parent === undefined ? {} : { parent: parent.id }),
    from,
    to: reachOf(line),
    label,
    actions: segments.flatMap(({ action }) =>
      action === undefined ? [] : [{ tick: action.tick, label: action.label }],
    ),
  }
}

/** Adds the values of a tick unless they are there: a stretch that is computed again gives the same. */
export function addRow(
  { ticks, values }: SegmentRows,
  tick: number,
  measured: () => ReadonlyMap<string, number>,
): void {
  if ((ticks.at(-1) ?? -1) >= tick) return
  ticks.push(tick)
  for (const [name, value] of measured()) {
    const list = values.get(name) ?? []
    values.set(name, list)
    list.push(value)
  }
}

/** Rows of a path later than a time [min], aligned to `names`. */
export function rowsAlong(
  path: readonly Segment[],
  names: readonly string[],
  tickLength: number,
  after = Number.NEGATIVE_INFINITY,
): SeriesRows {
  const parts = path.flatMap(({ rows }, index) => {
    const end = endOf(path, index)
    return rows.ticks.flatMap((tick, at) =>
      tick <= end && tick * tickLength > after ? [{ tick, at, rows }] : [],
    )
  })
  return {
    times: Float64Array.from(parts, ({ tick }) => tick * tickLength),
    values: names.map((name) =>
      Float64Array.from(parts, ({ at, rows }) => rows.values.get(name)?.[at] ?? Number.NaN),
    ),
  }
}
