/** Compiles every `*.as.ts` kernel into `src/kernels/milieu.wasm` with AssemblyScript. */
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const output = join(root, 'src/kernels/milieu.wasm')

/** The module's entry re-exports each kernel file (`*.lib.as.ts` are shared parts, not kernels). */
function entrySource(): string {
  const files = globSync('src/**/*.as.ts', { cwd: root, exclude: ['**/*.lib.as.ts'] }).toSorted()
  return files.map((file) => `export * from "./${file.replace(/\.ts$/, '')}"`).join('\n')
}

const flags = [
  '--runtime',
  'stub',
  '--importMemory',
  '--sharedMemory',
  '--initialMemory',
  '16',
  '--maximumMemory',
  '65536',
]
const optimisation = [
  '-O3',
  '--converge',
  '--noAssert',
  '--enable',
  'simd',
  '--enable',
  'threads',
  '--enable',
  'bulk-memory',
]

const errors: string[] = []
const { error } = await asc.main(['entry.ts', ...flags, ...optimisation, '-o', 'milieu.wasm'], {
  readFile: (name: string, base: string) => {
    if (name === 'entry.ts') return entrySource()
    const path = join(root, relative(root, join(root, base === root ? '' : base, name)))
    try {
      return readFileSync(path, 'utf8')
    } catch {
      return null
    }
  },
  writeFile: (_name: string, contents: Uint8Array | string) => {
    mkdirSync(dirname(output), { recursive: true })
    writeFileSync(output, contents)
  },
  listFiles: () => [],
  stderr: { write: (chunk: string) => (errors.push(chunk), true) },
})
if (error !== null) {
  process.stderr.write(errors.join('') + String(error) + '\n')
  process.exit(1)
}
