import '@mantine/core/styles.css'
import './app/style.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { installWorker } from './app/install-worker.ts'
import { startSaving } from './app/saving.ts'

const root = document.querySelector('#root')
if (root === null) throw new Error('the page has no place for the application')
// Before anything is drawn: pages begin with the project that was open.
await startSaving()
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)

// After the page has what it needs: storing everything for offline use takes the network for a moment.
if (document.readyState === 'complete') void installWorker()
else window.addEventListener('load', () => void installWorker())
