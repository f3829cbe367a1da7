/** Compiles `src` to `dist` (JavaScript and types) and puts the kernel module beside it. */
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
rmSync(join(root, 'dist'), { recursive: true, force: true })
const result = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
})
if (result.status !== 0) process.exit(result.status ?? 1)
mkdirSync(join(root, 'dist/kernels'), { recursive: true })
copyFileSync(join(root, 'src/kernels/milieu.wasm'), join(root, 'dist/kernels/milieu.wasm'))

// So that `npx milieu` works in the checkout as it does where the package is installed.
const link = join(root, 'node_modules/.bin/milieu')
if (existsSync(dirname(link)) && !existsSync(link)) {
  rmSync(link, { force: true })
  symlinkSync('../../bin/milieu.js', link)
}
