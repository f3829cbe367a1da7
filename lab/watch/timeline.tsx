import { currentRun } from './current-run.ts'
import { actionsAlong, newestTick } from './history-path.ts'
import { durationWords } from './pace.ts'
import { useRun } from './run-store.ts'
import classes from './watch.module.css'

/** Where one is between the beginning and the end; dragging shows what is kept nearby, letting go goes there exactly. */
export function Timeline() {
  const info = useRun(({ info }) => info)
  const now = useRun(({ now }) => now)
  const scrub = useRun(({ scrub }) => scrub)
  const history = useRun(({ history }) => history)
  if (info === undefined || now === undefined) return <div className={classes['timeline']} />
  const newest = Math.max(newestTick(history), now.tick)
  const end = Math.max(info.stop, newest)
  const at = scrub ?? now.tick
  return (
    <div className={classes['timeline']}>
      <Track end={end} newest={newest} at={at} />
      <input
        type="range"
        aria-label="Time"
        aria-valuetext={`${durationWords(at * info.tick)} of ${durationWords(end * info.tick)}`}
        min={0}
        max={end}
        step={1}
        value={at}
        onInput={({ currentTarget }) => currentRun()?.preview(Number(currentTarget.value))}
        onChange={() => undefined}
        onPointerUp={({ currentTarget }) => void goTo(Number(currentTarget.value))}
        onKeyUp={({ currentTarget }) => void goTo(Number(currentTarget.value))}
      />
    </div>
  )
}

/** Goes to a tick: back through what is kept, or on by computing. */
export async function goTo(tick: number): Promise<void> {
  const { now, scrub, history } = useRun.getState()
  const run = currentRun()
  if (run === undefined || now === undefined || (scrub === undefined && tick === now.tick)) return
  const newest = Math.max(newestTick(history), now.tick)
  await run.seek(Math.min(tick, newest))
  if (tick > newest) await run.step(tick - newest)
}

/** The track: what is computed, what is still ahead, and what was done. */
function Track({ end, newest, at }: { readonly end: number; readonly newest: number; readonly at: number }) {
  const history = useRun(({ history }) => history)
  const percent = (tick: number): string => `${(100 * tick) / Math.max(1, end)}%`
  return (
    <svg aria-hidden="true">
      <rect x="0" y="11" width="100%" height="2" fill="var(--hairline)" />
      <rect x="0" y="11" width={percent(newest)} height="2" fill="var(--quiet-text)" opacity="0.6" />
      <rect x="0" y="11" width={percent(at)} height="2" fill="var(--accent)" />
      {(history === undefined ? [] : actionsAlong(history)).map(({ tick, label, branch }) => (
        <svg key={`${branch} ${tick} ${label}`} x={percent(tick)} y="0" overflow="visible">
          <path d="M-4 1h8l-4 7z" fill="var(--accent)" />
        </svg>
      ))}
    </svg>
  )
}
