import { createColors } from 'picocolors'

/** Where the command line prints: answers to standard output, everything else to standard error. */
export interface Terminal {
  readonly colours: ReturnType<typeof createColors>
  /** Colours of what goes to standard error. */
  readonly noteColours: ReturnType<typeof createColors>
  /** Characters per line. */
  readonly width: number
  /** Characters per line of answers: without limit when they go to another program. */
  readonly answerWidth: number
  /** True when a progress line can be redrawn. */
  readonly isInteractive: boolean
  print(text?: string): void
  note(text: string): void
  error(text: string): void
  /** Replaces the progress line; without an argument removes it. */
  progress(text?: string): void
}

/** Widest line that is printed; chosen with the visual guide: readable, and fits most windows. */
const WIDTH = 100

/** A pipe has no `isTTY` at all, and undefined would let the library of colours decide, which colours under CI. */
function isTerminal(stream: { readonly isTTY?: boolean }): boolean {
  return stream.isTTY ?? false
}

/** The terminal of this process. Plain text when piped, or when NO_COLOR is set. */
export function createTerminal(): Terminal {
  const isInteractive = process.stderr.isTTY && process.env['TERM'] !== 'dumb'
  const mayColour = (process.env['NO_COLOR'] ?? '') === '' && process.env['TERM'] !== 'dumb'
  let shown = false
  const clear = (): void => {
    if (shown) process.stderr.write('\r\u001B[2K')
    shown = false
  }
  return {
    colours: createColors(mayColour && isTerminal(process.stdout)),
    noteColours: createColors(mayColour && isTerminal(process.stderr)),
    width: Math.min(process.stdout.columns ?? WIDTH, WIDTH),
    answerWidth: process.stdout.isTTY ? Math.min(process.stdout.columns, WIDTH) : Number.POSITIVE_INFINITY,
    isInteractive,
    print: (text = '') => {
      clear()
      process.stdout.write(`${text}\n`)
    },
    note: (text) => {
      clear()
      process.stderr.write(`${text}\n`)
    },
    error: (text) => {
      clear()
      process.stderr.write(`${text}\n`)
    },
    progress: (text) => {
      if (!isInteractive) return
      clear()
      if (text === undefined) return
      process.stderr.write(text.slice(0, (process.stderr.columns ?? WIDTH) - 1))
      shown = true
    },
  }
}

/** A number with its noun: "1 run", "1,200 runs". */
export function counted(count: number, noun: string): string {
  // By hand: the first number that goes through the tables of languages costs 10 ms, which every command would pay.
  const grouped = String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',')
  return `${grouped} ${noun}${count === 1 ? '' : 's'}`
}

/** Silences notes and progress for `--quiet` and `--json`. */
export function quietTerminal(terminal: Terminal): Terminal {
  return { ...terminal, note: () => {}, progress: () => {} }
}
