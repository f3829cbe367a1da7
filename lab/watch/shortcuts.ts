import { type Shortcut, useShortcuts } from '../app/shortcuts.ts'
import { chooseNext } from './choose-cell.ts'
import { pickClone, pickNextClone } from './clone-store.ts'
import { branchHere, currentRun } from './current-run.ts'
import { stepTicks, useDesk } from './desk-store.ts'
import { SPEEDS } from './pace.ts'
import { say, useRun } from './run-store.ts'
import { focusNext } from './site-store.ts'
import { goTo } from './timeline.tsx'

/** A twentieth of the model's time: twenty presses go through it all. */
const SCRUB_SHARE = 20

export const WATCH_KEYS: readonly Shortcut[] = [
  { keys: 'Space', does: 'play or pause', run: playOrPause },
  { keys: 'ArrowRight', does: 'one step on', run: () => stepBy(1) },
  { keys: 'ArrowLeft', does: 'one step back', run: () => stepBy(-1) },
  { keys: 'Shift+ArrowRight', does: 'far on', run: () => scrubBy(1) },
  { keys: 'Shift+ArrowLeft', does: 'far back', run: () => scrubBy(-1) },
  { keys: 'Home', does: 'to the beginning', run: () => void goTo(0) },
  { keys: 'End', does: 'to the newest state', run: () => void currentRun()?.newest() },
  { keys: 'n', does: 'next cell', run: () => chooseNext(1) },
  { keys: 'p', does: 'previous cell', run: () => chooseNext(-1) },
  { keys: 'c', does: 'next clone stands out', run: () => void pickNextClone(currentRun()) },
  { keys: 'Escape', does: 'leave the chosen cell, or the clone that stands out', run: leaveChosen },
  { keys: 't', does: 'next tissue of an organism', run: () => focusNext() },
  { keys: 'b', does: 'begin a branch here', run: () => void branchHere() },
  { keys: 'd', does: 'give a dose', run: () => useDesk.getState().show('treat') },
  ...SPEEDS.map(({ name }, index) => ({
    keys: String(index + 1),
    does: `speed: ${name}`,
    run: () => {
      useRun.setState({ speed: index })
      say(`Speed: ${name}`)
    },
  })),
]

/** Registers the keys of the page while it is shown. */
export function useWatchShortcuts(): void {
  useShortcuts('Watch', WATCH_KEYS)
}

function playOrPause(): void {
  if (useRun.getState().isPlaying) currentRun()?.pause()
  else currentRun()?.play()
}

function leaveChosen(): void {
  if (useRun.getState().selected === undefined) void pickClone(currentRun(), undefined)
  else void currentRun()?.select(undefined)
}

function stepBy(direction: 1 | -1): void {
  void currentRun()?.step(direction * stepTicks(useDesk.getState().step))
}

function scrubBy(direction: 1 | -1): void {
  const { info, now } = useRun.getState()
  if (info === undefined || now === undefined) return
  void goTo(Math.max(0, now.tick + direction * Math.max(1, Math.round(info.stop / SCRUB_SHARE))))
}
