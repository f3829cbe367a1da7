import { createHash } from 'node:crypto'
import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Plugin, build } from 'vite'

const source = fileURLToPath(new URL('../app/service-worker.ts', import.meta.url))
const NAME = 'service-worker.js'

/** A file of the build; without a revision where its name already has one. */
interface LabFile {
  readonly url: string
  // The library that reads the list asks for null.
  readonly revision: string | null
}

/** Builds the service worker after everything else, with a list of all files: they are one version together. */
export function serviceWorker(): Plugin {
  let folder = ''
  return {
    name: 'milieu-service-worker',
    apply: 'build',
    configResolved(config) {
      folder = config.build.outDir
    },
    async writeBundle() {
      await build({
        configFile: false,
        logLevel: 'warn',
        publicDir: false,
        define: { LAB_FILES: JSON.stringify(filesIn(folder)), 'process.env.NODE_ENV': '"production"' },
        build: {
          outDir: folder,
          emptyOutDir: false,
          target: 'es2022',
          modulePreload: false,
          rollupOptions: { input: source, output: { format: 'iife', entryFileNames: NAME } },
        },
      })
    },
  }
}

/** All files beneath `folder`, in the order of their names: the same files make the same worker. */
function filesIn(folder: string): readonly LabFile[] {
  return globSync('**/*', { cwd: folder })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path !== NAME && statSync(join(folder, path)).isFile())
    .toSorted()
    .map((url) => ({ url, revision: url.startsWith('assets/') ? null : revisionOf(join(folder, url)) }))
}

function revisionOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16)
}
