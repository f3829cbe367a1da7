import type { ParameterSummary, TrialSummary } from '../analysis/summary.ts'
import { formatExact, formatUnit } from '../figures/number-format.ts'
import { plural } from './answer.ts'
import { paragraph, section, table, text } from './html.ts'
import type { Markup } from './html.ts'
import { kindCell, sourceCell } from './method-sections.ts'

/** Every parameter, searchable and sortable where scripts run, complete where they do not. */
export function parameterSection(summary: TrialSummary): Markup {
  const { parameters } = summary
  if (parameters.length === 0)
    return section('parameters', 'Parameters', paragraph('The summary lists no parameters.'))
  const columns = [
    { head: 'where' },
    { head: 'parameter' },
    { head: 'value', numeric: true, whole: true },
    { head: 'unit', whole: true },
    { head: 'kind', whole: true },
    { head: 'source' },
  ]
  const rows = parameters.map((parameter) => parameterRow(parameter, summary))
  const search = `<p class="search" hidden><label>Search <input type="search" id="parameter-search" placeholder="oxygen, CD8, assumed"></label> <output id="parameter-count" for="parameter-search">${text(plural(parameters.length, 'parameter'))}</output></p>`
  return section('parameters', 'Parameters', search, table(columns, rows, 'parameter-table'))
}

function parameterRow(parameter: ParameterSummary, summary: TrialSummary): Markup[] {
  const note =
    parameter.note === undefined || parameter.note === '' ? '' : `<br><small>${text(parameter.note)}</small>`
  return [
    `<small>${text(parameter.path)}</small>`,
    text(parameter.name) + note,
    typeof parameter.value === 'number' ? formatExact(parameter.value) : text(String(parameter.value)),
    text(formatUnit(parameter.unit)),
    kindCell(parameter.kind),
    sourceCell(parameter.source, summary),
  ]
}
