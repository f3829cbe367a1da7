import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { licences } from './build/licences.ts'
import { policy } from './build/policy.ts'
import { serviceWorker } from './build/service-worker.ts'
import { shippedFiles } from './build/shipped-files.ts'

const root = fileURLToPath(new URL('.', import.meta.url))

const licence = licences()

/** The static build: any web server can host it, below any path. */
export default defineConfig({
  root,
  base: './',
  plugins: [react(), shippedFiles(), policy(), licence.page, serviceWorker()],
  worker: { format: 'es', plugins: () => [licence.workers()] },
  build: {
    outDir: fileURLToPath(new URL('../dist/lab', import.meta.url)),
    emptyOutDir: true,
    // Which script loads which: the budget of the first view is tested on it.
    manifest: 'scripts.json',
    target: 'es2022',
    chunkSizeWarningLimit: 2000,
  },
  server: {
    headers: {
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    },
  },
})
