import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { livingTissue } from '../../src/bench/living-tissue.ts'
import { type Workbench, createWorkbench } from './workbench.ts'

/* Going back, going on, and finding out where two runs part. */

const RECORD = 'record: { snapshots: every 2 h, series: [cell counts], series every: every 30 min }'
const MODEL = livingTissue({ more: RECORD }).replace('stop: 1 day', 'stop: 7 h')

interface Manifest {
  readonly key: string
  readonly arm: string
  readonly stateHash: string
  readonly time: number
  readonly origin?: { readonly key: string; readonly tick: number; readonly stateHash: string }
  readonly snapshots: readonly { readonly tick: number; readonly hash: string; readonly file: string }[]
}

let bench: Workbench
let original: Manifest
beforeAll(async () => {
  bench = createWorkbench()
  bench.write('tissue.yaml', MODEL)
  await bench.milieu(['run', 'tissue.yaml', '--out', 'first', '--quiet'])
  ;[original] = manifests('first') as [Manifest] // one run
})
afterAll(() => bench.remove())

function manifests(folder: string): readonly Manifest[] {
  const runs = bench.path(folder, 'runs')
  return readdirSync(runs).map(
    (key) => JSON.parse(readFileSync(`${runs}/${key}/manifest.json`, 'utf8')) as Manifest,
  ) // written by the run
}

const hashes = ({ snapshots }: Manifest) => snapshots.map(({ tick, hash }) => [tick, hash])

