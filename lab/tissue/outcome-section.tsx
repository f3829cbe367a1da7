import { Anchor, Button, Loader, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleX, IconInfoCircle } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import type { TissueWarning } from '../../src/browser.ts'
import { adoptTissue, useTissue } from './tissue-store.ts'

const ICONS = { error: IconCircleX, warning: IconAlertTriangle, note: IconInfoCircle } as const
const NAMES = { error: 'Must be settled', warning: 'Warning', note: 'Note' } as const

/** What would spoil the run: the number, why it matters, what to do. */
export function WarningList({ warnings }: { readonly warnings: readonly TissueWarning[] }) {
  return (
    <ul className="tissue-warnings" aria-label="Warnings">
      {warnings.map(({ code, severity, finding, why, remedy }) => {
        const Icon = ICONS[severity]
        return (
          <li key={code} data-severity={severity}>
            <Icon size={18} aria-label={NAMES[severity]} role="img" />
            <div>
              <p>{sentence(finding)}</p>
              <p className="tissue-quiet">
                {sentence(why)} <b>{sentence(remedy)}</b>
              </p>
            </div>
          </li>
        )
      })}
    </ul>
  )
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

/** What the model would begin with, and the way into it. */
export function OutcomeSection() {
  const { outcome, target } = useTissue()
  const [, navigate] = useLocation()
  const documents = outcome?.documents
  const isReady = documents !== undefined && outcome !== undefined && outcome.issues.length === 0
  return (
    <section className="tissue-outcome" aria-label="What comes of it">
      <div role="status" aria-live="polite">
        {outcome === undefined && (
          <Text size="sm">
            <Loader size={12} mr={6} /> Working it out
          </Text>
        )}
        {isReady && (
          <Text size="sm">
            <b>{outcome.cells.toLocaleString('en-GB')} cells</b>
            {outcome.vessels > 0 && ` and ${outcome.vessels.toLocaleString('en-GB')} vessel points`} at the
            start of &lsquo;{target?.title}&rsquo;.
          </Text>
        )}
        {documents?.notes.map((note) => (
          <Text key={note} size="xs" c="dimmed">
            {sentence(note)}
          </Text>
        ))}
        {outcome !== undefined && documents === undefined && (
          <Text size="sm" className="tissue-error">
            {sentence(outcome.warnings.find(({ severity }) => severity === 'error')?.finding ?? 'not ready')}
          </Text>
        )}
        {outcome?.issues.slice(0, 4).map(({ message, hint }) => (
          <Text key={message} size="sm" className="tissue-error">
            {sentence(message)} {hint !== undefined && sentence(hint)}
          </Text>
        ))}
      </div>
      <Button fullWidth mt="xs" disabled={!isReady} onClick={() => adoptTissue() && navigate('/watch')}>
        Open in Watch
      </Button>
      {documents !== undefined && <Downloads documents={documents} />}
    </section>
  )
}

/** The two documents, for the command line or another day. */
function Downloads({
  documents,
}: {
  readonly documents: {
    readonly model: string
    readonly modelText: string
    readonly tablePath: string
    readonly tableText: string
  }
}) {
  const model = useDownload(documents.modelText, 'application/yaml')
  const table = useDownload(documents.tableText, 'text/csv')
  return (
    <Text size="xs" mt="xs" c="dimmed">
      Or keep the files:{' '}
      <Anchor size="xs" underline="always" href={model} download="model.yaml">
        model.yaml
      </Anchor>{' '}
      and{' '}
      <Anchor size="xs" underline="always" href={table} download={documents.tablePath.replace('tissue/', '')}>
        {documents.tablePath}
      </Anchor>
      , for the command line.
    </Text>
  )
}

function useDownload(text: string, type: string): string {
  const [address, setAddress] = useState('')
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([text], { type }))
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [text, type])
  return address
}
