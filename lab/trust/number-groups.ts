import type { EvidenceKind, ModelTrust, TrustNumber } from '../../src/browser.ts'
import type { NumberOrder } from './trust-store.ts'

/** Numbers under one heading. */
export interface NumberGroup {
  readonly key: string
  readonly title: string
  /** What kind of thing the title names. */
  readonly of: string
  readonly rows: readonly TrustNumber[]
}

/** What numbers have to be to be listed. */
export interface Sought {
  readonly words: string
  readonly kind?: string | undefined
  readonly hasDefaults: boolean
  readonly onlyOwn: boolean
}

const LEAST_KNOWN_FIRST: readonly EvidenceKind[] = ['assumed', 'fitted', 'measured']

/** True where every word stands somewhere in the row, and the rest fits. */
export function isSought(row: TrustNumber, { words, kind, hasDefaults, onlyOwn }: Sought): boolean {
  if (row.isDefault === true && !hasDefaults && row.shipped === undefined) return false
  if (onlyOwn && row.shipped === undefined) return false
  if (kind !== undefined && row.kind !== kind) return false
  const { path, name, source = '', note = '', unit, claims } = row
  const text = [path, name, source, note, unit, ...claims].join(' ').toLowerCase()
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** Numbers under headings: parts in the order of the model, kinds from the least known on, sources as the model cites them. */
export function groupNumbers(
  rows: readonly TrustNumber[],
  order: NumberOrder,
  sources: ModelTrust['sources'],
): readonly NumberGroup[] {
  const keyOf = (row: TrustNumber): string =>
    order === 'part' ? `${row.partOf}\n${row.part}` : order === 'kind' ? row.kind : (row.source ?? '')
  const groups = [...Map.groupBy(rows, keyOf)].map(([key, members]) => ({
    ...headingOf(order, key, members),
    key,
    rows: members,
  }))
  if (order === 'part') return groups
  const ranks = order === 'kind' ? LEAST_KNOWN_FIRST : sources.map(({ key }) => key)
  const rank = (key: string): number => {
    const at = ranks.findIndex((each) => each === key)
    return at < 0 ? ranks.length : at
  }
  return groups.toSorted((a, b) => rank(a.key) - rank(b.key))
}

function headingOf(
  order: NumberOrder,
  key: string,
  [first]: readonly TrustNumber[],
): Pick<NumberGroup, 'title' | 'of'> {
  if (order === 'source') return { title: key === '' ? 'without a source' : key, of: '' }
  if (order === 'kind' || first === undefined) return { title: key, of: '' }
  return { title: first.part, of: SINGULAR[first.partOf] ?? first.partOf }
}

const SINGULAR: Readonly<Record<string, string>> = {
  'cell types': 'cell type',
  substrates: 'substrate',
  drugs: 'drug',
  vesicles: 'vesicles',
  therapies: 'therapy',
}