describe('milieu branch', () => {
  test('without changes comes to the states of the run, from wherever it begins', async () => {
    for (const at of ['0h', '2h', '5 h']) {
      const { code, stderr } = await bench.milieu(['branch', 'first', '--at', at, '--out', `same ${at}`])
      expect(code, stderr).toBe(0)
      const [branch] = manifests(`same ${at}`)
      expect(branch?.stateHash).toBe(original.stateHash)
      const ticks = new Set(branch?.snapshots.map(({ tick }) => tick))
      expect(branch && hashes(branch)).toEqual(hashes(original).filter(([tick]) => ticks.has(Number(tick))))
      expect(branch?.key).not.toBe(original.key)
    }
    const compared = await bench.milieu(['compare', 'first', 'same 2h'])
    expect(compared.code).toBe(0)
    expect(compared.stdout).toMatch(/identical: 4 common snapshots, up to tick 420 \(7 h\)/)
  })

  test('says in its manifest where it came from', () => {
    const [branch] = manifests('same 5 h')
    const at = original.snapshots.find(({ tick }) => tick === 240)
    expect(branch?.origin).toEqual({ key: original.key, tick: 240, time: 240, stateHash: at?.hash })
  })

  test('runs arms of a file side by side; they share luck until their change acts', async () => {
    bench.write(
      'arms.yaml',
      `unchanged: {}
no drug: { set: { therapy: {} } }
fast: { set: { cell types.tumour.cycle.rate: 0.02 1/min } }
`,
    )
    const { code, stdout, stderr } = await bench.milieu([
      'branch',
      'first',
      '--at',
      '4h',
      '--arms',
      'arms.yaml',
    ])
    expect(code, stderr).toBe(0)
    expect(stdout).toMatch(/ 4 h +original +unchanged +no drug +fast\n/)
    expect(stdout).toContain('report   first-arms/report.html')
    const arms = new Map(manifests('first-arms').map((manifest) => [manifest.arm, manifest]))
    expect(arms.get('unchanged')?.stateHash).toBe(original.stateHash)
    for (const name of ['no drug', 'fast']) {
      expect(arms.get(name)?.stateHash).not.toBe(original.stateHash)
      expect(arms.get(name)?.origin?.tick).toBe(240)
    }
    const folders = ['unchanged', 'no drug'].map((name) => `first-arms/runs/${arms.get(name)?.key}`)
    const { code: differs, stdout: where } = await bench.milieu(['compare', ...folders, '--exact'])
    expect(differs).toBe(1)
    // The next infusion begins at 6 h, in the step from tick 360 to 361; no snapshot lies there.
    expect(where).toMatch(/they part at tick 361 /)
  })

  test('what options say holds for every arm of a file, beside what the file has in common', async () => {
    bench.write(
      'two.yaml',
      'common: { set: { therapy: {} } }\narms: { a: {}, b: { set: { cell types.CD8.motility.speed: 1 um/min } } }\n',
    )
    const args = ['branch', 'first', '--at', '4h', '--arms', 'two.yaml', '--out', 'two', '--until', '5 h']
    const { code, stderr } = await bench.milieu(args)
    expect(code, stderr).toBe(0)
    for (const { arm, time, key } of manifests('two')) {
      expect([arm, time]).toEqual([arm, 300])
      expect(readFileSync(bench.path('two', 'runs', key, 'model.yaml'), 'utf8')).not.toContain('3 mg/kg')
    }
    expect(
      manifests('two')
        .map(({ arm }) => arm)
        .toSorted(),
    ).toEqual(['a', 'b'])
  })

  test('takes new columns along and says which', async () => {
    bench.write(
      'drug.yaml',
      `substrates: { anti-B: { unit: nM, diffusion: 600 um^2/min, decay: 0.003 1/min } }
drugs: { anti-B: { substrate: anti-B, molar mass: 146 kDa, clearance: 0.23 L/day, central volume: 3.63 L } }
therapy: { once: { drug: anti-B, dose: 3 mg/kg, infusion: 60 min, start: 5 h } }
`,
    )
    const args = ['branch', 'first', '--at', '4h', '--therapy', 'drug.yaml', '--out', 'drug']
    const { code, stderr } = await bench.milieu(args)
    expect(code, stderr).toBe(0)
    expect(stderr).toMatch(/new in the state, with initial values: .*field\/anti-B/)
  })

  test('another seed gives other luck, from there on', async () => {
    await bench.milieu(['branch', 'first', '--at', '4h', '--seed', '8', '--out', 'luck'])
    const [luck] = manifests('luck')
    expect(luck?.stateHash).not.toBe(original.stateHash)
    const { stdout } = await bench.milieu(['compare', 'first', 'luck'])
    expect(stdout).toMatch(/world.seed/)
  })

  test.each([
    [
      ['--set', 'cell types.tumor.cycle.rate=1 1/min'],
      1,
      /--set:1:12 .*unknown key 'tumor'[\s\S]*did you mean 'tumour'/,
    ],
    [['--set', 'cell types.tumour.cycle.rate=1 mmHg'], 1, /--set:1:30 .*error/],
    [['--set', 'nothing'], 1, /expected path=value/],
    [['--therapy', 'weekli'], 1, /unknown therapy 'weekli'[\s\S]*did you mean 'weekly'/],
    [['--arms', 'nowhere.yaml'], 1, /cannot read 'nowhere.yaml': no such file/],
    [['--set', 'domain.size=[260 um, 200 um, 20 um]'], 3, /a branch keeps voxels/],
    [['--set', 'time.mechanics=0.5 min'], 3, /other length of a tick/],
    [['--until', '1 h'], 2, /ends at .*, and the branch begins at/],
    [['--at', 'noon'], 2, /expected a number/i],
    [['--at', '5 mmHg'], 2, /Expected a length of time/],
  ])('%j says what is wrong', async (args, code, message) => {
    const result = await bench.milieu(['branch', 'first', '--at', '4h', '--out', 'wrong', ...args])
    expect(result.stderr).toMatch(message)
    expect(result).toMatchObject({ code, stdout: '' })
    expect(result.stderr).not.toMatch(/\n {4}at /)
  })
})

