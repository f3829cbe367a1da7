import { existsSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SMALL_TRIAL, type Workbench, createWorkbench } from './workbench.ts'

/*
 * How fast tumour cells divide decides how many there are; how fast T cells crawl can change nothing about that, since
 * nothing in this model lets tumour cells know of T cells.
 */
const VARIED = `
  parameters:
    pace of division: { path: cell types.tumour.cycle.rate, is: "uniform from 0.2 to 2 times [assumed]" }
    speed of T cells: { path: cell types.CD8.motility.speed, is: "uniform from 1 to 6 um/min [assumed]" }
`
const MORRIS = `${SMALL_TRIAL}sensitivity:
  method: morris
  trajectories: 4
  replicates: 2
  of: arms
  arms: [fast]${VARIED}`
const SOBOL = `${SMALL_TRIAL}sensitivity:
  method: sobol
  samples: 8
  replicates: 2
  of: arms
  arms: [fast]${VARIED}`

let bench: Workbench
beforeAll(() => {
  bench = createWorkbench()
  bench.write('morris.yaml', MORRIS)
  bench.write('sobol.yaml', SOBOL)
})
afterAll(() => bench.remove())

const studyOf = async (file: string, ...args: readonly string[]) => {
  const { code, stdout, stderr } = await bench.milieu(['sensitivity', file, '--json', ...args])
  expect({ code, stderr }).toMatchObject({ code: 0 })
  return JSON.parse(stdout)
}

