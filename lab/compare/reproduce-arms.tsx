import { Button, Loader, Modal, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { type Session, sessionLink } from '../../src/browser.ts'
import { CopyLine } from '../app/copy-line.tsx'
import { useCompare } from './compare-store.ts'
import type { Comparison } from './comparison.ts'

/** How somebody else comes to the same arms: a link and a state hash for each. */
export function ReproduceArms({ comparison }: { readonly comparison: Comparison }) {
  const [isOpen, open] = useState(false)
  const isReady = useCompare((state) => state.phase === 'ready')
  return (
    <>
      <Button size="xs" variant="default" disabled={!isReady} onClick={() => open(true)}>
        Reproduce
      </Button>
      <Modal opened={isOpen} onClose={() => open(false)} title="Reproduce these arms" size="lg">
        {isOpen && <Arms comparison={comparison} />}
      </Modal>
    </>
  )
}

function Arms({ comparison }: { readonly comparison: Comparison }) {
  const [sessions, setSessions] = useState<readonly (readonly [string, Session])[] | undefined>(undefined)
  useEffect(() => {
    comparison.pause()
    void comparison.sessions().then(setSessions)
  }, [comparison])
  if (sessions === undefined) return <Loader size="sm" aria-label="Making the links" />
  return (
    <>
      <Text size="sm" mb="sm">
        Each link opens one arm on the Watch page, computes it anew to this instant, and says whether it came
        to the same bits.
      </Text>
      {sessions.map(([name, session]) => (
        <CopyLine
          key={name}
          name={name}
          note={`state ${session.reached?.hash ?? ''} at tick ${(session.reached?.tick ?? 0).toLocaleString('en-GB')}`}
          text={sessionLink(location.href.split('#')[0] ?? '', session)}
          isShort
        />
      ))}
    </>
  )
}
