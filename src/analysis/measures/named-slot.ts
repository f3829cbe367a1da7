import type { Program } from '../../engine/program.ts'
import type { Slot } from './family.ts'

/** Names after a prefix of columns. */
export function namesWith(program: Program, prefix: string): readonly string[] {
  return program.columns.flatMap(({ name }) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []))
}

/** A slot for what a section of the model names. */
export function namedSlot(what: string, names: (program: Program) => readonly string[]): Slot<string> {
  return {
    names,
    read: (text, program) =>
      names(program).includes(text)
        ? { value: text }
        : { problem: `unknown ${what} '${text}'; there are ${names(program).join(', ')}` },
  }
}
