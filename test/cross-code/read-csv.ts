import { readFileSync } from 'node:fs'

/** Rows of a table of numbers in `data/`, by the names of its header. */
export function readNumbers(name: string): readonly Readonly<Record<string, number>>[] {
  const text = readFileSync(new URL(`data/${name}.csv`, import.meta.url), 'utf8')
  const [header = '', ...lines] = text.trim().split('\n')
  const keys = header.split(',')
  return lines.map((line) => {
    const values = line.split(',').map(Number)
    return Object.fromEntries(keys.map((key, index) => [key, values[index] ?? NaN]))
  })
}
