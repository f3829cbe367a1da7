/** Builds the Lab's page to `dist/lab`. */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
await build({ configFile: join(root, 'lab/vite.config.ts'), logLevel: 'warn' })
