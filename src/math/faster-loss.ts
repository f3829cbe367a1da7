/** A time in which something is lost `times` times as fast [min]. */
export interface FasterLoss {
  readonly from: number
  readonly until: number
  readonly times: number
}

/** A piece of a step in which the loss stays the same. */
export interface Piece {
  readonly until: number
  readonly times: number
}

/** The piece that begins at `from` and ends at `end` at the latest [min]. */
export function pieceAt(spans: readonly FasterLoss[], from: number, end: number): Piece {
  let until = end
  let times = 1
  for (const span of spans) {
    if (span.from > from) until = Math.min(until, span.from)
    else if (span.until > from) {
      times *= span.times
      until = Math.min(until, span.until)
    }
  }
  return { until, times }
}
