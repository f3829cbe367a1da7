/** Builds the page `engine.html` as an application would, and serves it with and without what isolates a page. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { build } from 'vite'
import type { EngineJob, EngineResult } from './engine-jobs.ts'

/** How a page is served. */
export type Mode = 'isolated' | 'plain'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
}
/** Pages that have these may share memory between workers. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
}

export interface EngineServer {
  /** Where a browser begins: one page per mode, each sending it to the next. */
  readonly address: string
  /** What the next browser to visit finds, in the order of the jobs. */
  results(): Promise<Readonly<Record<Mode, readonly EngineResult[]>>>
  close(): void
}

/** Serves the page with the jobs of each mode on a port of its own. */
export async function startEngineServer(
  jobs: Readonly<Record<Mode, readonly EngineJob[]>>,
): Promise<EngineServer> {
  const folder = mkdtempSync(join(tmpdir(), 'milieu-web-'))
  await buildPage(folder)
  const visits: ((results: Record<Mode, readonly EngineResult[]>) => void)[] = []
  let isolated: readonly EngineResult[] = []
  /** Takes the results of one page; says where to go next. */
  const take = (mode: Mode, results: readonly EngineResult[]): string => {
    if (mode === 'plain') {
      visits.shift()?.({ isolated, plain: results })
      return 'about:blank'
    }
    isolated = results
    return '/plain/engine.html'
  }
  const server = createServer((request, response) => {
    const [, folderName = '', ...rest] = (request.url ?? '').split('/')
    const mode: Mode = folderName === 'isolated' ? 'isolated' : 'plain'
    const path = rest.join('/')
    if (path === 'results') void readBody(request).then((text) => response.end(take(mode, JSON.parse(text))))
    else if (path === 'jobs') send(response, mode, 'application/json', JSON.stringify(jobs[mode]))
    else sendFile(response, mode, folder, path)
  })
  const address = `${await listen(server)}/isolated/engine.html`
  return {
    address,
    results: () => new Promise((resolve) => void visits.push(resolve)),
    close: () => {
      server.close()
      server.closeAllConnections()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function buildPage(folder: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    root: 'test/web',
    base: './',
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2022',
      rollupOptions: { input: 'test/web/engine.html' },
    },
    worker: { format: 'es' },
  })
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}` // listening on a port
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer) // no encoding is set
  return Buffer.concat(parts).toString('utf8')
}

function send(response: ServerResponse, mode: Mode, type: string, body: string | Buffer): void {
  response.writeHead(200, { 'Content-Type': type, ...(mode === 'isolated' ? ISOLATION : {}) })
  response.end(body)
}

function sendFile(response: ServerResponse, mode: Mode, folder: string, path: string): void {
  try {
    send(response, mode, TYPES[extname(path)] ?? 'text/plain', readFileSync(join(folder, path)))
  } catch {
    response.writeHead(404)
    response.end()
  }
}
