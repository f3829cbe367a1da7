import { describe, expect, test } from 'vitest'
import { networkFigure } from '../../figures/network.ts'
import { type Box, layoutNetwork } from '../../figures/network-layout.ts'
import { paperTheme } from '../../figures/theme.ts'
import { readFile } from '../../platform/node/read-file.ts'
import { parseModel } from '../../compile/parse-model.ts'
import { modelFrom } from '../../testing/run-model.ts'
import type { GraphEdge, InteractionGraph } from './graph.ts'
import { interactionGraph } from './interaction-graph.ts'
import { modelElements } from './model-elements.ts'

const MODEL = `format: 1
title: two cells
domain: { size: [100 um, 100 um, 20 um] }
time: { stop: 1 h }
substrates:
  IL-10: { unit: nM, diffusion: 10 um^2/s }
  blocker: { unit: nM, diffusion: 10 um^2/s }
cell types:
  tumour:
    traits: { CIN: { value: "1 [assumed]" }, MIIP: { value: "1 [assumed]" } }
    exchange: { IL-10: { export: "1 molecules/s [assumed]", uptake: "0.1 1/min [assumed]" } }
    markers: { L: "1 [assumed]" }
    network:
      nodes: { DNA: { tau: 1 h } }
      edges:
        - CIN and not MIIP activate DNA, half at 0.5 and 1, hill 1 and 2 [assumed]
    rules:
      - DNA increases IL-10 export to 5 molecules/s, half at 0.5, hill 2 [assumed]
  killer:
    receptors: { R: { ligand: L, half: 1, blocked by: { blocker: 1 nM } } }
    interaction: { attack: { tumour: 0.1 1/min } }
    motility: { chemotaxis: { IL-10: -1 } }
    rules:
      - R signalling decreases attack tumour to 0 1/min, half at 0.5, hill 2 [measured, doi:10.1000/182]
      - contact with tumour increases migration speed to 1 um/min, half at 1, hill 1 [fitted]
`

function arrows(graph: InteractionGraph): readonly string[] {
  return graph.edges
    .filter(({ isMinor }) => isMinor !== true)
    .map(({ from, sign, to }) => `${from} ${sign} ${to}`)
    .toSorted()
}

describe('who acts on whom', () => {
  const graph = interactionGraph(modelFrom(MODEL))

  test('rules, networks, exchange, receptors, gradients and attacks are edges, with their signs', () => {
    expect(arrows(graph)).toEqual(
      [
        'tumour/CIN activates tumour/DNA',
        'tumour/MIIP inhibits tumour/DNA',
        'tumour/DNA activates tumour/IL-10 export',
        'tumour/IL-10 export passes /IL-10',
        'tumour/L activates killer/R',
        '/blocker inhibits killer/R',
        'killer/R inhibits killer/attack tumour',
        'killer/attack tumour activates tumour/damage',
        '/IL-10 inhibits killer/chemotactic response to IL-10',
        'tumour/tumour cells activates killer/migration speed',
      ].toSorted(),
    )
  })

  test('mere consumption is there, and marked', () => {
    expect(graph.edges.filter(({ isMinor }) => isMinor)).toMatchObject([
      { from: '/IL-10', to: 'tumour/tumour cells', sign: 'passes' },
    ])
  })

  test('an edge knows its sentence, its kind and its source', () => {
    expect(graph.edges.find(({ from }) => from === 'killer/R')).toMatchObject({
      text: 'killer: R signalling decreases attack tumour to 0 1/min, half at 0.5, hill 2',
      kind: 'measured',
      source: 'doi:10.1000/182',
      mechanisms: ['M03', 'M10', 'M11'],
    })
  })
})

test('numbers count in the mechanism of their section, those in sentences too', () => {
  const { numbers, sentences, homeless } = modelElements(modelFrom(MODEL))
  expect(sentences.map(({ subject, mechanisms }) => [subject, ...mechanisms])).toEqual([
    ['killer', 'M03', 'M10', 'M11'],
    ['killer', 'M03', 'M07'],
    ['tumour', 'M04'],
    ['tumour', 'M03', 'M02'],
  ])
  expect(homeless).toEqual([])
  // to, half and hill of three rules: three measured, three fitted, three assumed
  expect(numbers.get('M03')).toEqual({ measured: 3, fitted: 3, assumed: 3 })
})

const LARGE = [
  'colorectal',
  'liver-metastasis',
  'orthotopic',
  'msc-culture',
  'sting-culture',
  'caf-culture',
  'metastasis',
]

/** The graph of a shipped model. */
function graphOf(name: string): InteractionGraph {
  const { model } = parseModel(`models/${name}/model.yaml`, readFile)
  if (model === undefined) throw new Error('the shipped model has mistakes')
  return interactionGraph(model)
}

