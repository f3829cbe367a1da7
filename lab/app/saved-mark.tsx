import { Text } from '@mantine/core'
import { useSaving } from './saving.ts'

const WORDS = { saved: 'saved', saving: 'saving', failed: 'not saved', off: 'not stored' } as const
const WHY = {
  saved: 'Everything is stored in this browser, on this machine',
  saving: 'Being stored in this browser',
  failed: 'The last change could not be stored; the project menu saves it as a file',
  off: 'This browser stores nothing for this page; the project menu saves the project as a file',
} as const

/** Whether the work is safe, in a word. */
export function SavedMark() {
  const kind = useSaving((state) => state.kind)
  const isBad = kind === 'failed' || kind === 'off'
  return (
    <Text
      component="span"
      size="xs"
      c={isBad ? 'var(--mantine-color-error)' : 'dimmed'}
      fw={isBad ? 600 : 400}
      w={68}
      title={WHY[kind]}
      className="lab-saved"
      data-saving={kind}
    >
      {WORDS[kind]}
    </Text>
  )
}
