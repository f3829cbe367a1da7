import type { GraphEdge, InteractionGraph } from '../analysis/evidence/graph.ts'
import type { CellTypeSummary } from '../analysis/summary.ts'
import { networkFigure } from '../figures/network.ts'
import { kindCell } from './evidence-cells.ts'
import { pageTheme } from './context.ts'
import { table, text } from './html.ts'
import type { Markup } from './html.ts'

/** CSS pixels per figure unit at which labels are read with ease; chosen: type of 8 pt becomes 11 px. */
const SCALE = 1.4

/** Sizes of the picture that one may choose, without a script: the frame scrolls where it is smaller. */
const SIZES = ['small', 'readable', 'large'] as const

const style = `.network fieldset{all:unset;display:flex;flex-wrap:wrap;gap:4px 16px;margin:0 0 8px;font-size:14px;color:var(--muted)}
.network label{cursor:pointer}
.network input{accent-color:var(--accent);margin:0 6px 0 0}
.network .scroll{max-height:82vh;overflow:auto;border:1px solid var(--faint);border-radius:4px}
.network .drawing{width:var(--width)}
.network:has([value=small]:checked) .drawing{width:max(100%,calc(var(--width)*.55))}
.network:has([value=large]:checked) .drawing{width:calc(var(--width)*1.6)}
.network svg{display:block}
.network a:hover .line,.network a:focus-visible .line{stroke-width:2.4}
.network a:focus-visible{outline:none}
.network a:focus-visible .hit{stroke:var(--accent);stroke-opacity:.3}
@media (min-width:1240px){.network{margin-right:calc((1240px - 100vw)/2)}}
@media print{.network{margin:0}.network fieldset{display:none}.network .scroll{max-height:none;border:0}.network .drawing{width:100%!important}}`

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
  const choices = SIZES.map(
    (size, index) =>
      `<label><input type="radio" name="network-size" value="${size}"${index === 0 ? ' checked' : ''}>${size}</label>`,
  ).join('')
  const frame = `<div class="scroll" tabindex="0" role="group" aria-label="${title}"><div class="drawing" style="--width:${Math.round(width * SCALE)}px">${drawing}</div></div>`
  return `<style>${style}</style><div class="network"><fieldset><legend hidden>Size of the picture</legend>${choices}</fieldset>${frame}</div>`
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