describe('milieu sensitivity', () => {
  test('ranks what scales the answer first, and gives 0 to the bit to what cannot matter', async () => {
    const study = await studyOf('morris.yaml', '--out', 'morris')
    expect(study.rows.map(({ parameter }: { parameter: string }) => parameter)).toEqual([
      'pace of division',
      'speed of T cells',
    ])
    const [pace, speed] = study.rows
    expect(pace.index).toBeGreaterThan(0)
    expect(pace.mu).toBe(pace.index) // more division never makes fewer cells
    expect({ index: speed.index, sigma: speed.sigma }).toEqual({ index: 0, sigma: 0 })
    // 4 trajectories of 3 points, 2 of which coincide with others, 2 replicates, and 2 runs of the model as written.
    expect(study).toMatchObject({ points: 12, runs: { planned: 22, finished: 22, dropped: 0, blocks: 4 } })
    expect(pace.noise).toBeGreaterThan(0)
  })

  test('the same for shares of the variance', async () => {
    const study = await studyOf('sobol.yaml', '--out', 'sobol')
    const [pace, speed] = study.rows
    expect(pace.parameter).toBe('pace of division')
    expect(pace.total).toBeGreaterThan(0.5)
    expect({ index: speed.index, total: speed.total }).toEqual({ index: 0, total: 0 })
    expect(study.runs.planned).toBe(8 * 4 * 2 + 2)
  })

  test('gives the same on any number of cores', async () => {
    const [one, two] = [
      await studyOf('morris.yaml', '--out', 'one', '--cores', '1'),
      await studyOf('morris.yaml', '--out', 'two', '--cores', '2'),
    ]
    expect(one.rows).toEqual(two.rows)
    const table = (folder: string) => readFileSync(bench.path(folder, 'tables', 'sensitivity-outputs.csv'))
    expect(table('one').equals(table('two'))).toBe(true)
  })

  test('goes on from what is there', async () => {
    await studyOf('morris.yaml', '--out', 'again')
    const runs = readdirSync(bench.path('again', 'runs'))
    const [lost = '', kept = ''] = runs
    const written = (key: string): number =>
      statSync(bench.path('again', 'runs', key, 'manifest.json')).mtimeMs
    const [before, other] = [readFileSync(bench.path('again', 'sensitivity.json'), 'utf8'), written(kept)]
    rmSync(bench.path('again', 'runs', lost), { recursive: true })
    rmSync(bench.path('again', 'sensitivity.json'))
    await studyOf('morris.yaml', '--out', 'again')
    expect(readFileSync(bench.path('again', 'sensitivity.json'), 'utf8')).toBe(before)
    expect(existsSync(bench.path('again', 'runs', lost, 'manifest.json'))).toBe(true)
    expect(written(kept)).toBe(other)
  })

  test('says in words what the answer hangs on, and writes a report, figures and tables', async () => {
    const { code, stdout } = await bench.milieu(['sensitivity', 'morris.yaml'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/burden, fast: the answer hangs most on 'pace of division' \(assumed\)\./)
    expect(stdout).toContain('again    milieu sensitivity morris.yaml')
    const folder = (...parts: readonly string[]) => bench.path('results', 'morris', 'sensitivity', ...parts)
    expect(readFileSync(folder('report.html'), 'utf8')).toContain('elementary effects')
    expect(existsSync(folder('figures', 'sensitivity-burden-fast.svg'))).toBe(true)
    const csv = readFileSync(folder('tables', 'sensitivity.csv'), 'utf8').split('\n')
    expect(csv[0]).toBe(
      'endpoint,arm,against,parameter,kind,mu_star,mu_star_low,mu_star_high,mu,sigma,luck,noise_share,method',
    )
    expect(csv[2]).toMatch(/^burden,fast,,speed of T cells,assumed,0,0,0,0,0,/)
    expect(existsSync(folder('tables', 'sensitivity.parquet'))).toBe(true)
  })

  test('a trial beside it tells what its answer hangs on', async () => {
    await studyOf('morris.yaml')
    const trial = await bench.milieu(['trial', 'morris.yaml', '--replicates', '2'])
    expect(trial.stdout).toMatch(
      /Which numbers matter \(burden, fast\): the answer hangs most on\s+'pace of division'/,
    )
    expect(readFileSync(bench.path('results', 'morris', 'report.html'), 'utf8')).toContain(
      'the answer hangs most on',
    )
  })

  test('--into brings it to any trial, which says when the model differs', async () => {
    bench.write('longer.yaml', SMALL_TRIAL.replace('arms:', 'common: { time: { stop: 8 h } }\narms:'))
    await bench.milieu(['trial', 'longer.yaml', '--replicates', '2', '--out', 'longer'])
    await studyOf('morris.yaml', '--out', 'morris', '--into', 'longer')
    expect((await bench.milieu(['report', 'longer'])).code).toBe(0)
    const report = readFileSync(bench.path('longer', 'report.html'), 'utf8')
    expect(report).toContain('the answer hangs most on')
    expect(report).toContain('Sensitivity was computed with a model that differs from this one')
  })
})

/** Each in its range, but a nucleus may be larger than the cell around it. */
const clashing = (nuclear: string, total: string): string => `${SMALL_TRIAL}sensitivity:
  trajectories: 6
  replicates: 1
  of: arms
  parameters:
    cell types.tumour.volume.nuclear: uniform from ${nuclear} um^3 [assumed]
    cell types.tumour.volume.total: uniform from ${total} um^3 [assumed]
    cell types.tumour.cycle.rate: uniform from 0.2 to 2 times [assumed]
`

describe('numbers that make no model together', () => {
  test('take their trajectories with them, counted', async () => {
    bench.write('clash.yaml', clashing('300 to 1800', '1000 to 2400'))
    const { code, stdout, stderr } = await bench.milieu(['sensitivity', 'clash.yaml', '--json'])
    const { runs, rows } = JSON.parse(stdout)
    expect(code).toBe(3)
    expect(runs.failures).toBeGreaterThan(0)
    expect(runs.dropped).toBeGreaterThan(0)
    expect(runs.dropped).toBeLessThan(6)
    expect(rows[0].method).toContain(`${6 - runs.dropped} trajectories`)
    expect(stderr).toMatch(/nuclear.*expected less than the total volume/)
    const outputs = readFileSync(
      bench.path('results', 'clash', 'sensitivity', 'tables', 'sensitivity-outputs.csv'),
      'utf8',
    )
    const missing = outputs.split('\n').filter((line) => line.endsWith(',')).length
    expect(missing).toBe(runs.dropped * 4 * 2) // points of a trajectory, arms
  })

  test('end it before anything runs where nothing would be left', async () => {
    bench.write('hopeless.yaml', clashing('300 to 2400', '600 to 2400'))
    const { code, stderr, stdout } = await bench.milieu(['sensitivity', 'hopeless.yaml'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/make no valid model, though each number is in its range/)
    expect(existsSync(bench.path('results', 'hopeless'))).toBe(false)
  })
})

describe('all assumed', () => {
  test('is every number that the model states without a source, factors of it, narrowed to what is valid', async () => {
    bench.write(
      'assumed.yaml',
      `${SMALL_TRIAL}sensitivity: { parameters: all assumed, trajectories: 2, replicates: 1, arms: [slow] }\n`,
    )
    const study = await studyOf('assumed.yaml')
    expect(study.parameters.map(({ paths }: { paths: readonly string[] }) => paths[0])).toEqual([
      'cell types.CD8.motility.speed',
      'cell types.tumour.cycle.rate',
    ])
    expect(study.parameters[0]).toMatchObject({ text: 'log-uniform from 0.5 to 2 times', kind: 'assumed' })
    expect(study.rows[0]).toMatchObject({ parameter: 'tumour.cycle.rate', arm: 'slow' })
  })
})

describe('what is wrong is said', () => {
  test('an experiment that varies nothing', async () => {
    const { code, stdout, stderr } = await bench.milieu(['sensitivity', 'trial.yaml'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('sensitivity: { method: morris, parameters: all assumed }')
  })

  test('a model, a missing file, an unknown method', async () => {
    expect(await bench.milieu(['sensitivity', 'model.yaml'])).toMatchObject({ code: 2, stdout: '' })
    expect(await bench.milieu(['sensitivity', 'none.yaml'])).toMatchObject({ code: 1, stdout: '' })
    const { code, stderr } = await bench.milieu(['sensitivity', 'morris.yaml', '--method', 'guess'])
    expect(code).toBe(2)
    expect(stderr).toContain('morris, sobol')
  })
})
