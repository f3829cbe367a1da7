/** How the names of a family of measures are written, as something that reads them. */
export interface Pattern {
  /** Letters outside of slots and optional parts. */
  readonly letters: number
  /**
   * Texts by slot, or undefined when the name is not written so. Where `choices` lists what may stand in a slot, only that
   * matches there: a cell type may be called 'M1 and M2'.
   */
  match(
    name: string,
    choices: (slot: string) => readonly string[] | undefined,
  ): ReadonlyMap<string, string> | undefined
  /** Every name that the choices make; none when some slot cannot be listed. */
  expand(choices: (slot: string) => readonly string[] | undefined): readonly string[]
}

type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'slot'; readonly slot: string }
  | { readonly kind: 'optional'; readonly parts: readonly Part[] }

/** Reads `density of <cells> [in <region>]`: the blank beside a bracket goes with what the bracket holds. */
export function parsePattern(pattern: string): Pattern {
  const text = pattern.replaceAll(/ \[([^\]]*)\]/g, '[ $1]').replaceAll(/^\[([^\]]*)\] /g, '[$1 ]')
  const parts = text
    .split(/(\[[^\]]*\])/)
    .flatMap((part): readonly Part[] =>
      part.startsWith('[') ? [{ kind: 'optional', parts: partsOf(part.slice(1, -1)) }] : partsOf(part),
    )
  const slots = [...text.matchAll(/<([^>]+)>/g)].map((found) => found[1] ?? '')
  return {
    letters: parts.reduce((sum, part) => sum + (part.kind === 'text' ? part.text.length : 0), 0),
    match: (name, choices) => {
      const found = new RegExp(`^${expression(parts, choices)}$`).exec(name)
      if (found === null) return undefined
      const texts = slots.map((slot, index) => [slot, found[index + 1]] as const)
      return new Map(texts.filter((entry): entry is [string, string] => entry[1] !== undefined))
    },
    expand: (choices) => expansions(parts, choices),
  }
}

function partsOf(text: string): readonly Part[] {
  return text
    .split(/(<[^>]+>)/)
    .filter((part) => part !== '')
    .map((part) =>
      part.startsWith('<') ? { kind: 'slot', slot: part.slice(1, -1) } : { kind: 'text', text: part },
    )
}

function expression(
  parts: readonly Part[],
  choices: (slot: string) => readonly string[] | undefined,
): string {
  const written = parts.map((part) => {
    if (part.kind === 'text') return escape(part.text)
    if (part.kind === 'optional') return `(?:${expression(part.parts, choices)})?`
    const listed = choices(part.slot)
    if (listed === undefined) return '(.+?)'
    // The longest first, so that 'CD8 exhausted' is not read as 'CD8'; a slot without choices matches nothing.
    const sorted = listed.toSorted((a, b) => b.length - a.length).map(escape)
    return sorted.length === 0 ? '((?!))' : `(${sorted.join('|')})`
  })
  return written.join('')
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}

function expansions(
  parts: readonly Part[],
  choices: (slot: string) => readonly string[] | undefined,
): readonly string[] {
  return parts.reduce<readonly string[]>(
    (names, part) => {
      const ways =
        part.kind === 'text'
          ? [part.text]
          : part.kind === 'slot'
            ? (choices(part.slot) ?? [])
            : ['', ...expansions(part.parts, choices)]
      return names.flatMap((name) => ways.map((way) => name + way))
    },
    [''],
  )
}