describe('milieu resume', () => {
  test('--until beyond the end makes the longer run, as if it had been asked for at once', async () => {
    const { code, stderr } = await bench.milieu(['resume', 'first', '--until', '9 h'])
    expect(code, stderr).toBe(0)
    expect(stderr).toContain('goes on from 7 h')
    bench.write('longer.yaml', MODEL.replace('stop: 7 h', 'stop: 9 h'))
    await bench.milieu(['run', 'longer.yaml', '--out', 'longer', '--quiet'])
    const [direct] = manifests('longer')
    const extended = manifests('first').find(({ time }) => time === 540)
    expect(extended?.key).toBe(direct?.key)
    expect(extended && hashes(extended)).toEqual(direct && hashes(direct))
    const text = (folder: string): string =>
      readFileSync(bench.path(folder, 'runs', direct?.key ?? '', 'series.csv'), 'utf8')
    expect(text('first')).toBe(text('longer'))
    expect(manifests('first').find(({ key }) => key === original.key)).toEqual(original)
  })

  test('asks which, where there are several', async () => {
    const several = await bench.milieu(['resume', 'first', '--until', '20 h'])
    expect(several.code).toBe(2)
    expect(several.stderr).toMatch(/holds 2 runs that could go on/)
    expect(
      several.stderr.match(/first\/runs\/[0-9a-f]{16} +model, replicate 1, seed 1, finished/g),
    ).toHaveLength(2)
  })

  test('says when a run is already past that time', async () => {
    const result = await bench.milieu(['resume', `first/runs/${original.key}`, '--until', '6 h'])
    expect(result).toMatchObject({ code: 2, stdout: '' })
    expect(result.stderr).toContain('has already come to 7 h')
  })
})

describe('milieu hash', () => {
  test('gives the hashes of the manifest, computed from the files', async () => {
    const { code, stdout } = await bench.milieu(['hash', `first/runs/${original.key}`])
    expect(code).toBe(0)
    for (const { tick, hash } of original.snapshots) expect(stdout).toMatch(new RegExp(` ${tick} .*${hash}`))
    const columns = await bench.milieu(['hash', `first/runs/${original.key}`, '--columns', '--json'])
    const parsed = JSON.parse(columns.stdout)
    expect(parsed.snapshots[0].columns['cell.x']).toMatch(/^[0-9a-f]{16}$/)
  })

  test('finds a snapshot that is not what the run wrote', async () => {
    const [branch] = manifests('same 2h')
    const folder = `same 2h/runs/${branch?.key}`
    const path = bench.path(folder, branch?.snapshots[0]?.file ?? '')
    const bytes = readFileSync(path)
    const harm = async (content: Uint8Array, message: RegExp): Promise<void> => {
      writeFileSync(path, content)
      const { code, stdout, stderr } = await bench.milieu(['hash', folder])
      expect(code).toBe(1)
      expect(stdout).toMatch(message)
      expect(stderr).toMatch(/1 snapshot of 4 not as the run wrote/)
    }
    const changed = new Uint8Array(bytes)
    changed[bytes.length - 9] = (changed[bytes.length - 9] ?? 0) ^ 1
    await harm(changed, /the run wrote [0-9a-f]{16}/)
    await harm(bytes.subarray(0, 2000), /the snapshot (has \d+ bytes|ends)/)
    await harm(new TextEncoder().encode('something else'), /does not begin like a Milieu snapshot/)
    const compared = await bench.milieu(['compare', 'first/runs/' + original.key, folder])
    expect(compared.code).toBe(3)
    expect(compared.stderr).toMatch(/is not the file that the run wrote/)
    writeFileSync(path, bytes)
  })
})

describe('a path that is no run', () => {
  test.each([
    ['frist', /there is no 'frist'; did you mean 'first'\?/],
    ['first/rums', /there is no 'first\/rums'; did you mean 'first\/runs'\?/],
    ['tissue.yaml', /tissue.yaml holds no run/],
  ])('%s is named', async (path, message) => {
    for (const args of [
      ['hash', path],
      ['branch', path],
      ['resume', path],
      ['compare', 'first', path],
    ]) {
      const result = await bench.milieu(args)
      expect(result.stdout).toBe('')
      if (args[0] !== 'compare') expect(result.stderr).toMatch(message)
      expect(result.code).toBe(3)
    }
  })
})
