import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type LabServer, startLabServer } from '../platform/node/lab-server.ts'
import { packageFolder } from '../platform/node/package-folder.ts'
import { ExitCode } from './exit-code.ts'
import type { Terminal } from './terminal.ts'

export interface LabOptions {
  readonly port?: number
  readonly host: string
  readonly open?: boolean
}

/** Port of the first choice. Chosen: not among those that are commonly taken. */
const PORT = 4870
/** Ports that are tried after it. Chosen: as many Labs as one machine will ever serve at once. */
const OTHER_PORTS = 20
const LOCAL = ['127.0.0.1', 'localhost', '::1']

/** Serves the Lab until it is interrupted; returns the exit code. */
export async function labCommand(options: LabOptions, terminal: Terminal): Promise<number> {
  const folder = join(packageFolder, 'dist/lab')
  if (!existsSync(join(folder, 'index.html'))) {
    terminal.error(
      `error: the Lab's page is not built; this builds it: npm run build:lab --prefix ${packageFolder}`,
    )
    return ExitCode.failed
  }
  const server = await serve(folder, options, terminal)
  if (server === undefined) return ExitCode.failed
  terminal.print(`The Lab is at ${server.address}   (Ctrl-C ends it)`)
  if (!LOCAL.includes(options.host))
    terminal.note(
      'note: browsers on other machines run it with one thread unless it comes by https: docs/how-to/host-the-lab.md',
    )
  if (options.open ?? false) openBrowser(server.address, terminal)
  await interrupted()
  await server.close()
  return ExitCode.done
}

async function serve(
  folder: string,
  { port, host }: LabOptions,
  terminal: Terminal,
): Promise<LabServer | undefined> {
  try {
    const others = port === undefined ? { otherPorts: OTHER_PORTS } : {}
    return await startLabServer({ folder, port: port ?? PORT, host, ...others })
  } catch (error) {
    terminal.error(`error: ${whyNot(error, port ?? PORT, host)}`)
    return undefined
  }
}

function whyNot(error: unknown, port: number, host: string): string {
  const { code = '', message } = error as NodeJS.ErrnoException // what Node's servers fail with
  if (code === 'EADDRINUSE') return `port ${port} is taken by another program; --port 0 takes any free one`
  if (code === 'EACCES')
    return `port ${port} may not be used by this account; ports from 1024 on usually may: --port ${PORT}`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `'${host}' is no address of this machine; --host 127.0.0.1 is for this machine alone, --host 0.0.0.0 for others too`
  return message
}

function openBrowser(address: string, terminal: Terminal): void {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open']
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '']
        : ['xdg-open']
  const child = spawn(command ?? '', [...args, address], { stdio: 'ignore', detached: true })
  child.on('error', () => terminal.note('note: no browser could be opened from here; open the address above'))
  child.unref()
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
}
