import { createReadStream, realpathSync, statSync } from 'node:fs'
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, sep } from 'node:path'
import { ISOLATION_HEADERS, LAB_POLICY } from './lab-policy.ts'

export interface LabServerOptions {
  /** Folder with the built page. */
  readonly folder: string
  /** 0: any free one. */
  readonly port: number
  readonly host: string
  /** Further ports to try when `port` is taken. */
  readonly otherPorts?: number
  /** False to send what a plain static server would: no isolation, no policy. */
  readonly isIsolating?: boolean
}

export interface LabServer {
  /** Ends with a slash. */
  readonly address: string
  readonly port: number
  close(): Promise<void>
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
}

/** Serves a folder with the headers that a page needs to share memory between its threads, and nothing outside of the folder. */
export async function startLabServer(options: LabServerOptions): Promise<LabServer> {
  const folder = realpathSync(options.folder)
  const server = createServer((request, response) => {
    answer(folder, options.isIsolating ?? true, request, response)
  })
  await listenFrom(server, options)
  const { port } = server.address() as AddressInfo // listening on a port
  const name = options.host.includes(':') ? `[${options.host}]` : options.host
  return { address: `http://${name}:${port}/`, port, close: () => closeAll(server) }
}

/** The file that a request names, as a path without links; undefined where there is none within the folder. */
export function fileFor(folder: string, url: string): string | undefined {
  let path: string
  try {
    path = decodeURIComponent(url.replace(/[?#].*$/s, ''))
  } catch {
    return undefined // not a valid encoding
  }
  const parts = path.split('/').slice(1)
  if (parts.at(-1) === '') parts.splice(-1, 1, 'index.html')
  if (parts.length === 0 || parts.some((part) => part === '' || /^\.|[\0\\:]/.test(part))) return undefined
  try {
    const file = realpathSync(join(folder, ...parts))
    return file.startsWith(folder + sep) && statSync(file).isFile() ? file : undefined
  } catch {
    return undefined // not there
  }
}

function answer(
  folder: string,
  isIsolating: boolean,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    refuse(response, 405, 'The Lab is read only: GET or HEAD.', { Allow: 'GET, HEAD' })
    return
  }
  const file = fileFor(folder, request.url ?? '/')
  if (file === undefined) {
    refuse(response, 404, 'There is no such file in the Lab.')
    return
  }
  const { size, mtimeMs } = statSync(file)
  const tag = `"${size.toString(36)}-${Math.trunc(mtimeMs).toString(36)}"`
  const headers = { ...headersOf(file, isIsolating), ETag: tag }
  if (request.headers['if-none-match'] === tag) {
    response.writeHead(304, headers).end()
    return
  }
  response.writeHead(200, { ...headers, 'Content-Length': size })
  if (request.method === 'HEAD') response.end()
  else
    createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response)
}

function headersOf(file: string, isIsolating: boolean): Readonly<Record<string, string>> {
  // The build puts a hash into the names of what lies in `assets`; anything else is asked for again.
  const isHashed = file.includes(`${sep}assets${sep}`)
  return {
    'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
    'Cache-Control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    'X-Content-Type-Options': 'nosniff',
    ...(isIsolating
      ? {
          ...ISOLATION_HEADERS,
          'Content-Security-Policy': `${LAB_POLICY}; frame-ancestors 'self'`,
          'Referrer-Policy': 'no-referrer',
        }
      : {}),
  }
}

function refuse(
  response: ServerResponse,
  code: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(code, { 'Content-Type': 'text/plain; charset=utf-8', ...headers }).end(`${text}\n`)
}

/** Takes the first free port from `port` on. */
async function listenFrom(server: Server, { port, host, otherPorts = 0 }: LabServerOptions): Promise<void> {
  for (let tried = 0; ; tried++) {
    try {
      await listen(server, port + tried, host)
      return
    } catch (error) {
      const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE' // what `listen` rejects with
      if (!isTaken || port === 0 || tried >= otherPorts) throw error
    }
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function closeAll(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
