import type { Section } from '../../model/kit.ts'
import { reference } from '../../model/schema-scalar.ts'
import { list, optional } from '../../model/schema.ts'

/** `ledger:` */
export const ledgerSection: Section<readonly string[] | undefined> = {
  place: 'model',
  key: 'ledger',
  // Optional, so that models without it keep their hash.
  schema: optional(
    list(reference('substrate', { doc: 'a substrate whose amounts are counted' }), {
      doc: 'substrates of which is counted what became of all that came into the tissue',
    }),
  ),
}
