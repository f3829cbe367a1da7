import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { fileURLToPath } from 'node:url'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runContents, startMilieu } from '../../src/testing/killed-runs.ts'
import type { WorkerRecord } from '../../src/store/worker-records.ts'
import { type Workbench, SMALL_MODEL, SMALL_TRIAL, createWorkbench } from './workbench.ts'

/* What happens to a trial when something goes wrong with a machine, a disk, a process or a person. */

/** The small model for so long, with next to no files: a disk that is busy would be all that counts. */
const longer = (stop: string): string =>
  SMALL_MODEL.replace('stop: 6 h', `stop: ${stop}`)
    .replace('rate: 0.001', 'rate: 0')
    .replace('snapshots: every 3 h', 'snapshots: every 30 day')

const ENTRY = fileURLToPath(new URL('milieu.ts', import.meta.url))

let bench: Workbench
/** Keys of the runs of the small trial, undisturbed in `whole`. */
let keys: readonly string[]
const runs = (folder: string): string => bench.path(folder, 'runs')
const trial = (out: string, ...more: readonly string[]) =>
  bench.milieu(['trial', 'trial.yaml', '--out', out, ...more])

beforeAll(async () => {
  bench = createWorkbench()
  expect((await trial('whole')).code).toBe(0)
  keys = readdirSync(runs('whole'))
})
afterAll(() => bench.remove())

/** A copy of the undisturbed trial under another name. */
function copied(name: string): string {
  cpSync(bench.path('whole'), bench.path(name), { recursive: true })
  return name
}

/** A copy of it that nobody has computed anything of. */
function planned(name: string): string {
  copied(name)
  for (const part of ['runs', 'workers']) rmSync(bench.path(name, part), { recursive: true })
  return name
}

const record = (folder: string): readonly WorkerRecord[] =>
  readdirSync(bench.path(folder, 'workers')).map(
    (name) => JSON.parse(readFileSync(bench.path(folder, 'workers', name), 'utf8')) as WorkerRecord, // written by the worker
  )

describe('a run that cannot be read is named, and neither counted nor computed over', () => {
  test.each([
    [
      'a corrupt manifest',
      (run: string) => writeFileSync(`${run}/manifest.json`, '{"format": 1,'),
      /manifest\.json is not valid JSON/,
    ],
    ['a manifest of another run', swapped, /its manifest is that of run/],
    ['no manifest', (run: string) => rmSync(`${run}/manifest.json`), /manifest\.json is missing/],
    [
      'a truncated table',
      (run: string) => truncateSync(`${run}/series.parquet`, 100),
      /series\.parquet is not the file that the run wrote/,
    ],
    ['a missing table', (run: string) => rmSync(`${run}/events.parquet`), /events\.parquet is missing/],
  ])('%s', async (name, harm, message) => {
    const folder = copied(`unreadable ${name}`)
    const [key = ''] = keys
    harm(`${runs(folder)}/${key}`)
    const names = readdirSync(`${runs(folder)}/${key}`)
    const { code, stderr } = await trial(folder, '--cores', '1')
    expect(code).toBe(3)
    expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(message)
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain('remove that folder to have it computed again')
    expect(readdirSync(runs(folder))).toEqual(keys)
    expect(readdirSync(`${runs(folder)}/${key}`)).toEqual(names)
    const { endpoints } = JSON.parse(readFileSync(bench.path(folder, 'summary.json'), 'utf8')) as Summary
    const values = Object.values(endpoints[0]?.values ?? {}).flat()
    expect(values.filter((value) => typeof value === 'number')).toHaveLength(5)
    rmSync(`${runs(folder)}/${key}`, { recursive: true })
    if (name !== 'a corrupt manifest') return
    expect((await trial(folder)).code).toBe(0)
    expect(runContents(runs(folder))).toEqual(runContents(runs('whole')))
  })

  /** The part of the summary that is looked at. */
  interface Summary {
    readonly endpoints: readonly { readonly values: Readonly<Record<string, readonly unknown[]>> }[]
  }

  function swapped(run: string): void {
    const other = keys.find((key) => !run.endsWith(key)) ?? ''
    cpSync(`${runs('whole')}/${other}/manifest.json`, `${run}/manifest.json`)
  }
})

