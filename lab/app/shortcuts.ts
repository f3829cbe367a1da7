import { useEffect, useRef } from 'react'
import { create } from 'zustand'

/** A key that does something on the page that is open. */
export interface Shortcut {
  /**
   * One key with its modifiers, as `KeyboardEvent.key` names it: `Space`, `ArrowLeft`, `Shift+ArrowLeft`, `b`, `?`, `Mod+z`. `Mod` is Ctrl,
   * or Command on a Mac. Several are alternatives.
   */
  readonly keys: string | readonly string[]
  /** For the list of shortcuts: `play or pause`. */
  readonly does: string
  run(event: KeyboardEvent): void
}

interface Group {
  readonly name: string
  readonly shortcuts: readonly Shortcut[]
}

interface ShortcutsState {
  readonly groups: ReadonlyMap<symbol, Group>
}

/** What is registered now; later groups come before earlier ones where they want the same key. */
export const useShortcutGroups = create<ShortcutsState>()(() => ({ groups: new Map() }))

/**
 * Registers shortcuts of a page or a part of it as long as it is shown, and lists them under `name` where `?` asks. They rest while
 * somebody writes into a field or a dialog is open, unless they have a modifier.
 */
export function useShortcuts(name: string, shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts)
  useEffect(() => {
    latest.current = shortcuts
  })
  // Names and keys decide whether to register again; what is run is always the latest.
  const signature = JSON.stringify(shortcuts.map(({ keys, does }) => [keys, does]))
  useEffect(() => {
    const key = Symbol(name)
    const registered = latest.current.map(({ keys, does }, index) => ({
      keys,
      does,
      run: (event: KeyboardEvent) => latest.current[index]?.run(event),
    }))
    useShortcutGroups.setState(({ groups }) => ({
      groups: new Map([...groups, [key, { name, shortcuts: registered }]]),
    }))
    return () =>
      useShortcutGroups.setState(({ groups }) => ({
        groups: new Map([...groups].filter(([other]) => other !== key)),
      }))
  }, [name, signature])
}

/** Starts to listen for keys; returns what ends it. */
export function listenForShortcuts(): () => void {
  window.addEventListener('keydown', onKey)
  return () => window.removeEventListener('keydown', onKey)
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const pressed = keyOf(event)
  const all = [...useShortcutGroups.getState().groups.values()]
    .toReversed()
    .flatMap((group) => group.shortcuts)
  const found = all.find(({ keys }) => [keys].flat().some((key) => sameKey(key, pressed)))
  if (found === undefined || isBusy(event.target, pressed)) return
  event.preventDefault()
  found.run(event)
}

/** A pressed key in the words of `Shortcut.keys`. Shift counts only where it does not already make another character. */
export function keyOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): string {
  const key = event.key === ' ' ? 'Space' : event.key
  const isMod = event.ctrlKey || event.metaKey
  const isShift = event.shiftKey && (key.length > 1 || isMod)
  return `${isMod ? 'Mod+' : ''}${event.altKey ? 'Alt+' : ''}${isShift ? 'Shift+' : ''}${isMod ? key.toLowerCase() : key}`
}

function sameKey(key: string, pressed: string): boolean {
  return key === pressed || (key.startsWith('Mod+') && key.toLowerCase() === pressed.toLowerCase())
}

/** True where the key belongs to what has the focus: text, or a control that uses it itself. */
function isBusy(target: EventTarget | null, pressed: string): boolean {
  if (!(target instanceof HTMLElement)) return false
  const isWriting =
    target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select')
  if (isWriting) return true
  if (document.querySelector('[role=dialog][aria-modal=true], [role=alertdialog]') !== null) return true
  const isControl =
    target.closest('a, button, [role=slider], [role=tab], [role=menuitem], [role=radio]') !== null
  return isControl && /^(Space|Enter|Arrow\w+)$/.test(pressed)
}
