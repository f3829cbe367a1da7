/** What separates the whole part of a number from its fraction. */
export type DecimalMark = '.' | ','

/** What programs write where they have no value. */
const MISSING = new Set(['', 'na', 'nan', 'n/a', '#n/a', 'null', 'none', '-', 'inf', '-inf', '+inf'])

/** True for an empty field and for the words that stand for one. */
export function isMissing(field: string): boolean {
  return field.length <= 4 && MISSING.has(field.trim().toLowerCase())
}

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/

/** The number that a field holds; NaN when it is none. Hexadecimal, spaces inside and thousands separators are none. */
export function numberIn(field: string, decimal: DecimalMark): number {
  const text = field.trim()
  if (text === '') return Number.NaN
  const plain = decimal === ',' ? text.replace(',', '.') : text
  return NUMBER.test(plain) ? Number(plain) : Number.NaN
}
