import type { Path, Position } from '../issue.ts'
import { scan } from './scan.ts'

/** The path, in its own file, of what stands at a place; undefined where nothing does. */
export function pathAt(text: string, { line, column }: Pick<Position, 'line' | 'column'>): Path | undefined {
  let start = 0
  for (let at = 1; at < line; at += 1) start = text.indexOf('\n', start) + 1
  const offset = start + column - 1
  const { marks, flows } = scan(text)
  // A text in quotes begins behind them, a folded one on the line after its sign; braces stand for what is in them.
  const mark = marks.find(({ from, to }) => from <= offset && offset < to)
  return mark?.path ?? flows.find(({ from }) => from === offset)?.path
}
