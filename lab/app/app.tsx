import { AppShell, Group, MantineProvider, Text } from '@mantine/core'
import { Suspense } from 'react'
import { Link, Route, Router, Switch } from 'wouter'
import { useHashLocation } from 'wouter/use-hash-location'
import { pages } from './pages.ts'
import { theme } from './theme.ts'

/** The frame of all pages: navigation above, the page beneath. */
export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <Router hook={useHashLocation}>
        <AppShell header={{ height: 44 }}>
          <AppShell.Header>
            <Group h="100%" px="md" component="nav" aria-label="Pages">
              <Text fw={600}>Milieu Lab</Text>
              {pages.map(({ path, name, purpose }) => (
                <Link key={path} href={path} title={purpose}>
                  {name}
                </Link>
              ))}
            </Group>
          </AppShell.Header>
          <AppShell.Main>
            <Suspense fallback={<Text p="md">Loading</Text>}>
              <Switch>
                {pages.map(({ path, component }) => (
                  <Route key={path} path={path} component={component} />
                ))}
              </Switch>
            </Suspense>
          </AppShell.Main>
        </AppShell>
      </Router>
    </MantineProvider>
  )
}
