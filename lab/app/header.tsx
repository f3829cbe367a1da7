import { ActionIcon, Box, Group, Menu, useMantineColorScheme } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCheck,
  IconKeyboard,
  IconMoon,
  IconSun,
  IconSunMoon,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { RunningMark } from '../ask/running-mark.tsx'
import { EngineNote } from './engine-note.tsx'
import { Navigation } from './navigation.tsx'
import { ProjectMenu } from './project-menu.tsx'
import { useProject } from './project.ts'
import { SavedMark } from './saved-mark.tsx'
import { useShortcutsDialog } from './shortcuts-dialog.tsx'

/** Name, pages, project, and what belongs to all pages. */
export function Header() {
  const open = useShortcutsDialog((state) => state.open)
  return (
    <div className="lab-header">
      <Link href="/" className="lab-mark" aria-label="Milieu Lab: gallery">
        <img src="icon.svg" alt="" width={24} height={24} />
        <Box component="span" visibleFrom="sm">
          Milieu Lab
        </Box>
      </Link>
      <Box h="100%" visibleFrom="md">
        <Navigation />
      </Box>
      <Group gap={4} ml="auto" wrap="nowrap">
        <RunningMark />
        <EngineNote />
        <ProjectMenu />
        <SavedMark />
        <History />
        <ThemeMenu />
        <Box visibleFrom="md">
          <IconButton label="Keyboard shortcuts (?)" onClick={open}>
            <IconKeyboard size={18} stroke={1.5} />
          </IconButton>
        </Box>
      </Group>
    </div>
  )
}

function History() {
  const { undo, redo } = useProject.getState()
  const canUndo = useProject((state) => state.past.length > 0)
  const canRedo = useProject((state) => state.future.length > 0)
  return (
    <>
      <IconButton label="Undo (Ctrl+Z)" onClick={undo} isDisabled={!canUndo}>
        <IconArrowBackUp size={18} stroke={1.5} />
      </IconButton>
      <IconButton label="Redo (Ctrl+Shift+Z)" onClick={redo} isDisabled={!canRedo}>
        <IconArrowForwardUp size={18} stroke={1.5} />
      </IconButton>
    </>
  )
}

const THEMES = [
  { value: 'auto', name: 'As the system', Icon: IconSunMoon },
  { value: 'light', name: 'Light', Icon: IconSun },
  { value: 'dark', name: 'Dark', Icon: IconMoon },
] as const

function ThemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const Current = THEMES.find(({ value }) => value === colorScheme)?.Icon ?? IconSunMoon
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <IconButton label="Theme">
          <Current size={18} stroke={1.5} />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        {THEMES.map(({ value, name, Icon }) => (
          <Menu.Item
            key={value}
            leftSection={<Icon size={16} stroke={1.5} />}
            rightSection={value === colorScheme ? <IconCheck size={16} aria-label="chosen" /> : undefined}
            onClick={() => setColorScheme(value)}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

interface IconButtonProps {
  readonly label: string
  readonly children: ReactNode
  readonly onClick?: () => void
  readonly isDisabled?: boolean
}

/** A button that is a picture; its label is its tooltip. */
function IconButton({ label, children, onClick, isDisabled = false, ...rest }: IconButtonProps) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={label}
      title={label}
      disabled={isDisabled}
      {...(onClick === undefined ? {} : { onClick })}
      {...rest}
    >
      {children}
    </ActionIcon>
  )
}
