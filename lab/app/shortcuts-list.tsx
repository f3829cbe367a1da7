import { Divider, Kbd, Modal, Table, Title } from '@mantine/core'
import { Fragment } from 'react'
import { About } from './about.tsx'
import { type Shortcut, useShortcutGroups } from './shortcuts.ts'

/** All keys that do something now, by page. */
export default function ShortcutsList({ onClose }: { readonly onClose: () => void }) {
  const groups = useShortcutGroups((state) => state.groups)
  const named = Map.groupBy(groups.values(), ({ name }) => name)
  return (
    <Modal opened onClose={onClose} title="Keyboard shortcuts" transitionProps={{ duration: 0 }}>
      {[...named].map(([name, parts]) => (
        <Fragment key={name}>
          <Title order={2} size="sm" mt="sm">
            {name}
          </Title>
          <Table>
            <Table.Tbody>
              {parts
                .flatMap(({ shortcuts }) => shortcuts)
                .map((shortcut) => (
                  <Row key={shortcut.does} shortcut={shortcut} />
                ))}
            </Table.Tbody>
          </Table>
        </Fragment>
      ))}
      <Divider my="md" />
      <About />
    </Modal>
  )
}

function Row({ shortcut: { keys, does } }: { readonly shortcut: Shortcut }) {
  return (
    <Table.Tr>
      <Table.Th w="50%" fw={400} scope="row">
        {does}
      </Table.Th>
      <Table.Td>
        {[keys].flat().map((key, index) => (
          <Fragment key={key}>
            {index > 0 && ' or '}
            <Kbd>{wordsOf(key)}</Kbd>
          </Fragment>
        ))}
      </Table.Td>
    </Table.Tr>
  )
}

const WORDS: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
}

function wordsOf(key: string): string {
  const mod = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl'
  return key
    .split('+')
    .map((part) => (part === 'Mod' ? mod : (WORDS[part] ?? part)))
    .join(' + ')
}
