import type { GraphEdge, InteractionGraph } from '../analysis/evidence/graph.ts'
import type { CellTypeSummary } from '../analysis/summary.ts'
import { networkFigure } from '../figures/network.ts'
import { kindCell } from './evidence-cells.ts'
import { pageTheme } from './context.ts'
import { single, table, text } from './html.ts'
import type { Markup } from './html.ts'

/** CSS pixels per figure unit that labels need to be read; chosen: type of 8 pt becomes 10 px. Wider pictures scroll in their frame. */
const LEAST_SCALE = 1.25

/** The picture of who acts on whom; each line leads to its row in `interactionTable`. */
export function networkDrawing(
  graph: InteractionGraph,
  cellTypes: readonly Pick<CellTypeSummary, 'name' | 'colour' | 'lineage'>[],
): Markup {
  const title = 'Who acts on whom'
  const drawing = networkFigure(graph, {
    title,
    theme: pageTheme,
    cellTypes,
    rowOf: (index) => `#${edgeAnchor(index)}`,
  })
  const width = Number(/viewBox="0 0 ([\d.]+) /.exec(drawing)?.[1] ?? 0)
  return single(drawing, Math.round(width * LEAST_SCALE))
}

const SIGNS: Readonly<Record<GraphEdge['sign'], string>> = {
  activates: '\u2192 raises',
  inhibits: '\u22a3 lowers',
  passes: '\u2219 carries',
}

/** Every interaction with what the model says and how well it is known. */
export function interactionTable(
  graph: InteractionGraph,
  sourceOf: (key: string | undefined) => Markup,
): Markup {
  const labels = new Map(
    graph.nodes.map(({ id, label, group, kind }) => [
      id,
      group === undefined || kind === 'cells' ? label : `${label} (${group})`,
    ]),
  )
  const rows = graph.edges.map(({ from, to, sign, text: said, kind, source, mechanisms }, index) => [
    `<span id="${edgeAnchor(index)}">${text(labels.get(from) ?? from)}</span>`,
    SIGNS[sign],
    text(labels.get(to) ?? to),
    text(said),
    text(mechanisms.join(' ')),
    kind === undefined ? '' : kindCell(kind),
    sourceOf(source),
  ])
  const columns = [
    { head: 'from' },
    { head: 'does', whole: true },
    { head: 'to' },
    { head: 'as the model says it' },
    { head: 'mechanism', whole: true },
    { head: 'kind', whole: true },
    { head: 'source' },
  ]
  return table(columns, rows)
}

function edgeAnchor(index: number): string {
  return `interaction-${index}`
}
