import '@mantine/core/styles.css'
import './app/style.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
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
