import type { ArmSummary, EvidenceKind, TrialSummary } from '../analysis/summary.ts'
import { cellTypeColour } from '../figures/palette.ts'
import {
  formatDuration,
  formatExact,
  formatNumber,
  formatTime,
  formatUnit,
} from '../figures/number-format.ts'
import { armStyle } from '../figures/theme.ts'
import { lineageRank } from '../figures/tissue-legend.ts'
import type { FigureContext } from '../figures/theme.ts'
import { evidenceLine, expectationLine, plural, statedParameters } from './answer.ts'
import { definitions, paragraph, reference, section, table, text } from './html.ts'
import type { Markup } from './html.ts'
import { singleArm } from './single-arm.ts'

const kinds: readonly EvidenceKind[] = ['measured', 'fitted', 'assumed']

/** Shape as well as shade, so that the kinds differ without colour. */
const kindMarks: Readonly<Record<EvidenceKind, string>> = {
  measured: '\u25cf',
  fitted: '\u25d0',
  assumed: '\u25cb',
}

const outcomeMarks = { met: '\u2713', 'not met': '\u2717', unsettled: '?' } as const

/** The design: arms, treatments, the tissue at the start. */
export function simulatedSection(summary: TrialSummary, context: FigureContext): Markup {
  const [width, height, depth] = summary.domain.size
  const single = singleArm(summary)
  const facts = definitions([
    [
      'model',
      `${text(summary.model.title)} <code>${text(summary.model.file.replace(/^(?:\.\.\/)+/, ''))}</code>`,
    ],
    [
      'tissue',
      text(`${width} \u00d7 ${height} \u00d7 ${depth} \u00b5m, voxels of ${summary.domain.voxel} \u00b5m`),
    ],
    ['duration', text(formatDuration(summary.duration))],
    [single === undefined ? 'replicates' : 'runs', text(replicatesText(summary))],
    ['cells at the start', text(formatNumber(summary.initialCells))],
    ...(single === undefined ? [] : singleFacts(single, summary)),
  ])
  if (single !== undefined) return section('simulated', 'What was simulated', facts, initialCells(summary))
  const columns = [
    { head: 'arm' },
    { head: 'what differs' },
    { head: 'doses', whole: true },
    ...eventColumns(summary),
  ]
  const rows = summary.arms.map((arm) => [armName(arm, context), ...armCells(arm, summary)])
  return section('simulated', 'What was simulated', facts, table(columns, rows), initialCells(summary))
}

function replicatesText({ arms, pairing, replicates }: TrialSummary): string {
  if (arms.length === 1) return String(replicates)
  if (pairing === 'independent') return `${replicates} per arm, independent: every run has its own seed`
  return `${replicates} per arm, twins: replicate k of every arm shares its seed, so arms differ only where the treatment acts`
}

/** Doses and events of the only arm; tables are for several. */
function singleFacts(arm: ArmSummary, summary: TrialSummary): [string, Markup][] {
  const [, doses = '', ...events] = armCells(arm, summary)
  const counts = ['divisions', 'deaths'].map((name, index): [string, Markup] => [name, events[index] ?? ''])
  return [
    ...(arm.doses.length === 0 ? [] : [['doses', doses] as [string, Markup]]),
    ...(events.length === 0 ? [] : counts),
  ]
}

/** How well the model is known: shares, mechanisms, references. */
export function evidenceSection(summary: TrialSummary): Markup {
  const mechanisms = summary.mechanisms ?? []
  const hasSubjects = mechanisms.some((mechanism) => mechanism.subject !== undefined)
  const columns = [
    ...(hasSubjects ? [{ head: 'of', whole: true }] : []),
    { head: 'mechanism' },
    { head: 'kind', whole: true },
    { head: 'source' },
  ]
  const rows = mechanisms.map(({ subject = '', ...mechanism }, index) => [
    ...(hasSubjects ? [subject === mechanisms[index - 1]?.subject ? '' : `<b>${text(subject)}</b>`] : []),
    mechanismText(mechanism.text),
    kindCell(mechanism.kind),
    sourceCell(mechanism.source, summary),
  ])
  const sources = summary.sources.map((source) => {
    const note = source.note === undefined ? '' : ` <small>${text(source.note)}</small>`
    return `<li id="source-${slug(source.key)}"><b>${text(source.key)}</b> ${reference(source.text)}${note}</li>`
  })
  return section(
    'evidence',
    'Evidence and assumptions',
    paragraph(evidenceLine(summary)),
    shareBar(summary),
    mechanisms.length === 0 ? '' : `<h3>Mechanisms, as the model states them</h3>${table(columns, rows)}`,
    sources.length === 0
      ? paragraph('No sources are cited.')
      : `<h3>Sources</h3><ul class="sources">${sources.join('')}</ul>`,
  )
}

