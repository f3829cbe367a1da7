import { Anchor, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { ShippedEngine } from './shipped-index.ts'
import { shippedIndex } from './shipped.ts'

/** Which engine computes here, and whose work is in the page. */
export function About() {
  const [engine, setEngine] = useState<ShippedEngine>()
  useEffect(() => {
    shippedIndex().then(
      (index) => setEngine(index.engine),
      () => setEngine(undefined),
    )
  }, [])
  return (
    <Text size="xs" c="dimmed" component="p" my={0}>
      Milieu{' '}
      {engine !== undefined && (
        <>
          {engine.version}, kernels <code title={engine.kernels}>{engine.kernels.slice(0, 12)}</code>.{' '}
        </>
      )}
      Free software under the MIT licence, with parts of others:{' '}
      <Anchor href="licences.txt" target="_blank" rel="noreferrer" size="xs" underline="always">
        all licences
      </Anchor>
      .
    </Text>
  )
}
