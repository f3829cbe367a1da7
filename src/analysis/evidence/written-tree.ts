/** Part of a written model: keys and what stands under them. */
export type Tree = Readonly<Record<string, unknown>>

/** A map, or an empty one for anything else. */
export function tree(value: unknown): Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Tree) : {} // a plain map
}

/** Entries of a map of maps. */
export function entriesOf(value: unknown): readonly (readonly [string, Tree])[] {
  return Object.entries(tree(value)).map(([key, item]) => [key, tree(item)])
}

/** The texts of a list. */
export function list(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/** A name, or another where there is none. */
export function nameOf(value: unknown, otherwise = ''): string {
  return typeof value === 'string' ? value : otherwise
}

/** A quantity as the author wrote it, with how well it is known. */
export function amountText(value: unknown): string {
  const { value: inner, kind } = tree(value)
  const amount = String(inner ?? value)
  return typeof kind === 'string' && !amount.includes('[') ? `${amount} [${kind}]` : amount
}
