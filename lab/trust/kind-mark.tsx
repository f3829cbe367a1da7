import type { EvidenceKind } from '../../src/browser.ts'

/** Shape as well as word, so that the kinds differ without colour. */
const MARKS: Readonly<Record<EvidenceKind, string>> = {
  measured: '\u25cf',
  fitted: '\u25d0',
  assumed: '\u25cb',
}

/** How well a number is known. */
export function KindMark({ kind }: { readonly kind: EvidenceKind }) {
  return (
    <span className="kind">
      <span aria-hidden="true">{MARKS[kind]}</span> {kind}
    </span>
  )
}
