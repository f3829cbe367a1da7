import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  designOf,
  jobsOf,
  nodeFiles,
  parseExperiment,
  planRuns,
  readFile,
  readRuns,
  trialData,
} from '../../src/index.ts'
import { mean } from '../../src/math/statistics.ts'
import { serialExecutor } from '../../src/platform/node/serial-executor.ts'

/*
 * Epistasis: can the order of the chain from DNA to interleukin 10 be read off arms that each cut it at one place, as a geneticist would?
 * A node lies upstream of another when some cut moves the other and leaves it alone, and no cut does the reverse.
 */

const FILE = 'experiments/e0-1-monoculture.yaml'
const CHAIN = ['cytosolic DNA', 'STING activity', 'p52', 'tumour IL-10']

/** Cuts in cells without MIIP; the last is added here, since the table of the experiment has none below NFkB2. */
const CUTS = ['MIIP-kd STING-kd', 'MIIP-kd STING inhibitor', 'MIIP-kd NFkB2-kd', 'MIIP-kd IL-10-kd']
const ADDED = `  MIIP-kd IL-10-kd:
    knock down: { cell types.tumour.traits.MIIP.value: 80 %, cell types.tumour.network.nodes.IL-10 synthesis.expression: 50 % }
`

/** Smallest change that counts; chosen: twins agree to rounding where nothing reaches a node, and cuts move it by half. */
const MOVED = 0.05

test('the order DNA, STING, NFkB2, interleukin 10 follows from the arms alone', async () => {
  const values = await endpointsOfArms()
  const of = (arm: string, node: string): number => mean(values.get(node)?.get(arm) ?? [])
  const isMoved = (cut: string, node: string): boolean =>
    Math.abs(of(cut, node) / of('MIIP-kd', node) - 1) > MOVED
  const spares = (cut: string, above: string, below: string): boolean =>
    isMoved(cut, below) && !isMoved(cut, above)
  const isAbove = (above: string, below: string): boolean =>
    CUTS.some((cut) => spares(cut, above, below)) && !CUTS.some((cut) => spares(cut, below, above))
  const placed = CHAIN.toSorted((a, b) => (isAbove(a, b) ? -1 : isAbove(b, a) ? 1 : 0))
  for (const [k, above] of CHAIN.entries())
    for (const below of CHAIN.slice(k + 1))
      expect(isAbove(above, below), `${above} above ${below}`).toBe(true)
  expect(placed).toEqual(CHAIN)
})

/** Endpoint -> arm -> its value in each replicate. */
async function endpointsOfArms(): Promise<ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>> {
  const text = readFileSync(FILE, 'utf8')
    .replace('replicates: 8', 'replicates: 2')
    .replace('  CIN high:', `${ADDED}  CIN high:`)
  const { experiment } = parseExperiment(FILE, (path) =>
    path === FILE ? { ok: true, text } : readFile(path),
  )
  if (experiment === undefined) throw new Error(`${FILE} has mistakes`)
  const folder = join(mkdtempSync(join(tmpdir(), 'milieu-epistasis-')), 'runs')
  const plans = planRuns(experiment)
  const outcomes = await serialExecutor().execute(jobsOf(experiment, plans), {
    folder,
    isStopping: () => false,
  })
  const design = designOf(experiment)
  const { runs, broken } = await readRuns(nodeFiles, folder, outcomes, { experiment, design })
  const { replicates, seed } = experiment.data
  const data = trialData({ experiment, design, replicates, seed, outcomes, runs, broken, command: '' })
  return new Map(
    data.endpoints.map(({ name, values }) => [
      name,
      new Map([...values].map(([arm, list]) => [arm, Array.from(list)] as const)),
    ]),
  )
}
