import { create } from 'zustand'

/** Parts of the page, one of which is shown. */
export type TrustTab = 'numbers' | 'claims' | 'mechanisms' | 'sources' | 'reproduce'

/** What the Trust page shows; it outlives the page, so that whoever comes back from a line in Edit finds their place. */
export interface TrustState {
  readonly tab: TrustTab
  /** Words that numbers must hold. */
  readonly words: string
  readonly kind?: string | undefined
  readonly order: NumberOrder
  readonly hasDefaults: boolean
  /** Leaves numbers that are as they ship out. */
  readonly onlyOwn: boolean
  /** Words that claims must hold. */
  readonly claimWords: string
}

/** In what parts the numbers are listed. */
export type NumberOrder = 'part' | 'kind' | 'source'

/** What is shown, and how. */
export const useTrustView = create<TrustState>()(() => ({
  tab: 'numbers',
  words: '',
  order: 'part',
  hasDefaults: false,
  onlyOwn: false,
  claimWords: '',
}))

/** Shows the claims that hold an id. */
export function showClaim(id: string): void {
  useTrustView.setState({ tab: 'claims', claimWords: id })
}
