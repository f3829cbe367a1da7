import type { Progress } from '../experiment/executor.ts'
import { formatNumber } from '../figures/number-format.ts'

const BAR = 30

/** One line: how far, how fast, how long. */
export function progressLine(progress: Progress, elapsedSeconds: number): string {
  const filled = Math.round(progress.share * BAR)
  const bar = '#'.repeat(filled) + '-'.repeat(BAR - filled)
  const percent = `${Math.floor(progress.share * 100)} %`.padStart(5)
  const runs = `${progress.runsDone}/${progress.runs} ${progress.runs === 1 ? 'run' : 'runs'}`
  const speed = `${formatNumber(Number(progress.daysPerSecond.toPrecision(2)))} days/s per core`
  return `  ${bar} ${percent}   ${runs}   ${speed}   ${timeLeft(progress, elapsedSeconds)}`
}

/** Share below which an estimate would be a guess. */
const TOO_EARLY = 0.01

function timeLeft({ share, shareBefore = 0 }: Progress, elapsed: number): string {
  const computed = share - shareBefore
  if (computed < TOO_EARLY) return ''
  return `${durationText((elapsed * (1 - share)) / computed)} left`
}

/** A wall time for people [s]: "22 s", "3 min 5 s", "1 h 12 min". */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}
