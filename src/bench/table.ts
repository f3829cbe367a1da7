/** Results as text for a terminal. */
import { type Comparison, medianOf } from './results-file.ts'
import type { LeftOut, Quantity, SceneResult } from './result.ts'
import { growthOfCost, overall, speedUps } from './conclusions.ts'

/** How results are shown. */
export interface TableStyle {
  /** Characters per line. */
  readonly width: number
  bold(text: string): string
  dim(text: string): string
}

interface Column {
  readonly head: string
  show(quantity: Quantity, result: SceneResult): string
}

/** Width of a column of numbers [characters]. */
const NUMBER = 9
/** Width of the units, a space before and after. */
const UNIT = 6
/** From this width on [characters] there is room for every column. */
const WIDE = 100

/** At most four significant digits, thousands separated. */
function shown(value: number | undefined): string {
  if (value === undefined) return ''
  if (value >= 100) return Math.round(value).toLocaleString('en-GB')
  return value.toLocaleString('en-GB', { maximumSignificantDigits: 3 })
}

function columnsFor(width: number, comparison: Comparison | undefined): readonly Column[] {
  const isWide = width >= WIDE
  const there = (quantity: Quantity, result: SceneResult): number | undefined =>
    comparison === undefined ? undefined : medianOf(comparison, result, quantity)
  const ratio = (quantity: Quantity, result: SceneResult): string => {
    const other = there(quantity, result)
    return other === undefined ? '' : (quantity.median / other).toFixed(2)
  }
  return [
    { head: 'median', show: ({ median }) => shown(median) },
    ...(isWide ? [{ head: 'fastest', show: ({ fastest }: Quantity) => shown(fastest) }] : []),
    { head: 'wall', show: ({ wall }) => shown(wall) },
    {
      head: 'vs plain',
      show: (quantity) => (quantity.ratio === undefined ? '' : `${shown(quantity.ratio)} x`),
    },
    ...(comparison === undefined
      ? []
      : [
          ...(isWide
            ? [
                {
                  head: 'there',
                  show: (quantity: Quantity, result: SceneResult) => shown(there(quantity, result)),
                },
              ]
            : []),
          { head: 'vs there', show: ratio },
        ]),
  ]
}

/** What stands above the columns, and what they mean. */
export function headText(style: TableStyle, comparison: Comparison | undefined): string {
  const columns = columnsFor(style.width, comparison)
  const meanings = [
    'median    time for which a core was held; wall: time that passed',
    'vs plain  how many times faster than the plain TypeScript form, measured in turn',
    ...(comparison === undefined
      ? []
      : [
          `vs there  the median divided by that of ${comparison.name}`,
          `          ${comparison.machine.replace(/, load.*$/, '')}`,
        ]),
  ]
  const heads =
    ' '.repeat(nameWidth(style, columns) + UNIT) + columns.map(({ head }) => head.padStart(NUMBER)).join('')
  return [
    ...meanings.flatMap((line) => cut(line, style.width)).map((line) => style.dim(line)),
    '',
    style.dim(heads),
  ].join('\n')
}

function nameWidth({ width }: TableStyle, columns: readonly Column[]): number {
  return Math.min(width, WIDE) - columns.length * NUMBER - UNIT
}

/** One scene: what it is, its numbers, and where the time went. */
export function sceneText(
  result: SceneResult | LeftOut,
  style: TableStyle,
  comparison: Comparison | undefined,
): string {
  if ('reason' in result) return `\n${style.bold(result.scene)}\n${style.dim(`  left out: ${result.reason}`)}`
  const columns = columnsFor(style.width, comparison)
  const name = nameWidth(style, columns)
  const lines = result.quantities.map((quantity) => {
    const cells = columns.map(({ show }) => show(quantity, result).padStart(NUMBER)).join('')
    return `  ${quantity.name.padEnd(name - 2)} ${quantity.unit.padEnd(UNIT - 1)}${cells}`.trimEnd()
  })
  const phases = result.phases.map(([phase, share]) => `${phase} ${Math.round(100 * share)} %`)
  const threads = result.threads === 1 ? '' : `, ${result.threads} threads`
  return [
    '',
    ...titleLines(`${result.scene}${threads}`, result.title, style),
    ...lines,
    ...cut(phases.join(', '), style.width - 2).map((line) => style.dim(`  ${line}`)),
  ].join('\n')
}

/** The name, and what it is behind it, or on lines of its own where both are too long for one. */
function titleLines(name: string, title: string, style: TableStyle): readonly string[] {
  const one = `${name}   ${title}`
  if (one.length <= style.width) return [`${style.bold(name)}   ${style.dim(title)}`]
  return [style.bold(name), ...cut(title, style.width - 2).map((line) => style.dim(`  ${line}`))]
}

/** Breaks a text between words. */
function cut(text: string, width: number): readonly string[] {
  if (text === '') return []
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

/** What follows from all scenes together, and on which machine they ran. */
export function endText(
  results: readonly SceneResult[],
  machine: string,
  style: TableStyle,
  comparison: Comparison | undefined,
): string {
  const growth = growthOfCost(results).map(
    ({ from, to, threads, factor }) =>
      `A packed cell costs ${factor.toFixed(2)} times as much among ${to.toLocaleString('en-GB')} as among ${from.toLocaleString('en-GB')}${threads === 1 ? '' : ` (${threads} threads)`}.`,
  )
  const gains = speedUps(results).map(
    ({ scene, threads, factor }) =>
      `${scene}: ${threads} threads are ${factor.toFixed(2)} times as fast as one.`,
  )
  const compared = comparison === undefined ? undefined : overall(results, comparison)
  const against =
    comparison === undefined || compared === undefined || compared.times === 0
      ? []
      : [
          `Times here are ${compared.ratio.toFixed(2)} times those of ${comparison.name} (median of ${compared.times}).`,
        ]
  const lines = [...growth, ...gains, ...against].flatMap((line) => cut(line, style.width))
  return ['', ...lines, ...cut(machine, style.width).map((line) => style.dim(line))].join('\n')
}
