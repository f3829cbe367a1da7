import { useEffect } from 'react'
import { chooseNext } from './choose-cell.ts'
import { currentRun } from './current-run.ts'
import { stepTicks, useDesk } from './desk-store.ts'
import { SPEEDS } from './pace.ts'
import { say, useRun } from './run-store.ts'
import { goTo } from './timeline.tsx'

/** A key of this page. */
export interface WatchKey {
  /** As `KeyboardEvent.key`, with `Shift+` where that is held. */
  readonly key: string
  readonly does: string
  readonly run: () => void
}

/** A twentieth of the model's time: twenty presses go through it all. */
const SCRUB_SHARE = 20

export const WATCH_KEYS: readonly WatchKey[] = [
  { key: ' ', does: 'play or pause', run: playOrPause },
  { key: 'ArrowRight', does: 'one step on', run: () => stepBy(1) },
  { key: 'ArrowLeft', does: 'one step back', run: () => stepBy(-1) },
  { key: 'Shift+ArrowRight', does: 'far on', run: () => scrubBy(1) },
  { key: 'Shift+ArrowLeft', does: 'far back', run: () => scrubBy(-1) },
  { key: 'Home', does: 'to the beginning', run: () => void goTo(0) },
  { key: 'End', does: 'to the newest state', run: () => void currentRun()?.newest() },
  { key: 'n', does: 'next cell', run: () => chooseNext(1) },
  { key: 'p', does: 'previous cell', run: () => chooseNext(-1) },
  { key: 'Escape', does: 'leave the chosen cell', run: () => void currentRun()?.select(undefined) },
  { key: 'b', does: 'begin a branch here', run: () => useDesk.getState().open('branch') },
  { key: 'd', does: 'give a dose', run: () => useDesk.getState().show('treat') },
  ...SPEEDS.map(({ name }, index) => ({
    key: String(index + 1),
    does: `speed: ${name}`,
    run: () => {
      useRun.setState({ speed: index })
      say(`Speed: ${name}`)
    },
  })),
]

/** Listens to the keys of the page while it is shown; what is typed into a field stays there. */
export function useWatchShortcuts(): void {
  useEffect(() => {
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
  const { target } = event
  if (!(target instanceof HTMLElement) || takesKeys(target, event.key)) return
  const pressed = event.shiftKey && event.key.startsWith('Arrow') ? `Shift+${event.key}` : event.key
  const found = WATCH_KEYS.find(({ key }) => key === pressed)
  if (found === undefined) return
  event.preventDefault()
  found.run()
}

/** True where a key has a meaning of its own: in fields, in dialogs, on a button that space presses. */
function takesKeys(target: HTMLElement, key: string): boolean {
  if (target.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="menu"]') !== null)
    return true
  if (key.startsWith('Arrow')) return target.closest('[role="tablist"], [role="slider"], canvas') !== null
  return key === ' ' && target.closest('button, a, [role="tab"], [role="radio"]') !== null
}

function playOrPause(): void {
  if (useRun.getState().isPlaying) currentRun()?.pause()
  else currentRun()?.play()
}

function stepBy(direction: 1 | -1): void {
  void currentRun()?.step(direction * stepTicks(useDesk.getState().step))
}

function scrubBy(direction: 1 | -1): void {
  const { info, now } = useRun.getState()
  if (info === undefined || now === undefined) return
  void goTo(Math.max(0, now.tick + direction * Math.max(1, Math.round(info.stop / SCRUB_SHARE))))
}
