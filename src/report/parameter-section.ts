import type { ParameterSummary, TrialSummary } from '../analysis/summary.ts'
import { formatExact, formatNumber, formatUnit } from '../figures/number-format.ts'
import { plural, statedParameters } from './answer.ts'
import { kindCell, sourceCell } from './evidence-cells.ts'
import { paragraph, section, text } from './html.ts'
import type { Markup } from './html.ts'

/** Parameters of one part of the model: a cell type, a substrate, a drug. */
interface Part {
  readonly name: string
  readonly rows: readonly { readonly place: string; readonly parameter: ParameterSummary }[]
}

const columns = [
  ['parameter', ''],
  ['value', 'number whole'],
  ['unit', 'whole'],
  ['kind', 'whole'],
  ['source', ''],
] as const

/** Every parameter by part, searchable and sortable where scripts run, complete where they do not. */
export function parameterSection(summary: TrialSummary): Markup {
  const { parameters } = summary
  if (parameters.length === 0)
    return section('parameters', 'Parameters', paragraph('The summary lists no parameters.'))
  const head = columns.map(([name, style]) => `<th scope="col"${classOf(style)}>${name}</th>`).join('')
  const body = partsOf(parameters).flatMap((part) => [
    `<tr class="part"><th colspan="${columns.length}" scope="colgroup">${text(part.name)} <small>${text(countText(part))}</small></th></tr>`,
    ...part.rows.map((row) => parameterRow(part, row.place, row.parameter, summary)),
  ])
  const table = `<div class="scroll" tabindex="0" role="group" aria-label="table"><table id="parameter-table"><thead><tr>${head}</tr></thead>\n<tbody>${body.join('\n')}</tbody></table></div>`
  return section('parameters', 'Parameters', search(summary), table, onPaper(summary))
}

/** What the script shows: the page is complete without it. */
function search(summary: TrialSummary): Markup {
  const { length } = summary.parameters
  const defaults = length - statedParameters(summary).length
  const box =
    defaults === 0
      ? ''
      : ` <label><input type="checkbox" id="parameter-defaults"> show the ${plural(defaults, 'default')}</label>`
  return `<p class="search" hidden><label>Search <input type="search" id="parameter-search" placeholder="oxygen, CD8, assumed"></label>${box} <output id="parameter-count" for="parameter-search">${text(plural(length, 'parameter'))}</output></p>`
}

function onPaper(summary: TrialSummary): Markup {
  const defaults = summary.parameters.length - statedParameters(summary).length
  if (defaults === 0) return ''
  return paragraph(
    `${plural(defaults, 'default')} left out on paper; the page and its tables list them.`,
    'paper-note',
  )
}

function parameterRow(part: Part, place: string, parameter: ParameterSummary, summary: TrialSummary): Markup {
  const { note = '', isDefault = false, value } = parameter
  // A default's note may be the key of a source that the model does not list.
  const noteLine = note === '' ? '' : `<br><small>${text(note)}</small>`
  const where = place === '' ? '' : `<small>${text(place)}</small> `
  const cells = [
    `<small class="of">${text(part.name)} </small>${where}${text(nameOf(parameter))}${isDefault ? ' <small class="tag">default</small>' : ''}${noteLine}`,
    typeof value === 'number' ? formatExact(value) : text(String(value)),
    text(formatUnit(parameter.unit)),
    kindCell(parameter.kind),
    sourceCell(parameter.source, summary),
  ]
  const markup = cells.map((cell, index) => `<td${classOf(columns[index]?.[1] ?? '')}>${cell}</td>`).join('')
  return `<tr${isDefault ? ' class="default"' : ''}>${markup}</tr>`
}

function countText({ rows }: Part): string {
  const defaults = rows.filter(({ parameter }) => parameter.isDefault === true).length
  if (defaults === 0) return plural(rows.length, 'parameter')
  return `${formatNumber(rows.length - defaults)} stated, ${plural(defaults, 'default')}`
}

/** Parts in the order in which they first appear. */
function partsOf(parameters: readonly ParameterSummary[]): Part[] {
  const parts = new Map<string, Part['rows'][number][]>()
  for (const parameter of parameters) {
    const [name, place] = splitPath(parameter.path)
    const rows = parts.get(name) ?? []
    rows.push({ place, parameter })
    parts.set(name, rows)
  }
  return [...parts].map(([name, rows]) => ({ name, rows }))
}

/** "cell types.CD8.motility" is the motility of the part CD8; "vessels.entry.CD8" is the entry of CD8 of the vessels. */
function splitPath(path: string): [part: string, place: string] {
  const [top = '', second, ...rest] = path.split('.')
  const isNamed = ['cell types', 'substrates', 'drugs'].includes(top) && second !== undefined
  if (isNamed) return [second, rest.join(' \u203a ')]
  return [top, [...(second === undefined ? [] : [second]), ...rest].join(' \u203a ')]
}

/** An entry of a vector by its axis. */
function nameOf({ name }: ParameterSummary): string {
  return { '0': 'x', '1': 'y', '2': 'z' }[name] ?? name
}

function classOf(name: string): string {
  return name === '' ? '' : ` class="${name}"`
}
