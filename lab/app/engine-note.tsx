import { Button, Popover, Text, UnstyledButton } from '@mantine/core'
import { useIsolation } from './isolation.ts'
import { saveNow } from './saving.ts'

/** Where runs have one thread only: says so, why, and what to do. Nothing where all cores are used. */
export function EngineNote() {
  const { why, canReload } = useIsolation()
  if (why === undefined) return undefined
  return (
    <Popover width={320} position="bottom-end">
      <Popover.Target>
        <UnstyledButton px="xs">
          <Text component="span" size="xs" c="dimmed" td="underline">
            one thread
          </Text>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm">Runs use one thread here, with the same results. {why}</Text>
        {canReload && (
          <Button size="xs" mt="sm" onClick={() => void saveNow().then(() => window.location.reload())}>
            Load again
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}
