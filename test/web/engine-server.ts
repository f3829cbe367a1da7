/** Builds the page `engine.html` as an application would, and serves it with and without what isolates a page. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { build } from 'vite'
import type { EngineJob, EngineResult } from './engine-jobs.ts'

/**
 * How a page is served: isolated, so that its workers may share memory; isolated, but its workers may not start others; as most
 * servers do. A browser visits them in this order.
 */
export const MODES = ['isolated', 'childless', 'plain'] as const
export type Mode = (typeof MODES)[number]
/** Results of a page per mode, in the order of its jobs. */
export type Results = Readonly<Record<Mode, readonly EngineResult[]>>

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
}
/** Files that have these may share memory between workers. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
}

export interface EngineServer {
  /** Where a browser begins; each page sends it to the next. */
  readonly address: string
  /** What the next browser to visit finds. */
  results(): Promise<Results>
  close(): void
}

/** Serves the page with the jobs of each mode on a port of its own. */
export async function startEngineServer(
  jobs: Readonly<Record<Mode, readonly EngineJob[]>>,
): Promise<EngineServer> {
  const folder = mkdtempSync(join(tmpdir(), 'milieu-web-'))
  await buildPage(folder)
  const visitors: ((results: Results) => void)[] = []
  let results: Partial<Results> = {}
  /** Takes the results of one page; says where to go next. */
  const take = (mode: Mode, found: readonly EngineResult[]): string => {
    const { isolated = [], childless = [], plain = [] } = (results = { ...results, [mode]: found })
    const next = MODES[MODES.indexOf(mode) + 1]
    if (next !== undefined) return pageOf(next)
    visitors.shift()?.({ isolated, childless, plain })
    results = {}
    return 'about:blank'
  }
  const server = createServer((request, response) => {
    const [, folderName = '', ...rest] = (request.url ?? '').split('/')
    const mode = MODES.find((name) => name === folderName) ?? 'plain'
    const path = rest.join('/')
    if (path === 'results') void readBody(request).then((text) => response.end(take(mode, JSON.parse(text))))
    else if (path === 'jobs') send(response, headersOf(mode, path), JSON.stringify(jobs[mode]))
    else sendFile(response, mode, folder, path)
  })
  const address = `${await listen(server)}${pageOf('isolated')}`
  return {
    address,
    results: () => new Promise((resolve) => void visitors.push(resolve)),
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

function pageOf(mode: Mode): string {
  return `/${mode}/engine.html`
}

function headersOf(mode: Mode, path: string): Readonly<Record<string, string>> {
  const type = { 'Content-Type': TYPES[extname(path)] ?? 'application/json' }
  if (mode === 'plain') return type
  const isChildless = mode === 'childless' && path.includes('engine-worker')
  return { ...type, ...ISOLATION, ...(isChildless ? { 'Content-Security-Policy': "worker-src 'none'" } : {}) }
}

function send(
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
  body: string | Buffer,
): void {
  response.writeHead(200, headers)
  response.end(body)
}

function sendFile(response: ServerResponse, mode: Mode, folder: string, path: string): void {
  try {
    send(response, headersOf(mode, path), readFileSync(join(folder, path)))
  } catch {
    response.writeHead(404)
    response.end()
  }
}
