import type { Infer } from './kit.ts'
import { badDoi } from './messages.ts'
import { checked, either, map, optional, record } from './schema.ts'
import { choice, text } from './schema-scalar.ts'

/** A DOI: the registrant's number and the registrant's own name for the work (DOI Handbook, 2.2). */
const doiPattern = /^doi:10\.\d{4,9}\/\S+$/

const reference = checked(text({ doc: 'doi:..., a web address, or the reference in words' }), (value) =>
  /^doi\b/i.test(value) && !doiPattern.test(value) ? badDoi(value) : undefined,
)

const long = record(
  {
    reference,
    kind: optional(
      choice(['measured', 'fitted', 'assumed'], {
        doc: 'how well numbers from this source are known; measured unless said',
      }),
    ),
    note: optional(text({ doc: 'what was measured, in what' })),
  },
  { doc: 'a source with what is worth knowing about it' },
)

/** The top-level `sources`: key to a DOI, a web address or a reference in words. */
export const sourcesSchema = map(undefined, either({ scalar: reference, map: long }, { doc: 'a source' }), {
  doc: 'the papers and data that the numbers come from',
  default: {},
})

/** One entry of `sources` as read: the reference alone, or with kind and note. */
export type Source = Infer<typeof sourcesSchema>[string]

/** Returns a source's reference whichever way it was written. */
export function referenceOf(source: Source): string {
  return typeof source === 'string' ? source : source.reference
}
