import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import {
  type ClaimReader,
  type StatusHolder,
  type StudyStatus,
  studyStatus,
} from '../experiment/study-status.ts'
import { nodeFiles } from '../platform/node/files.ts'
import { type Holder, claimedKey } from '../platform/node/claim-file.ts'
import { isGone, lastHolder } from '../platform/node/run-lock.ts'
import { attemptsFolder } from '../store/attempts.ts'
import { readStudy } from '../store/study.ts'
import { ExitCode } from './exit-code.ts'
import { planName } from './failures.ts'
import { durationText } from './progress-line.ts'
import { type Terminal, counted } from './terminal.ts'

export interface StatusOptions {
  readonly watch?: boolean
  readonly json?: boolean
}

/** Time between looks with `--watch` [ms]. Chosen: shared disks do not notice it. */
const WATCH_INTERVAL = 2000
/** Runs that are named one by one. */
const NAMED_RUNNING = 16
const NAMED_FAILED = 5
const BAR = 30

/** `milieu status`: how far a trial is, from its folder alone. */
export async function statusCommand(
  folder: string,
  options: StatusOptions,
  terminal: Terminal,
): Promise<number> {
  const { record } = readStudy(nodeFiles, folder)
  let last = ''
  for (;;) {
    const status = studyStatus(nodeFiles, folder, claimReader, bytesBelow)
    const text =
      options.json === true ? jsonText(folder, record.kind, status) : statusText(folder, status, terminal)
    if (text !== last) show(text, last, options, terminal)
    last = text
    if (options.watch !== true || status.done + status.failed.length === status.runs) return exitCode(status)
    await pause(WATCH_INTERVAL)
  }
}

function exitCode({ failed }: StudyStatus): number {
  return failed.length > 0 ? ExitCode.failed : ExitCode.done
}

/** Where lines can be drawn over, a new state takes the place of the last. */
function show(text: string, last: string, { watch }: StatusOptions, terminal: Terminal): void {
  const isRedrawn = watch === true && last !== '' && Number.isFinite(terminal.answerWidth)
  if (isRedrawn) process.stdout.write(`\u001B[${last.split('\n').length}A\u001B[J`)
  terminal.print(text)
}

const claimReader: ClaimReader = {
  claimedKey,
  holder: (folder) => {
    const holder = lastHolder(folder)
    if (holder === undefined) return undefined
    return holder === 'unreadable' ? UNREADABLE : holderStatus(holder)
  },
}

/** A claim that is being written this very moment. */
const UNREADABLE: StatusHolder = { host: 'unknown', process: 0, since: '', share: 0, isGone: false }

function holderStatus(holder: Holder): StatusHolder {
  const { host, process: id, since, share, released } = holder
  return { host, process: id, since, share, isGone: released !== undefined || isGone(holder) }
}

/** Bytes of the files in a folder and those in it. */
function bytesBelow(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
}

function jsonText(folder: string, kind: string, status: StudyStatus): string {
  return JSON.stringify({ folder, kind, ...status }, undefined, 2)
}

/** The state in lines of at most the terminal's width. */
export function statusText(folder: string, status: StudyStatus, terminal: Terminal): string {
  const { runs, done, running, failed, left, waiting } = status
  const begun = running.reduce((sum, { share }) => sum + share, 0)
  const share = (done + begun) / Math.max(runs, 1)
  const filled = Math.round(share * BAR)
  const bar = '#'.repeat(filled) + '-'.repeat(BAR - filled)
  const time = status.secondsLeft === undefined ? '' : `   about ${durationText(status.secondsLeft)} left`
  const size = status.bytes === undefined ? '' : `   about ${sizeText(status.bytes)}`
  const counts = [
    `${done} done`,
    `${running.length} running`,
    ...(left > 0 ? [`${left} begun and left`] : []),
    `${waiting} waiting`,
    ...(failed.length > 0 ? [`${failed.length} failed`] : []),
  ]
  return [
    `  ${bar} ${`${Math.floor(share * 100)} %`.padStart(5)}   ${done}/${counted(runs, 'run')}${time}${size}`,
    `  ${counts.join(', ')}`,
    ...runningLines(running),
    ...failedLines(failed, folder),
    ...adviceLines(folder, status),
  ]
    .map((line) => clipped(line, terminal.answerWidth))
    .join('\n')
}

function runningLines(running: StudyStatus['running']): readonly string[] {
  if (running.length === 0) return []
  const names = running.map((run) => planName(run))
  const width = Math.max(...names.slice(0, NAMED_RUNNING).map((name) => name.length))
  const lines = running.slice(0, NAMED_RUNNING).map(({ share, host, process: id, since }, k) => {
    const percent = `${Math.floor(share * 100)} %`.padStart(5)
    return `  ${(names[k] ?? '').padEnd(width)}  ${percent}   ${host}, process ${id}, since ${clock(since)}`
  })
  const rest = running.length - NAMED_RUNNING
  return ['', ...lines, ...(rest > 0 ? [`  and ${rest} more`] : [])]
}

function failedLines(failed: StudyStatus['failed'], folder: string): readonly string[] {
  if (failed.length === 0) return []
  const lines = failed
    .slice(0, NAMED_FAILED)
    .map((run) => `  ${planName(run)} failed, tried ${counted(run.attempts, 'time')}: ${run.error}`)
  const rest = failed.length - NAMED_FAILED
  const more = rest > 0 ? `and ${rest} more; all` : 'all'
  return ['', ...lines, `  ${more} of it stands in ${attemptsFolder(folder)}`]
}

function adviceLines(folder: string, { running, left, waiting }: StudyStatus): readonly string[] {
  return running.length === 0 && left + waiting > 0
    ? ['', `  nobody is at work; milieu work ${folder} goes on`]
    : []
}

/** The holder's own time of day: machines need not agree about it. */
function clock(since: string): string {
  const date = new Date(since)
  if (Number.isNaN(date.getTime())) return 'an unknown time'
  const two = (number: number): string => String(number).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`
}

function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)))
  const value = bytes / 1000 ** power
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[power] ?? 'B'}`
}

function clipped(line: string, width: number): string {
  return line.length <= width ? line : `${line.slice(0, width - 3)}...`
}
