import type { ShippedIndex } from './shipped-index.ts'

let index: Promise<ShippedIndex> | undefined
let texts: Promise<Readonly<Record<string, string>>> | undefined
const tables = new Map<string, Promise<string>>()

/** What ships: models and trials. */
export function shippedIndex(): Promise<ShippedIndex> {
  return (index ??= fetchJson('library/index.json'))
}

/** Every shipped model, part and experiment: path -> text. */
export function shippedTexts(): Promise<Readonly<Record<string, string>>> {
  return (texts ??= fetchJson('library/texts.json'))
}

/** A shipped table or tissue: `data/...`, `evidence/...`. */
export function shippedTable(path: string): Promise<string> {
  const known = tables.get(path) ?? fetchText(`library/${path}`)
  tables.set(path, known)
  return known
}

/** The documents at `paths`; those in `own` instead of the shipped ones. */
export async function documents(
  paths: readonly string[],
  own: Readonly<Record<string, string>> = {},
): Promise<Readonly<Record<string, string>>> {
  const shipped = await shippedTexts()
  const read = async (path: string): Promise<readonly [string, string]> => [
    path,
    own[path] ?? shipped[path] ?? (await shippedTable(path)),
  ]
  return { ...Object.fromEntries(await Promise.all(paths.map(read))), ...own }
}

async function fetchJson<T>(path: string): Promise<T> {
  return JSON.parse(await fetchText(path)) as T // written by the build from the same type
}

async function fetchText(path: string): Promise<string> {
  const response = await fetch(new URL(path, document.baseURI))
  if (!response.ok) throw new Error(`${path} is not there: ${response.status}`)
  return response.text()
}
