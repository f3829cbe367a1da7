/** A line of two texts side by side. */
export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed'
  readonly text: string
  /** Lines left out here because nothing near them changed. */
  readonly skipped?: number
}

/** Unchanged lines shown around a change. Chosen: enough to see where one is. */
const AROUND = 3

/** Lines added to and removed from `before`, with a few lines around each change. */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  return shortened(allLines(before.split('\n'), after.split('\n')))
}

/** By the longest common subsequence of lines: models are a few hundred lines long. */
function allLines(a: readonly string[], b: readonly string[]): readonly DiffLine[] {
  const width = b.length + 1
  const length = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      length[i * width + j] =
        a[i] === b[j]
          ? (length[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(length[(i + 1) * width + j] ?? 0, length[i * width + j + 1] ?? 0)
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]]
    if (left !== undefined && left === right) {
      lines.push({ kind: 'same', text: left })
      i += 1
      j += 1
    } else if (
      left !== undefined &&
      (right === undefined || (length[(i + 1) * width + j] ?? 0) >= (length[i * width + j + 1] ?? 0))
    ) {
      lines.push({ kind: 'removed', text: left })
      i += 1
    } else {
      lines.push({ kind: 'added', text: right ?? '' })
      j += 1
    }
  }
  return lines
}

function shortened(lines: readonly DiffLine[]): readonly DiffLine[] {
  const isNear = (at: number): boolean =>
    lines.slice(Math.max(0, at - AROUND), at + AROUND + 1).some(({ kind }) => kind !== 'same')
  const kept: DiffLine[] = []
  let skipped = 0
  for (const [at, line] of lines.entries()) {
    if (!isNear(at)) skipped += 1
    else {
      kept.push(skipped === 0 ? line : { ...line, skipped })
      skipped = 0
    }
  }
  return kept
}
