/** Networks inside of many cells, which never come to rest: what a step costs per cell. */
import { specialFunctions } from '../kernels/special.ts'
import { advance } from '../processes/network/kernels.ts'
import type { NetworkTables } from '../processes/network/compile.ts'
import { planNetworks } from '../processes/network/plan.ts'
import { bindPhase } from './kernel-scenes.ts'
import { timePair } from './measure.ts'
import { bytesPerRow } from './memory.ts'
import { openWorld } from './open-world.ts'
import { type SceneOptions, type SceneResult, timeEach } from './result.ts'
import { compile } from '../compile/compile.ts'
import { parseModel } from '../compile/parse-model.ts'

/** Nodes of the network; chosen: about as many as the loops of the shipped models have. */
const NODES = 20
/** Cells that the plain form advances. Chosen: it takes some hundred times as long. */
const SAMPLE = 200

/**
 * Cells with three nodes that inhibit each other round and round, fifteen that follow one after the other, and two that become
 * each other. A trait that differs from cell to cell drives the first, so that no two cells are in step. No biology.
 */
export function networkScene(cells: number): string {
  const edge = (text: string): string => `        - ${text} [assumed]`
  const ring = [0, 1, 2].map((k) => edge(`N${k} inhibits N${(k + 1) % 3}, half at 0.3, hill 8, tau 1 h`))
  const chain = Array.from({ length: NODES - 5 }, (_, k) =>
    edge(
      `N${k + 2} and vigour activate N${k + 3}, half at 0.4 and 1, hill ${k % 2 === 0 ? 2 : 4} and 1, tau 1 h`,
    ),
  )
  const starts = Array.from({ length: NODES - 2 }, (_, k) => {
    const basal = k < 3 ? ', basal: 1' : ''
    return `        N${k}: { start: ${k === 0 ? 1 : 0}${basal} }`
  })
  return [
    'format: 1',
    'title: networks',
    'domain: { size: [4000 um, 4000 um, 20 um], voxel: 20 um }',
    'time: { stop: 30 day, fields: 6 min, mechanics: 6 min, phenotype: 6 min }',
    'cell types:',
    '  cell:',
    '    traits: { vigour: { value: 1, spread: 0.3, min: 0.1 } }',
    '    network:',
    '      nodes:',
    ...starts,
    '        free: { start: 1 }',
    '      edges:',
    ...ring,
    edge('vigour inhibits N0, half at 2, hill 2'),
    ...chain,
    edge('free becomes bound at 1 1/h, by N5, half at 0.3, hill 2'),
    edge('bound becomes free at 0.5 1/h'),
    'initial:',
    `  cell: { box: { low: [-2000 um, -2000 um, 0 um], high: [2000 um, 2000 um, 0 um], count: ${cells} } }`,
    '',
  ].join('\n')
}

/** The networks of all cells by one step of 6 min, against the plain form. */
export async function network(cells: number, { repeats, threads }: SceneOptions): Promise<SceneResult> {
  const { model } = parseModel('scene.yaml', () => ({ ok: true, text: networkScene(cells) }))
  if (model === undefined) throw new Error('the scene has mistakes')
  const { world, close } = await openWorld(compile(model), threads)
  const step = bindPhase(world, 'network', 'response')
  const plan = planNetworks(model.data)[0] as NonNullable<NetworkTables['plans'][number]> // the one type has a network
  const special = specialFunctions(world.kernels)
  const x = new Float64Array(plan.variables.length + plan.signals.length).fill(1)
  // Past the start, where the cells are still in step.
  for (let k = 0; k < 10; k++) step()
  for (let k = 0; k < 10; k++) advance(plan, x, 6, special)
  const plain = (): void => {
    for (let k = 0; k < SAMPLE; k++) advance(plan, x, 6, special)
  }
  const timing = timePair(step, plain, repeats, threads)
  const result = {
    scene: `network ${cells}`,
    threads,
    title: `${world.count.toLocaleString('en-GB')} cells with a network of ${NODES} nodes, steps of 6 min`,
    phases: [],
    quantities: [
      {
        ...timeEach('cell and step', 'ns', timing.subject, world.count),
        ratio: (timing.ratio * world.count) / SAMPLE,
      },
      {
        name: 'stored per cell',
        unit: 'byte',
        median: bytesPerRow(world, 'cell', (name) => name.startsWith('network')),
      },
    ],
  }
  await close()
  return result
}