test('a working folder that cannot be read is tried twice, written down, and reported while the rest goes on', async () => {
  const folder = planned('working')
  const [key = ''] = keys
  mkdirSync(`${runs(folder)}/${key}.partial`, { recursive: true })
  writeFileSync(`${runs(folder)}/${key}.partial/checkpoint.json`, 'half')
  const { code, stdout, stderr } = await bench.milieu(['work', folder, '--cores', '1'])
  expect(code).toBe(3)
  const text = stderr.replaceAll(/\s+/g, ' ')
  expect(text).toMatch(/run \d of arm \w+ failed, tried 2 times: the working folder .* is damaged/)
  expect(text).toContain('attempts')
  expect(stdout).toMatch(/5 runs computed, 1 failed/)
  expect(readdirSync(bench.path(folder, 'attempts'))).toEqual([`${key}-1.json`, `${key}-2.json`])
  const status = await bench.milieu(['status', folder])
  expect(status.code).toBe(3)
  expect(status.stdout).toMatch(/5 done, 0 running, 0 waiting, 1 failed/)
  expect(status.stdout).toMatch(/failed, tried 2 times: the working folder/)
  expect(record(folder)).toMatchObject([{ why: 'failed', failed: [key] }])
  rmSync(`${runs(folder)}/${key}.partial`, { recursive: true })
  expect((await bench.milieu(['work', folder, '--cores', '1'])).code).toBe(0)
  expect(runContents(runs(folder))).toEqual(runContents(runs('whole')))
  expect((await bench.milieu(['status', folder])).stdout).toMatch(/6 done, 0 running, 0 waiting$/m)
})

describe('a folder that holds another trial', () => {
  test('is not taken without being told to, and keeps its runs', async () => {
    const folder = copied('another')
    const more = await trial(folder, '--seed', '9')
    expect(more.code).toBe(3)
    expect(more.stderr).toContain(
      'another holds another trial: its seed is 1, not 9. Choose another folder with --out',
    )
    bench.write('question.yaml', SMALL_TRIAL.replace('faster division', 'luck'))
    const asked = await bench.milieu(['trial', 'question.yaml', '--out', folder])
    expect(asked.stderr).toContain('its question is "Does faster division make more cells?"')
    bench.write('changed.yaml', SMALL_TRIAL.replace('rate: 0.004', 'rate: 0.003'))
    expect((await bench.milieu(['trial', 'changed.yaml', '--out', folder])).stderr).toContain(
      'the model of arm fast has changed since',
    )
    expect(runContents(runs(folder))).toEqual(runContents(runs('whole')))
    const replaced = await bench.milieu(['trial', 'changed.yaml', '--out', folder, '--replace'])
    expect(replaced.code, replaced.stderr).toBe(0)
    expect(readdirSync(runs(folder))).toEqual(expect.arrayContaining([...keys]))
    expect(readdirSync(runs(folder)).length).toBe(keys.length + 3)
    // What was listed for the old models is not computed with the new ones.
    const work = await bench.milieu(['work', folder])
    expect(work.stderr).toContain('1 batch of an earlier state of this trial left out')
    expect(work.stdout).toContain('0 runs computed, 6 had been finished')
  })

  test('grows by replicates', async () => {
    const folder = copied('grown')
    const { code, stderr } = await trial(folder, '--replicates', '4', '--resume')
    expect(code, stderr).toBe(0)
    expect(stderr).toContain('resumed: 6 of 8 runs are there, 0 were begun')
  })

  test('--resume without a trial is an error', async () => {
    const { code, stderr } = await trial('nowhere', '--resume')
    expect(code).toBe(3)
    expect(stderr).toContain('nowhere holds no trial to resume')
    expect(existsSync(bench.path('nowhere'))).toBe(false)
  })
})

test('executors go by name, and give the same runs', async () => {
  expect(await trial('x', '--executor', 'slrum')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("there is no executor 'slrum'"),
  })
  expect((await trial('serial', '--executor', 'serial')).code).toBe(0)
  expect(runContents(runs('serial'))).toEqual(runContents(runs('whole')))
})

describe('two machines on one folder', () => {
  /** Another machine: its processes cannot be asked for from here. */
  const elsewhere = (name: string) => ({ MILIEU_HOST_NAME: name })

  test('compute each run once, whatever the clocks say', async () => {
    const folder = planned('two')
    const one = startMilieu(
      ENTRY,
      bench.folder,
      ['work', folder, '--share', '1/2', '--cores', '1', '--wait'],
      elsewhere('early'),
    )
    const two = startMilieu(
      ENTRY,
      bench.folder,
      ['work', folder, '--share', '2/2', '--cores', '1', '--wait'],
      elsewhere('late'),
    )
    // Clocks of files that are years apart, while they work.
    const skew = setInterval(() => {
      for (const name of existsSync(runs(folder)) ? readdirSync(runs(folder)) : [])
        if (name.includes('.lock.'))
          try {
            utimesSync(`${runs(folder)}/${name}`, new Date(1971, 1), new Date(2100, 1))
          } catch {
            // It has gone since.
          }
    }, 3)
    const ends = await Promise.all([one.ended, two.ended])
    clearInterval(skew)
    expect(ends.map(({ code }) => code)).toEqual([0, 0])
    expect(runContents(runs(folder))).toEqual(runContents(runs('whole')))
    const done = record(folder).flatMap(({ done: each }) => each)
    expect(done.toSorted()).toEqual([...keys].toSorted())
    expect(
      record(folder)
        .map(({ host }) => host)
        .toSorted(),
    ).toEqual(['early', 'late'])
  })
})

