import { readBnd } from './bnd.ts'
import { readBnet } from './bnet.ts'
import { readConfiguration } from './cfg.ts'
import { type BooleanNetwork, type Within, assembleNetwork } from './network.ts'
import { FormulaMistake } from './tokens.ts'

export interface TextFile {
  readonly file: string
  readonly text: string
}

/** A mistake in a file of a network. */
export interface NetworkMistake {
  readonly file: string
  /** Counted from one. */
  readonly line: number
  readonly column: number
  readonly length: number
  readonly message: string
  readonly hint?: string
}

export type NetworkReading =
  | { readonly ok: true; readonly network: BooleanNetwork }
  | { readonly ok: false; readonly mistake: NetworkMistake }

/** Thrown inside of this file: a mistake that knows its file. */
class Placed extends Error {
  readonly mistake: NetworkMistake

  constructor(mistake: NetworkMistake) {
    super(mistake.message)
    this.mistake = mistake
  }
}

/**
 * Reads a Boolean network from a `.bnd` or `.bnet` file and its configurations; `overrides` are parameters, by name with the `$`, that
 * count in place of those of the configurations.
 */
export function readBooleanNetwork(
  network: TextFile,
  configurations: readonly TextFile[] = [],
  overrides: Readonly<Record<string, number>> = {},
): NetworkReading {
  const files = [network, ...configurations]
  const within: Within = (file, read) => {
    const { file: name = '', text = '' } = files[file] ?? {}
    try {
      return read()
    } catch (error) {
      if (error instanceof FormulaMistake) throw new Placed(placed(error, name, text))
      throw error
    }
  }
  try {
    const nodes = within(0, () => readerFor(network.file)(network.text))
    const texts = configurations.map(({ text }, at) => within(at + 1, () => readConfiguration(text)))
    return { ok: true, network: assembleNetwork(nodes, texts, overrides, within) }
  } catch (error) {
    if (error instanceof Placed) return { ok: false, mistake: error.mistake }
    throw error
  }
}

function readerFor(file: string) {
  if (/\.bnet$/i.test(file)) return readBnet
  if (/\.bnd$/i.test(file)) return readBnd
  const what = /\.(sbml|xml)$/i.test(file)
    ? 'networks in SBML are not supported'
    : /\.p(bnd|cfg)$/i.test(file)
      ? 'populations of PopMaBoSS are not supported'
      : 'this is no file of a Boolean network'
  throw new FormulaMistake(
    what,
    0,
    1,
    'networks are read from .bnd and .bnet files; configurations from .cfg files',
  )
}

function placed(
  { message, offset, length, hint }: FormulaMistake,
  file: string,
  text: string,
): NetworkMistake {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  const column = offset - before.lastIndexOf('\n')
  return { file, line, column, length, message, ...(hint === undefined ? {} : { hint }) }
}