/** Which parameters the endpoints hang on, or that nobody has looked. */
export function sensitivitySection(summary: TrialSummary): Markup {
  const entries = summary.sensitivity ?? []
  if (entries.length === 0) {
    if (singleArm(summary) !== undefined) return ''
    const line = 'Not computed in this trial: which parameters the answer hangs on most is not known from it.'
    return section('sensitivity', 'Sensitivity', paragraph(line))
  }
  const columns = [
    { head: 'endpoint' },
    { head: 'parameter' },
    { head: 'index', numeric: true },
    { head: 'interval', numeric: true },
    { head: 'method' },
  ]
  const rows = entries.map((entry) => [
    text(entry.endpoint),
    text(entry.parameter),
    entry.index.toFixed(2),
    entry.low === undefined || entry.high === undefined
      ? ''
      : `${entry.low.toFixed(2)} to ${entry.high.toFixed(2)}`,
    text(entry.method),
  ])
  return section('sensitivity', 'Sensitivity', table(columns, rows))
}

/** What was expected beforehand, and whether it came. */
export function expectedSection(summary: TrialSummary): Markup {
  const effects = summary.effects.filter((effect) => effect.expected !== undefined)
  if (effects.length === 0 && singleArm(summary) !== undefined) return ''
  if (effects.length === 0)
    return section('expected', 'Expected outcomes', paragraph('No outcomes were stated beforehand.'))
  const rows = effects.map((effect) => {
    const expected = effect.expected ?? { text: '', met: 'unsettled' as const }
    const outcome = `<b class="outcome">${outcomeMarks[expected.met]}</b> ${text(expected.met)}`
    return [text(expected.text), outcome, sourceCell(expected.source, summary)]
  })
  const columns = [{ head: 'expected' }, { head: 'outcome', whole: true }, { head: 'source' }]
  return section(
    'expected',
    'Expected outcomes',
    paragraph(expectationLine(summary.effects)),
    table(columns, rows),
  )
}

/** What is needed to get the same numbers again. */
export function reproduceSection(summary: TrialSummary): Markup {
  const { provenance } = summary
  const times = Object.values(provenance.wallTime)
  const total = times.reduce((sum, time) => sum + time, 0)
  const facts = definitions([
    ['milieu', text(provenance.version)],
    ['model hash', `<code>${text(provenance.modelHash)}</code>`],
    ['plan hash', `<code>${text(provenance.planHash)}</code>`],
    ['seed', text(String(provenance.seed))],
    ['made on', text(`${plural(provenance.host.cores, 'core')}, Node ${provenance.host.node}`)],
    ['run time', text(`${formatNumber(total)} s in ${plural(times.length, 'run')}, added up`)],
    ['peak memory', text(`${formatNumber(provenance.peakMemory)} MB`)],
  ])
  const columns = [
    { head: 'run' },
    { head: 'hash of the final state' },
    { head: 'wall time (s)', numeric: true },
  ]
  const rows = Object.entries(provenance.stateHashes).map(([run, hash]) => [
    text(run),
    `<code>${text(hash)}</code>`,
    formatNumber(provenance.wallTime[run] ?? null),
  ])
  const runs = `<details><summary>Hash of every run</summary>${table(columns, rows)}</details>`
  return section(
    'reproduce',
    'Reproduce',
    `<pre>${text(provenance.command)}</pre>`,
    facts,
    rows.length === 0 ? '' : runs,
  )
}

