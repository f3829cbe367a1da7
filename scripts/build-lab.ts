/** Builds the Lab's page to `dist/lab`; with `--if-stale` only when something that it is made of is newer. */
import { globSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const BUILT = join(root, 'dist/lab/index.html')
/** What a page is made of. */
const SOURCES = [
  'lab/**/*',
  'src/**/*',
  'models/**/*',
  'experiments/*',
  'data/**/*',
  'evidence/*',
  'package.json',
]
/** Another build that takes longer has died [ms]. Chosen: ten times what a build takes. */
const LONGEST = 60_000
const WAIT = 250 // [ms] between two looks; chosen: short against a build

const lock = join(root, 'dist/lab.lock')
await take()
try {
  if (!process.argv.includes('--if-stale') || isStale())
    await build({ configFile: join(root, 'lab/vite.config.ts'), logLevel: 'warn' })
} finally {
  rmSync(lock, { recursive: true, force: true })
}

/** Test files that run at the same time ask for the page at the same time: one builds, the others wait. */
async function take(): Promise<void> {
  mkdirSync(dirname(lock), { recursive: true })
  for (;;) {
    try {
      mkdirSync(lock)
      return
    } catch {
      if (ageOf(lock) > LONGEST) rmSync(lock, { recursive: true, force: true })
      else await sleep(WAIT)
    }
  }
}

function isStale(): boolean {
  const built = statSync(BUILT, { throwIfNoEntry: false })?.mtimeMs ?? 0
  return globSync(SOURCES, { cwd: root }).some((file) => {
    const isTest = /\.test\.tsx?$/.test(file)
    return !isTest && statSync(join(root, file)).mtimeMs > built
  })
}

function ageOf(path: string): number {
  const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs
  return made === undefined ? 0 : Date.now() - made
}
