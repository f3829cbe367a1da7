import { Button, Group, Loader, Modal, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { type Session, sessionLink, writeSession } from '../../src/browser.ts'
import { CopyLine } from '../app/copy-line.tsx'
import { currentRun } from './current-run.ts'
import { useDesk } from './desk-store.ts'
import { download } from '../app/download.ts'
import { fileName } from './downloads.ts'
import { clockText, durationWords } from './pace.ts'
import { useRun } from './run-store.ts'
import { seriesCsv } from './series-table.ts'
import classes from './watch.module.css'

/** How somebody else comes to the same bits: a command, a link, a file, and the hash to compare. */
export function ReproduceDialog() {
  const isOpen = useDesk((state) => state.dialog === 'reproduce')
  const close = (): void => useDesk.getState().open(undefined)
  return (
    <Modal opened={isOpen} onClose={close} title="Reproduce this state" size="lg" centered>
      {isOpen && <Recipe />}
    </Modal>
  )
}

function Recipe() {
  const [session, setSession] = useState<Session | undefined>(undefined)
  useEffect(() => {
    currentRun()?.pause()
    void currentRun()?.session().then(setSession)
  }, [])
  if (session === undefined) return <Loader size="sm" aria-label="Making the link" />
  return <RecipeOf session={session} />
}

function RecipeOf({ session }: { readonly session: Session }) {
  const info = useRun((state) => state.info)
  const { tick = 0, hash = '' } = session.reached ?? {}
  if (info === undefined) return null
  const time = tick * info.tick
  const file = fileName(info.title, clockText(time), 'session.yaml')
  const link = sessionLink(location.href.split('#')[0] ?? '', session)
  return (
    <div className={classes['recipe']}>
      <Text size="sm" mb={12}>
        Model, seed and {counted(session.actions.length, 'action')} up to {durationWords(time)} give this
        state, bit for bit, on any machine and with any number of threads.
      </Text>
      <CopyLine name="State now" text={hash} note={`hash at tick ${tick.toLocaleString('en-GB')}`} />
      <CopyLine
        name="Link"
        text={link}
        note={`opens the same run and compares the hash; ${link.length} characters`}
        isShort
      />
      <CopyLine name="Command" text={`milieu replay ${file}`} note="with the session file below" />
      <Group gap={8} mt={16}>
        <Button size="xs" onClick={() => download(file, writeSession(session), 'application/yaml')}>
          Session file
        </Button>
        <SeriesButton />
        <Button size="xs" variant="default" onClick={() => void saveSnapshot(info.title, clockText(time))}>
          Snapshot of the state
        </Button>
      </Group>
    </div>
  )
}

function SeriesButton() {
  const info = useRun((state) => state.info)
  const series = useRun((state) => state.series)
  if (info === undefined || series === undefined || series.times.length === 0) return null
  const save = (): void => {
    const name = fileName(info.title, 'series', 'csv')
    download(name, seriesCsv(info.series, series), 'text/csv')
  }
  return (
    <Button size="xs" variant="default" onClick={save}>
      Series as CSV
    </Button>
  )
}

async function saveSnapshot(title: string, clock: string): Promise<void> {
  const bytes = await currentRun()?.snapshot()
  // comes through a transfer: its buffer is never shared
  if (bytes !== undefined)
    download(fileName(title, clock, 'milieu'), bytes as Uint8Array<ArrayBuffer>, 'application/octet-stream')
}

function counted(count: number, noun: string): string {
  return count === 0 ? `no ${noun}` : `${count} ${noun}${count === 1 ? '' : 's'}`
}
