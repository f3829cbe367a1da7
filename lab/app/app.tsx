import { MantineProvider } from '@mantine/core'
import { Router } from 'wouter'
import { useHashLocation } from 'wouter/use-hash-location'
import { Frame } from './frame.tsx'
import { theme } from './theme.ts'

/** The Lab: a frame around the page that the address names. */
export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <Router hook={useHashLocation}>
        <Frame />
      </Router>
    </MantineProvider>
  )
}
