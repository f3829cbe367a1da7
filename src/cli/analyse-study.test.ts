import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { syntheticExperiment, writeSyntheticStudy } from '../bench/synthetic-trial.ts'
import type { TrialSummary } from '../analysis/summary.ts'
import { nodeFiles } from '../platform/node/files.ts'
import { analyseCommand } from './analyse-study.ts'
import { ExitCode } from './exit-code.ts'
import { reportCommand } from './report.ts'
import { type Terminal, createTerminal } from './terminal.ts'

/** A terminal that keeps what it is told. */
function listening(): { readonly terminal: Terminal; readonly said: string[] } {
  const said: string[] = []
  const keep = (text: string): void => void said.push(text)
  return { terminal: { ...createTerminal(), print: keep, error: keep, note: keep }, said }
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'milieu-analyse-'))
  writeSyntheticStudy(nodeFiles, join(folder, 'all'), syntheticExperiment(4))
  writeSyntheticStudy(
    nodeFiles,
    join(folder, 'some'),
    syntheticExperiment(4),
    ({ replicate }) => replicate === 3,
  )
  writeSyntheticStudy(nodeFiles, join(folder, 'none'), syntheticExperiment(1), () => true)
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('milieu analyse', () => {
  test('writes summary, report and tables of a finished trial', async () => {
    const { terminal, said } = listening()
    expect(await analyseCommand(join(folder, 'all'), {}, terminal)).toBe(ExitCode.done)
    expect(said.join('\n')).toContain('end of tumour cells')
    expect(said.join('\n')).not.toContain('so far')
    const summary = JSON.parse(readFileSync(join(folder, 'all/summary.json'), 'utf8')) as TrialSummary // just written
    expect(summary.runs).toEqual({ planned: 8, finished: 8, failed: [], failures: 0 })
    expect(summary.survival?.[0]?.name).toBe('progression')
    const runs = readFileSync(join(folder, 'all/tables/runs.csv'), 'utf8').trimEnd().split('\n')
    expect(runs).toHaveLength(1 + 8)
    expect(nodeFiles.exists(join(folder, 'all/report.html'))).toBe(true)
  })

  test('answers so far while runs are missing', async () => {
    const { terminal, said } = listening()
    expect(await analyseCommand(join(folder, 'some'), { quiet: true }, terminal)).toBe(ExitCode.done)
    expect(said[0]?.replaceAll(/\s+/g, ' ').trim()).toBe(
      '2 runs of 8 planned are not there yet: this is the answer so far.',
    )
  })

  test('says so where there is nothing to analyse', async () => {
    const { terminal, said } = listening()
    expect(await analyseCommand(join(folder, 'none'), {}, terminal)).toBe(ExitCode.failed)
    expect(said[0]).toMatch(/none of 2 planned runs/)
    expect(await analyseCommand(folder, {}, terminal)).toBe(ExitCode.mistakes)
    expect(said.at(-1)).toMatch(/holds no trial/)
  })

  test('is what milieu report reads', async () => {
    const { terminal } = listening()
    await analyseCommand(join(folder, 'all'), { quiet: true }, terminal)
    const effects = readFileSync(join(folder, 'all/tables/effects.csv'), 'utf8')
    nodeFiles.remove(join(folder, 'all/tables/effects.csv'))
    expect(reportCommand(join(folder, 'all'), { quiet: true }, terminal)).toBe(ExitCode.done)
    expect(readFileSync(join(folder, 'all/tables/effects.csv'), 'utf8')).toBe(effects)
    expect(nodeFiles.exists(join(folder, 'all/tables/runs.csv'))).toBe(true)
  })
})