/** What this trial cannot say. */
export function limitsSection(summary: TrialSummary): Markup {
  const items = summary.limits.map((limit) => `<li>${text(limit)}</li>`)
  return section(
    'limits',
    'Limits',
    items.length === 0
      ? paragraph('None were written down, which does not mean there are none.')
      : `<ul>${items.join('')}</ul>`,
  )
}

/** A kind of evidence with its mark. */
export function kindCell(kind: EvidenceKind): Markup {
  return `<span aria-hidden="true">${kindMarks[kind]}</span> ${text(kind)}`
}

/** A source's key, linked to its reference where there is one. */
export function sourceCell(key: string | undefined, summary: TrialSummary): Markup {
  if (key === undefined || key === '') return ''
  if (!summary.sources.some((source) => source.key === key)) return reference(key)
  return `<a href="#source-${slug(key)}">${text(key)}</a>`
}

function armName(arm: ArmSummary, context: FigureContext): Markup {
  return `<b style="color:${armStyle(context, arm.name).colour}">${text(arm.name)}</b><br><small>${text(arm.role)}</small>`
}

function armCells(arm: ArmSummary, summary: TrialSummary): Markup[] {
  const doses = arm.doses.map((dose) => `${formatTime(dose.time, summary.duration)}: ${dose.label}`)
  const shown = doses.length > 8 ? [...doses.slice(0, 7), `and ${doses.length - 7} more`] : doses
  const counts = summary.events?.[arm.name]
  const events =
    summary.events === undefined
      ? []
      : [formatNumber(counts?.divisions ?? null), formatNumber(counts?.deaths ?? null)]
  return [lines(arm.description), shown.length === 0 ? 'none' : lines(shown), ...events]
}

function eventColumns(summary: TrialSummary) {
  if (summary.events === undefined) return []
  return [
    { head: 'divisions<br><small>mean per run</small>', numeric: true },
    { head: 'deaths<br><small>mean per run</small>', numeric: true },
  ]
}

function initialCells(summary: TrialSummary): Markup {
  const items = summary.cellTypes
    .toSorted((a, b) => lineageRank(a) - lineageRank(b))
    .map((type) => {
      const count =
        type.initial === undefined ? '' : ` <span class="quiet">${formatNumber(type.initial)}</span>`
      return `<li><i style="background:${cellTypeColour(type)}"></i>${text(type.name)}${count}</li>`
    })
  const counted = summary.cellTypes.some((type) => type.initial !== undefined)
  return `<h3>Cell types${counted ? ' and their number at the start' : ''}</h3><ul class="legend">${items.join('')}</ul>`
}

function shareBar(summary: TrialSummary): Markup {
  const stated = statedParameters(summary)
  const total = stated.length
  if (total === 0) return ''
  const parts = kinds.map((kind) => {
    const count = stated.filter((parameter) => parameter.kind === kind).length
    const words = count / total < 0.14 ? '' : `${kind} `
    const label = count / total < 0.04 ? '' : `${kindMarks[kind]} ${words}${formatExact(count)}`
    return count === 0 ? '' : `<span class="${kind}" style="flex-grow:${count}">${label}</span>`
  })
  return `<div class="shares" role="img" aria-label="${text(evidenceLine(summary))}">${parts.join('')}</div>`
}

/** The claim, and under it the numbers of its curve. */
function mechanismText(value: string): Markup {
  const [claim = '', ...curve] = value.split(/(?<=.), (?=half at )/)
  const numbers =
    curve.length === 0 ? '' : `, <small class="curve">${text(formatUnit(curve.join(', ')))}</small>`
  return text(formatUnit(claim)) + numbers
}

function lines(values: readonly string[]): Markup {
  return values.map(text).join('<br>')
}

/** An anchor from a key: letters and digits stay, everything else becomes its code. */
function slug(key: string): string {
  return key.replace(/[^A-Za-z0-9]/g, (character) => `-${character.charCodeAt(0)}-`)
}
