import type { EvidenceKind, SourceSummary } from '../analysis/summary.ts'
import { reference, text } from './html.ts'
import type { Markup } from './html.ts'

/** Shape as well as shade, so that the kinds differ without colour. */
export const kindMarks: Readonly<Record<EvidenceKind, string>> = {
  measured: '\u25cf',
  fitted: '\u25d0',
  assumed: '\u25cb',
}

/** A kind of evidence with its mark. */
export function kindCell(kind: EvidenceKind): Markup {
  return `<span aria-hidden="true">${kindMarks[kind]}</span> ${text(kind)}`
}

/** A source's key, linked to its reference where there is one. */
export function sourceCell(
  key: string | undefined,
  summary: { readonly sources: readonly SourceSummary[] },
): Markup {
  if (key === undefined || key === '') return ''
  if (!summary.sources.some((source) => source.key === key)) return reference(key)
  return `<a href="#source-${slug(key)}">${text(key)}</a>`
}

/** An anchor from a key: letters and digits stay, everything else becomes its code. */
export function slug(key: string): string {
  return key.replace(/[^A-Za-z0-9]/g, (character) => `-${character.charCodeAt(0)}-`)
}
