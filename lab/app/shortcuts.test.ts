import { expect, test } from 'vitest'
import { keyOf } from './shortcuts.ts'

const press = (
  key: string,
  modifiers: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', true>> = {},
) => keyOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...modifiers })

test('keys are named as shortcuts are written', () => {
  expect(press(' ')).toBe('Space')
  expect(press('ArrowLeft', { shiftKey: true })).toBe('Shift+ArrowLeft')
  // A question mark needs Shift on some keyboards and not on others.
  expect(press('?', { shiftKey: true })).toBe('?')
  expect(press('z', { ctrlKey: true })).toBe('Mod+z')
  expect(press('Z', { metaKey: true, shiftKey: true })).toBe('Mod+Shift+z')
  expect(press('b', { altKey: true })).toBe('Alt+b')
})
