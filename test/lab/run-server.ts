/** Builds the page of the test of `run.worker.ts`, and serves it with and without what isolates a page. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { build } from 'vite'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
}

export interface RunServer {
  /** A page whose workers may share memory. */
  readonly isolated: string
  /** A page as most servers serve it. */
  readonly plain: string
  close(): void
}

/** Serves the page on a port of its own. */
export async function startRunServer(): Promise<RunServer> {
  const folder = mkdtempSync(join(tmpdir(), 'milieu-run-'))
  await build({
    configFile: false,
    logLevel: 'error',
    root: 'lab/testing',
    base: './',
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2022',
      rollupOptions: { input: 'lab/testing/run-page.html' },
    },
    worker: { format: 'es' },
  })
  const server = createServer(({ url = '' }, response) => {
    const [, mode = '', ...rest] = url.split('/')
    const path = rest.join('/')
    try {
      const body = readFileSync(join(folder, path))
      response.setHeader('Content-Type', TYPES[extname(path)] ?? 'application/octet-stream')
      if (mode === 'isolated') {
        response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
        response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp')
      }
      response.end(body)
    } catch {
      response.writeHead(404)
      response.end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // listening on a port
  return {
    isolated: `${base}/isolated/run-page.html`,
    plain: `${base}/plain/run-page.html`,
    close: () => {
      server.close()
      server.closeAllConnections()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
