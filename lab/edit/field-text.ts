/** A quantity taken apart as a form shows it. */
export interface QuantityParts {
  readonly number: string
  readonly unit: string
  /** measured, fitted, assumed, or empty where nothing is said. */
  readonly kind: string
  readonly source: string
}

const KINDS = ['measured', 'fitted', 'assumed']

/** Takes `2 um/min [fitted, key]` apart. */
export function partsOf(text: string): QuantityParts {
  const [, body = '', inside = ''] = /^(.*?)\s*(?:\[([^[\]]*)\])?\s*$/.exec(text) ?? []
  const [, number = body.trim(), unit = ''] = /^([-+]?[\d.]+(?:e[-+]?\d+)?)\s*(.*)$/i.exec(body.trim()) ?? []
  const words = inside.split(',').map((word) => word.trim())
  const kind = words.find((word) => KINDS.includes(word)) ?? ''
  const source = words.find((word) => word !== '' && !KINDS.includes(word)) ?? ''
  return { number, unit: unit.trim(), kind, source }
}

/** Puts a quantity together again: in one line, or spelled out where there is a note. */
export function writtenOf(parts: QuantityParts, note: string): string | Readonly<Record<string, string>> {
  const { kind, source } = parts
  const value = `${parts.number.trim()} ${parts.unit}`.trim()
  const words = [kind, source.trim()].filter((word) => word !== '')
  if (note.trim() === '') return words.length === 0 ? value : `${value} [${words.join(', ')}]`
  return {
    value,
    ...(kind === '' ? {} : { kind }),
    ...(source.trim() === '' ? {} : { source: source.trim() }),
    note: note.trim(),
  }
}
