import { type Command, InvalidArgumentError } from 'commander'
import { examples } from './arguments.ts'
import type { LabOptions } from './lab.ts'
import type { Terminal } from './terminal.ts'

const LARGEST_PORT = 65_535

/** Adds the verb that serves the Lab. */
export function addLab(program: Command, terminal: Terminal, finish: (code: number) => void): void {
  program
    .command('lab')
    .description('serve the Lab: watch, steer, compare and ask in a browser; data stays on this machine')
    .option('--port <n>', 'port (default: 4870, or the next free one)', portNumber)
    .option('--host <address>', 'address to listen at; 0.0.0.0 lets other machines in', '127.0.0.1')
    .option('--open', 'open it in the browser')
    .addHelpText('after', examples('milieu lab --open', 'milieu lab --port 8080 --host 0.0.0.0'))
    .action(async (options: LabOptions) => {
      const { labCommand } = await import('./lab.ts')
      finish(await labCommand(options, terminal))
    })
}

function portNumber(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port <= LARGEST_PORT) return port
  throw new InvalidArgumentError(`Expected a whole number from 0 to ${LARGEST_PORT}.`)
}
