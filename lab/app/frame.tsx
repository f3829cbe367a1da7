import { AppShell, Button, Container, Loader, Text, Title } from '@mantine/core'
import { Suspense, lazy, useEffect, useRef } from 'react'
import { Link, Route, Switch, useLocation } from 'wouter'
import { Header } from './header.tsx'
import { Navigation } from './navigation.tsx'
import { NoticeList } from './notice-list.tsx'
import { PageBoundary } from './page-boundary.tsx'
import { pages } from './pages.ts'
import { useProject } from './project.ts'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'
import { listenForShortcuts, useShortcuts } from './shortcuts.ts'

const RunLinkPage = lazy(() => import('./run-link-page.tsx'))

/** Height of the header, and of the bar at the bottom of a phone [px]. */
const HEADER = 44
const FOOTER = 56

/** What stays the same around all pages: navigation, project, notices, shortcuts. */
export function Frame() {
  const main = useRef<HTMLElement>(null)
  const name = usePageName()
  useEffect(listenForShortcuts, [])
  useFocusOnNewPage(main, name)
  useEditingKeys()
  return (
    <AppShell
      header={{ height: HEADER }}
      footer={{ height: { base: FOOTER, md: 0 }, collapsed: false }}
      transitionDuration={0}
    >
      <a
        className="lab-skip"
        href="#content"
        onClick={(event) => {
          // The part behind the # names the page here.
          event.preventDefault()
          main.current?.focus()
        }}
      >
        Skip to the page
      </a>
      <AppShell.Header>
        <Header />
      </AppShell.Header>
      <AppShell.Main ref={main} tabIndex={-1} aria-label={name}>
        <CurrentPage />
      </AppShell.Main>
      <AppShell.Footer hiddenFrom="md">
        <Navigation hasIcons />
      </AppShell.Footer>
      <NoticeList />
      <ShortcutsDialog />
    </AppShell>
  )
}

/** The page of the address, in a boundary of its own: when it fails, the frame and the work stay. */
function CurrentPage() {
  const [path] = useLocation()
  return (
    <PageBoundary key={path}>
      <Suspense fallback={<Loading />}>
        <Switch>
          {pages.map((page) => (
            <Route key={page.path} path={page.path} component={page.component} />
          ))}
          <Route path="/run/:payload">
            {({ payload }) => <RunLinkPage key={payload} payload={payload} />}
          </Route>
          <Route component={UnknownPage} />
        </Switch>
      </Suspense>
    </PageBoundary>
  )
}

function Loading() {
  return (
    <Text p="md" c="dimmed" role="status">
      <Loader size="xs" mr="xs" /> Loading
    </Text>
  )
}

function UnknownPage() {
  const [path] = useLocation()
  return (
    <Container size="sm" py="xl">
      <Title order={1}>There is no such page</Title>
      <Text my="md">
        The address ends with <code>#{path.slice(0, 80)}</code>, which is no page of the Lab. Your project is
        as it was.
      </Text>
      <Button component={Link} href="/">
        To the gallery
      </Button>
    </Container>
  )
}

function usePageName(): string {
  const [path] = useLocation()
  if (path.startsWith('/run/')) return 'A run from a link'
  return pages.find((page) => page.path === path)?.name ?? 'Unknown page'
}

/** Names the page in the window's title, and moves the focus to it when it is not the first. */
function useFocusOnNewPage(main: React.RefObject<HTMLElement | null>, name: string): void {
  const project = useProject((state) => state.project.name)
  const before = useRef(name)
  useEffect(() => {
    document.title = `${name} - ${project} - Milieu Lab`
  }, [name, project])
  useEffect(() => {
    if (before.current !== name) main.current?.focus({ preventScroll: true })
    if (before.current !== name) window.scrollTo(0, 0)
    before.current = name
  }, [main, name])
}

function useEditingKeys(): void {
  const { undo, redo } = useProject.getState()
  const [, go] = useLocation()
  useShortcuts('Everywhere', [
    { keys: 'Mod+z', does: 'undo the last change', run: undo },
    { keys: ['Mod+Shift+z', 'Mod+y'], does: 'redo it', run: redo },
    ...pages.map(({ name, path }, index) => ({
      keys: `Alt+${index + 1}`,
      does: `open ${name}`,
      run: () => go(path),
    })),
  ])
}