test('killed again and again with another worker beside it, a trial ends as if nothing had been', async () => {
  bench.write('longer.yaml', longer('4 day'))
  bench.write(
    'longer-trial.yaml',
    SMALL_TRIAL.replace('model.yaml', 'longer.yaml').replace('0.004', '0.00001'),
  )
  const args = (out: string) => ['trial', 'longer-trial.yaml', '--out', out]
  expect((await bench.milieu(args('undisturbed'))).code).toBe(0)
  cpSync(bench.path('undisturbed'), bench.path('disturbed'), { recursive: true })
  for (const part of ['runs', 'workers']) rmSync(bench.path('disturbed', part), { recursive: true })
  const work = ['work', 'disturbed', '--cores', '1', '--checkpoint-every', '20ms']
  for (const instant of [700, 1000]) {
    const pair = [1, 2].map((k) => startMilieu(ENTRY, bench.folder, [...work, '--share', `${k}/2`]))
    await wait(instant)
    pair[0]?.child.kill('SIGKILL')
    await wait(60)
    pair[1]?.child.kill('SIGKILL')
    await Promise.all(pair.map(({ ended }) => ended))
  }
  const { code, stderr } = await bench.milieu(['work', 'disturbed', '--wait'])
  expect(code, stderr).toBe(0)
  expect(runContents(runs('disturbed'))).toEqual(runContents(runs('undisturbed')))
  expect(readdirSync(runs('disturbed')).length).toBe(keys.length)
})

test('Ctrl-C twice ends at once, and what was kept goes on', async () => {
  bench.write('endless.yaml', longer('40 day'))
  const args = ['run', 'endless.yaml', '--out', 'endless', '--checkpoint-every', '10ms']
  const { child, ended } = startMilieu(ENTRY, bench.folder, args)
  while (
    !existsSync(runs('endless')) ||
    !readdirSync(runs('endless')).some((name) => name.endsWith('.partial'))
  )
    await wait(10)
  await wait(200)
  child.kill('SIGINT')
  child.kill('SIGINT')
  await wait(5)
  child.kill('SIGINT')
  expect((await ended).code).toBe(130)
  const on = await bench.milieu(['resume', 'endless', '--quiet'])
  expect(on.code, on.stderr).toBe(0)
})

const isRoot = process.getuid?.() === 0

test.skipIf(isRoot)('a folder that may not be written says so before anything is computed', async () => {
  const folder = planned('locked')
  chmodSync(bench.path(folder), 0o555)
  const { code, stderr } = await bench.milieu(['work', folder])
  chmodSync(bench.path(folder), 0o755)
  expect(code).toBe(3)
  expect(stderr).toMatch(/cannot write results to .*: permission denied/)
})

describe.skipIf(!isRoot || process.platform !== 'linux')('a disk of its own', () => {
  const disk = () => bench.path('disk')
  let isMounted = false
  beforeAll(() => {
    mkdirSync(disk())
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk()], { stdio: 'ignore' })
      isMounted = true
    } catch {
      // Containers without the right to mount: full-disk.test.ts, beside this, does it with files that refuse.
    }
  })
  afterAll(() => {
    if (isMounted) execFileSync('umount', [disk()])
  })

  test('that is full stops the trial with advice, and going on gives the same folder', async ({ skip }) => {
    if (!isMounted) skip()
    const folder = planned('disk/full')
    const [probe = ''] = keys
    // Room for one run and a half.
    const size = Number(
      execFileSync('du', ['-sk', `${runs('whole')}/${probe}`])
        .toString()
        .split('\t')[0],
    )
    const free = Number(execFileSync('df', ['-k', '--output=avail', disk()]).toString().split('\n')[1])
    writeFileSync(bench.path('disk', 'ballast'), new Uint8Array(1024 * (free - Math.ceil(1.5 * size))))
    const { code, stderr } = await bench.milieu(['work', folder, '--cores', '1'])
    expect(code).toBe(3)
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(
      'the disk is full: make room and give the same command again',
    )
    rmSync(bench.path('disk', 'ballast'))
    expect((await bench.milieu(['work', folder, '--cores', '1'])).code).toBe(0)
    expect(runContents(runs(folder))).toEqual(runContents(runs('whole')))
  })

  test('that is read-only is named before anything is computed', async ({ skip }) => {
    if (!isMounted) skip()
    rmSync(bench.path('disk', 'full'), { recursive: true, force: true })
    const folder = planned('disk/still')
    mkdirSync(runs(folder))
    execFileSync('mount', ['-o', 'remount,ro', disk()])
    const { code, stderr } = await bench.milieu(['work', folder])
    execFileSync('mount', ['-o', 'remount,rw', disk()])
    expect(code).toBe(3)
    expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(/read-only/)
  })
})
