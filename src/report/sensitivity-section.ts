import type { EvidenceKind, SensitivitySummary, TrialSummary } from '../analysis/summary.ts'
import { formatTogether, formatUnit } from '../figures/number-format.ts'
import { ranked } from '../figures/sensitivity.ts'
import type { FigureContext } from '../figures/theme.ts'
import { sensitivityDrawings } from './drawings.ts'
import { kindCell } from './evidence-cells.ts'
import { figure, paragraph, section, single, table, text } from './html.ts'
import type { Column, Markup } from './html.ts'
import { kindIn, sensitivityGroups } from './sensitivity-groups.ts'
import type { SensitivityGroup } from './sensitivity-groups.ts'
import { directionLine, rangeText } from './sensitivity-line.ts'
import { singleArm } from './single-arm.ts'

/** Which parameters the endpoints hang on, those that are assumed named first; or that nobody has looked. */
export function sensitivitySection(summary: TrialSummary, context: FigureContext): Markup {
  const entries = summary.sensitivity ?? []
  if (entries.length === 0) {
    if (singleArm(summary) !== undefined) return ''
    const line = 'Not computed in this trial: which parameters the answer hangs on most is not known from it.'
    return section('sensitivity', 'Sensitivity', paragraph(line))
  }
  const kindOf = (entry: SensitivitySummary) => entry.kind ?? kindIn(entry.parameter, summary)
  const groups = sensitivityGroups(summary)
  const drawings = sensitivityDrawings(summary, context).map(({ svg }) => svg)
  const tables = groups.map((group) => groupTable(group, kindOf, groups.length > 1))
  return section(
    'sensitivity',
    'Sensitivity',
    ...groups.map((group) => paragraph(`${sentenceOf(group, kindOf)} ${directionLine(group.entries)}`)),
    figure(
      isLong(entries) ? drawings.map((svg) => single(svg, LEGIBLE)).join('') : inColumns(drawings),
      captionOf(entries),
    ),
    `<details><summary>Numbers of all parameters</summary>${tables.join('')}</details>`,
  )
}

/** Names that need a figure of the whole width [letters]; chosen: what a figure of half the width holds. */
const LONG_NAME = 18

/** Width below which such a figure scrolls instead of shrinking [px]; chosen: letters of some eight pixels. */
const LEGIBLE = 600

function inColumns(drawings: readonly Markup[]): Markup {
  return `<div class="courses wider">${drawings.map((svg) => `<div>${svg}</div>`).join('')}</div>`
}

function isLong(entries: readonly SensitivitySummary[]): boolean {
  return entries.some(({ parameter }) => parameter.length > LONG_NAME)
}

/** "Of what tumour cells hang on, assumed are: kill rate (1st of 7, ...)": what is least known comes first. */
function sentenceOf(
  { label, entries }: SensitivityGroup,
  kindOf: (entry: SensitivitySummary) => EvidenceKind | undefined,
) {
  const order = ranked(entries)
  const told = (entry: SensitivitySummary): string =>
    `${entry.parameter} (${ordinal(order.indexOf(entry) + 1)} of ${order.length}, ${numbersOf(entry)})`
  const assumed = order.filter((entry) => kindOf(entry) === 'assumed').slice(0, mostNamed)
  const rest = order.filter((entry) => kindOf(entry) !== 'assumed').slice(0, 2)
  const others =
    rest.length === 0
      ? ''
      : ` ${assumed.length === 0 ? 'Most' : 'Of the others, most'} hangs on ${rest.map(told).join(' and ')}.`
  if (assumed.length === 0) return `${label}: none of these parameters is assumed.${others}`
  return `${label}: assumed, not measured or fitted: ${assumed.map(told).join('; ')}.${others}`
}

/** Assumed parameters that are named in words; chosen: the table has the rest. */
const mostNamed = 4

/** "total order 0.46 [0.38 to 0.55]". */
function numbersOf(entry: SensitivitySummary): string {
  const name =
    entry.sigma !== undefined ? '\u03bc*' : entry.total === undefined ? 'first order' : 'total order'
  const values =
    entry.total === undefined
      ? [entry.index, entry.low ?? null, entry.high ?? null]
      : [entry.total, entry.totalLow ?? null, entry.totalHigh ?? null]
  return `${name} ${intervalText(values)}`
}

function intervalText(values: readonly (number | null)[]): string {
  const [middle = '', from = '', to = ''] = formatTogether(values)
  return values[1] === null || values[2] === null ? middle : `${middle} [${from} to ${to}]`
}

function ordinal(place: number): string {
  const last = place % 10
  const suffix = Math.floor(place / 10) % 10 === 1 ? 'th' : (['th', 'st', 'nd', 'rd'][last] ?? 'th')
  return `${place}${suffix}`
}

function captionOf(entries: readonly SensitivitySummary[]): string {
  const methods = [...new Set(entries.map(({ method }) => method))].join('; ')
  const intervals = [
    ...new Set(entries.flatMap(({ interval }) => (interval === undefined ? [] : [interval]))),
  ]
  const lines = intervals.length === 0 ? '' : ` Lines and [ ]: ${intervals.join('; ')}.`
  const shares = entries.some(({ sigma }) => sigma !== undefined)
    ? ' A large \u03c3 beside \u03bc* means that the effect hangs on other parameters, or is not linear.'
    : ' First order: what the parameter does alone; total: with what it does together with others.'
  return `${methods}.${lines}${shares} Framed: parameters that are assumed.`
}

function groupTable(
  { label, unit, entries }: SensitivityGroup,
  kindOf: (entry: SensitivitySummary) => EvidenceKind | undefined,
  isNamed: boolean,
): Markup {
  const isScreening = entries.some(({ sigma }) => sigma !== undefined)
  const hasTotal = entries.some(({ total }) => total !== undefined)
  const hasDirection = entries.some(({ direction }) => direction !== undefined)
  const suffix = unit === '' || unit === '1' ? '' : ` (${text(formatUnit(unit))})`
  const columns: Column[] = [
    { head: 'parameter' },
    { head: 'kind', whole: true },
    { head: isScreening ? `\u03bc*${suffix}` : 'first order', numeric: true, whole: true },
    ...(hasTotal ? [{ head: 'total order', numeric: true, whole: true }] : []),
    ...(isScreening ? [{ head: `\u03c3${suffix}`, numeric: true }] : []),
    ...(hasDirection ? [{ head: 'keeps its direction', whole: true }] : []),
  ]
  const rows = ranked(entries).map((entry) => {
    const kind = kindOf(entry)
    return [
      text(entry.parameter),
      kind === undefined ? '' : kindCell(kind),
      intervalText([entry.index, entry.low ?? null, entry.high ?? null]),
      ...(hasTotal
        ? [intervalText([entry.total ?? null, entry.totalLow ?? null, entry.totalHigh ?? null])]
        : []),
      ...(isScreening ? [intervalText([entry.sigma ?? null, null, null])] : []),
      ...(hasDirection ? [text(rangeText(entry.direction))] : []),
    ]
  })
  return (isNamed ? `<h3>${text(label)}</h3>` : '') + table(columns, rows)
}