/** Edges between two nodes of a graph, by their labels. */
function between(graph: InteractionGraph, from: string, to: string): readonly GraphEdge[] {
  const labels = new Map(
    graph.nodes.map(({ id, label, group }) => [id, [group, label].filter(Boolean).join('/')]),
  )
  return graph.edges.filter((edge) => labels.get(edge.from) === from && labels.get(edge.to) === to)
}

describe('what lies between cells', () => {
  test('a blocker of a gate undoes what the gate answers', () => {
    const graph = graphOf('liver-metastasis')
    expect(between(graph, 'CXCL12', 'entry of CD8')).toMatchObject([{ sign: 'inhibits' }])
    expect(between(graph, 'plerixafor', 'entry of CD8')).toMatchObject([
      { sign: 'activates', kind: 'assumed', mechanisms: ['M28'] },
    ])
  })

  test('cells leave through vessels, and end in organs', () => {
    const graph = graphOf('orthotopic')
    expect(between(graph, 'tumour/EMT', 'tumour/intravasation')).toHaveLength(1)
    expect(between(graph, 'tumour/intravasation', 'tumour cells in blood')).toHaveLength(1)
    expect(between(graph, 'tumour cells in blood', 'metastases in liver')).toMatchObject([
      { kind: 'assumed' },
    ])
  })

  test('vesicles are released and loaded, and deliver to who takes them up and reads what they carry', () => {
    const graph = graphOf('msc-culture')
    expect(between(graph, 'MSC/MSC vesicles release', 'MSC vesicles')).toMatchObject([{ kind: 'assumed' }])
    expect(between(graph, 'MSC/NEAT1 load of MSC vesicles', 'MSC vesicles')).toHaveLength(1)
    expect(between(graph, 'harvested vesicles', 'tumour/delivered MIF')).toMatchObject([{ kind: 'assumed' }])
    expect(between(graph, 'harvested vesicles', 'MSC/delivered MIF')).toEqual([])
  })

  test('switches are set by signals, and follow each other with the signs of their logic', () => {
    const graph = interactionGraph(
      modelFrom(`format: 1
title: switches
domain: { size: [40 um, 40 um, 20 um] }
time: { stop: 1 h }
substrates: { oxygen: { unit: mmHg, diffusion: 1e5 um^2/min, initial: 5 mmHg } }
cell types:
  tumour:
    boolean network:
      nodes:
        low: {}
        HIF: { logic: low, up: "0.5 1/h [measured]", down: 2 1/h }
        MYC: { logic: not HIF or MYC and not low }
      inputs: { low: "oxygen below 10 mmHg [assumed]" }
    rules:
      - HIF decreases cycle entry to 0 1/min, half at 0.5, hill 8 [assumed]
`),
    )
    expect(between(graph, 'oxygen', 'tumour/low')).toMatchObject([{ sign: 'inhibits', kind: 'assumed' }])
    expect(between(graph, 'tumour/low', 'tumour/HIF')).toMatchObject([
      { sign: 'activates', kind: 'measured' },
    ])
    expect(between(graph, 'tumour/HIF', 'tumour/MYC')).toMatchObject([{ sign: 'inhibits' }])
    expect(between(graph, 'tumour/MYC', 'tumour/MYC')).toMatchObject([{ sign: 'activates' }])
    expect(between(graph, 'tumour/low', 'tumour/MYC')).toMatchObject([{ sign: 'inhibits' }])
    expect(between(graph, 'tumour/HIF', 'tumour/cycle entry')).toMatchObject([{ sign: 'inhibits' }])
  })

  test('drugs are drawn as given; that they pass through vessels stands in the table', () => {
    const graph = graphOf('liver-metastasis')
    expect(between(graph, 'vessels', 'plerixafor')).toMatchObject([{ isMinor: true }])
    expect(between(graph, 'plerixafor given', 'plerixafor')).toMatchObject([
      { kind: 'measured', source: 'mozobil' },
    ])
  })
})

