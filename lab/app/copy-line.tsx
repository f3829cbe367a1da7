import { Button, CopyButton, Group } from '@mantine/core'
import classes from './copy-line.module.css'

interface CopyLineProps {
  readonly name: string
  /** What is copied. */
  readonly text: string
  /** What it is good for. */
  readonly note: string
  /** Shown in one line, cut where it ends. */
  readonly isShort?: boolean
}

/** Something to copy: a hash, a link, a command; and what it is. */
export function CopyLine({ name, text, note, isShort = false }: CopyLineProps) {
  return (
    <section className={classes['line']}>
      <Group justify="space-between" mb={4} wrap="nowrap">
        <h3>
          {name} <span>{note}</span>
        </h3>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button
              size="compact-xs"
              variant="subtle"
              onClick={copy}
              aria-label={`Copy ${name.toLowerCase()}`}
            >
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </Group>
      <code title={isShort ? text : undefined} data-short={isShort || undefined} data-copy={name}>
        {text}
      </code>
    </section>
  )
}
