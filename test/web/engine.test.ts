import { readFileSync } from 'node:fs'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testKernels } from '../../src/testing/kernels.ts'
import { livingTissue } from '../../src/testing/living-tissue.ts'
import { findBrowser, startBrowser } from './browser.ts'
import { hashesOf } from './engine-entry.ts'

const found = findBrowser()
if ('reason' in found) process.stderr.write(`browser tests are skipped: ${found.reason}\n`)

/** Seed and ticks of the comparison: far enough for divisions, deaths and interactions. */
const SEED = 20
const TICKS = [1, 30, 180]
const scenes = {
  'a living tissue in two dimensions': livingTissue(),
  'in three': livingTissue({ dimensions: 3 }),
}

describe.skipIf('reason' in found)('the engine in a browser', () => {
  let browser: Browser
  let server: Server
  let address = ''

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'milieu-web-'))
    await build({
      configFile: false,
      logLevel: 'error',
      build: {
        outDir: folder,
        lib: { entry: 'test/web/engine-entry.ts', formats: ['es'], fileName: () => 'engine.js' },
        target: 'es2022',
      },
    })
    server = serve({
      '/': { type: 'text/html', body: PAGE },
      '/engine.js': { type: 'text/javascript', body: readFileSync(join(folder, 'engine.js')) },
      '/milieu.wasm': { type: 'application/wasm', body: readFileSync('src/kernels/milieu.wasm') },
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // listening on a port
    browser = await startBrowser('path' in found ? found.path : '')
  })

  afterAll(async () => {
    await browser?.close()
    server?.close()
  })

  for (const [name, yaml] of Object.entries(scenes)) {
    test(`${name}: the same bits as in Node`, async () => {
      const page = await browser.newPage()
      await page.goto(address)
      await page.waitForFunction(() => 'engine' in globalThis)
      const inBrowser = await page.evaluate(
        async ({ text, seed, ticks }) => {
          const module = await WebAssembly.compile(await (await fetch('/milieu.wasm')).arrayBuffer())
          // The page's own script put the bundle there.
          const { engine } = globalThis as unknown as { engine: typeof import('./engine-entry.ts') }
          return engine.hashesOf(text, module, seed, ticks)
        },
        { text: yaml, seed: SEED, ticks: TICKS },
      )
      await page.close()
      const inNode = hashesOf(yaml, testKernels(), SEED, TICKS)
      expect(new Set(inNode).size).toBe(TICKS.length)
      expect(inBrowser).toEqual(inNode)
    })
  }
})

const PAGE = `<!doctype html><title>engine</title>
<script type="module">import * as engine from '/engine.js'; globalThis.engine = engine</script>`

interface Served {
  readonly type: string
  readonly body: string | Uint8Array
}

/** Serves files from memory, isolated so that shared memory is allowed. */
function serve(files: Readonly<Record<string, Served>>): Server {
  return createServer((request, response) => {
    const file = files[request.url ?? '']
    response.writeHead(file === undefined ? 404 : 200, {
      'Content-Type': file?.type ?? 'text/plain',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    })
    response.end(file?.body)
  })
}
