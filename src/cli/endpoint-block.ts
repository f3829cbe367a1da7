import type { EffectSummary, EndpointSummary, TrialSummary } from '../analysis/summary.ts'
import { byReference } from '../report/large-trial.ts'
import { wrap } from './columns.ts'
import { armCell, countedOver, effectCell, endpointName, verdictCell } from './endpoint-cells.ts'
import { plain } from './plain-text.ts'
import type { Terminal } from './terminal.ts'

/** Share of a line that names of arms may take before they are broken; chosen: two columns of numbers fit beside it. */
const nameShare = 0.35

/** Narrowest column in which a verdict stands beside its difference [characters]; chosen: a few words. */
const narrowestVerdict = 22

interface Row {
  readonly name: string
  readonly value: string
  readonly verdict: string
}

/** One endpoint from top to bottom: its arms, then its comparisons by what they are measured against. */
export function endpointBlock(
  summary: TrialSummary,
  endpoint: EndpointSummary,
  terminal: Terminal,
): readonly string[] {
  const effects = summary.effects.filter((effect) => effect.endpoint === endpoint.name)
  const groups = byReference(effects).map((group) => ({
    head: `against ${group[0]?.against ?? ''}`,
    rows: group.map((effect) => effectRow(effect, endpoint, summary)),
  }))
  const arms = summary.arms.map(({ name }) => ({ name, value: armCell(endpoint, name), verdict: '' }))
  const lay = layoutOf([...arms, ...groups.flatMap(({ rows }) => rows)], terminal.width)
  const { bold, dim } = terminal.colours
  const [head = '', ...more] = wrap(endpointName(endpoint, summary.duration), terminal.width)
  const columns = (text: string): string => `${' '.repeat(lay.value)}${dim(text)}`
  return [
    ...[head, ...more].map((line) => bold(line)),
    columns(`median [${endpoint.interval ?? 'range of the replicates'}]`),
    ...arms.flatMap((row) => rowLines(row, lay, 4)),
    ...(groups.length === 0 ? [] : [columns(levelText(effects))]),
    ...groups.flatMap((group) => [
      ...wrap(plain(group.head), terminal.width, '    ').map((line) => dim(line)),
      ...group.rows.flatMap((row) => rowLines(row, lay, 6)),
    ]),
  ]
}

function effectRow(effect: EffectSummary, endpoint: EndpointSummary, summary: TrialSummary): Row {
  return {
    name: effect.arm,
    value: effectCell(summary.effects, endpoint, effect),
    verdict: verdictCell([effect], endpoint, countedOver(summary)),
  }
}

function levelText([first]: readonly EffectSummary[]): string {
  return `difference (${Math.round(100 * (first?.level ?? 0.95))} % CI)`
}

interface BlockLayout {
  /** Where values begin [characters]. */
  readonly value: number
  /** Where verdicts begin; with the values where they go beneath them. */
  readonly verdict: number
  readonly width: number
}

function layoutOf(rows: readonly Row[], width: number): BlockLayout {
  const widest = Math.max(0, ...rows.map(({ name }) => plain(name).length))
  const value = 6 + Math.min(widest, Math.floor(width * nameShare)) + 2
  const beside = value + Math.max(0, ...rows.map((row) => row.value.length)) + 2
  const room = width - beside
  const isBeside = room >= narrowestVerdict || rows.every(({ verdict }) => verdict.length <= room)
  return { value, verdict: isBeside ? beside : value, width }
}

/** A row of one line, or of as many as its name or verdict needs. */
function rowLines({ name, value, verdict }: Row, lay: BlockLayout, indent: number): readonly string[] {
  const names = wrap(plain(name), lay.value - indent - 2, '')
  const verdicts = verdict === '' ? [] : wrap(verdict, lay.width - lay.verdict, '')
  const isBeneath = lay.verdict === lay.value
  const values = isBeneath ? [value, ...verdicts] : [value]
  const count = Math.max(names.length, values.length, isBeneath ? 0 : verdicts.length)
  return Array.from({ length: count }, (_, k) => {
    const line = `${' '.repeat(indent)}${names[k] ?? ''}`.padEnd(lay.value) + (values[k] ?? '')
    return (isBeneath ? line : line.padEnd(lay.verdict) + (verdicts[k] ?? '')).trimEnd()
  })
}
