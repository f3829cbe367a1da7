import { Suspense, lazy } from 'react'
import { create } from 'zustand'
import { useShortcuts } from './shortcuts.ts'

// Dialogs are loaded when they open.
const ShortcutsList = lazy(() => import('./shortcuts-list.tsx'))

/** Whether the list of shortcuts is open. */
export const useShortcutsDialog = create<{ isOpen: boolean; open(): void; close(): void }>()((set) => ({
  isOpen: false,
  open: () => set({ isOpen: true }),
  close: () => set({ isOpen: false }),
}))

/** The list of keys, where it is open; `?` opens it. */
export function ShortcutsDialog() {
  const { isOpen, open, close } = useShortcutsDialog()
  useShortcuts('Everywhere', [{ keys: '?', does: 'show this list', run: open }])
  return (
    isOpen && (
      <Suspense>
        <ShortcutsList onClose={close} />
      </Suspense>
    )
  )
}