describe('the body', () => {
  const organism = `format: 1
title: an organism
domain: { size: [40 um, 40 um, 20 um], voxel: 20 um }
time: { stop: 1 h }
body: { tissue stands for: 1 mm^3, blood: 2 mL }
substrates:
  CCL2: { unit: nM, diffusion: 10 um^2/s }
  antagonist: { unit: nM, diffusion: 10 um^2/s }
factors:
  CCL2: { half-life: 10 min, enters blood: 0.1 1/min, neutralised by: { a drug that the model lacks: 1 nM } }
pools:
  monocytes:
    half-life: 1 h
    mobilised by: { CCL2: { to: 3, half: 1 nM, blocked by: { antagonist: 1 nM } } }
    cleared by: { CCL2: { to: 2, half: 1 nM } }
niches:
  lung:
    macrophages:
      lasts: 1 day
      drives: { recruitment: { rate: 1 1/day, in proportion to: [monocytes in blood], raised by: { CCL2 in plasma: { half: 1 nM } } } }
    niche:
      lasts: 1 day
      drives: { by macrophages: { rate: 1 1/day, raised by: { macrophages: { half: 1 } } } }
dissemination:
  organs: { lung: { share of output: 1, arrest: 1, death of arrested cells: 0.1 1/min } }
cell types:
  tumour:
    intravasation: 0.1 1/day
    rules:
      - niche in lung increases arrest in lung to 4, half at 0.5, hill 2 [assumed]
      - monocytes in blood increases death of arrested cells in lung to 1 1/min, half at 1, hill 1 [assumed]
`

  test('blood and organs have levels, which cells of the blood answer; of drugs only those of the model are drawn', () => {
    expect(arrows(interactionGraph(modelFrom(organism)))).toEqual(
      [
        '/CCL2 passes /CCL2 in plasma',
        '/CCL2 in plasma activates /monocytes in blood',
        '/CCL2 in plasma inhibits /monocytes in blood',
        '/antagonist inhibits /monocytes in blood',
        '/monocytes in blood activates /macrophages in lung',
        '/CCL2 in plasma activates /macrophages in lung',
        '/macrophages in lung activates /niche in lung',
        '/niche in lung activates tumour/arrest in lung',
        '/monocytes in blood activates tumour/death of arrested cells in lung',
        'tumour/arrest in lung activates /metastases in lung',
        'tumour/death of arrested cells in lung inhibits /metastases in lung',
        'tumour/intravasation passes /circulating cells',
        '/circulating cells passes /metastases in lung',
      ].toSorted(),
    )
  })
})

describe('the picture', () => {
  const graph = graphOf('colorectal')
  const cellTypes = graph.groups.map((name) => ({ name, lineage: 'other' as const }))
  const svg = networkFigure(graph, { title: 'x', theme: paperTheme, cellTypes, rowOf: (k) => `#row-${k}` })

  test('has every edge once, with a way to its row', () => {
    const drawn = [...svg.matchAll(/data-edge="(\d+)"/g)].map(([, index]) => Number(index))
    const wanted = graph.edges.flatMap(({ isMinor }, index) => (isMinor === true ? [] : [index]))
    expect(wanted.length).toBeGreaterThan(25)
    expect(drawn.toSorted((a, b) => a - b)).toEqual(wanted)
    expect([...svg.matchAll(/href="#row-\d+"/g)]).toHaveLength(wanted.length)
  })

  test('is the same each time', () => {
    expect(
      networkFigure(graph, { title: 'x', theme: paperTheme, cellTypes, rowOf: (k) => `#row-${k}` }),
    ).toBe(svg)
  })

  test.each(LARGE)('of %s: no two nodes overlap, nor two cells, and none lies outside', (name) => {
    const { nodes, groups, left, top, width, height } = layoutNetwork(graphOf(name), 8)
    for (const a of nodes) {
      expect(a.x - a.width / 2).toBeGreaterThanOrEqual(left)
      expect(a.x + a.width / 2).toBeLessThanOrEqual(left + width)
      expect(a.y - a.height / 2).toBeGreaterThanOrEqual(top)
      expect(a.y + a.height / 2).toBeLessThanOrEqual(top + height)
    }
    const overlapping = (boxes: readonly Box[]): readonly Box[] =>
      boxes.flatMap((a, index) =>
        boxes
          .slice(index + 1)
          .filter(
            (b) =>
              Math.abs(a.x - b.x) < (a.width + b.width) / 2 &&
              Math.abs(a.y - b.y) < (a.height + b.height) / 2,
          ),
      )
    expect(overlapping(nodes)).toEqual([])
    expect(overlapping(groups)).toEqual([])
  })

  test('nothing to draw is drawn as nothing', () => {
    const empty = { groups: [], nodes: [], edges: [] }
    expect(networkFigure(empty, { title: 'x', theme: paperTheme, cellTypes: [] })).toContain('<svg')
  })
})

test('cells that leave for a lymph node come back as T cells through vessels', () => {
  const found = arrows(
    interactionGraph(
      modelFrom(`format: 1
title: priming
include: [library/priming-pd-1]
domain: { size: [100 um, 100 um, 20 um] }
time: { stop: 1 h }
`),
    ),
  )
  expect(found.filter((arrow) => /lymph node|in blood/.test(arrow))).toEqual([
    '/CD8 in blood activates /entry of CD8',
    '/anti-PD-1 activates /lymph node',
    '/lymph node passes /CD8 in blood',
    'dendritic cell/emigration to lymph node passes /lymph node',
    'dendritic cell/maturity activates dendritic cell/emigration to lymph node',
  ])
})
