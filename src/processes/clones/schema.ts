import type { Infer, Section } from '../../model/kit.ts'
import { list, optional, record } from '../../model/schema.ts'
import { flag, reference } from '../../model/schema-scalar.ts'

const clones = record(
  {
    founders: list(reference('cell type', { doc: 'a type whose cells found clones' }), {
      doc: 'types of which every cell at the start, and every one that arrives, founds a clone',
    }),
    subclones: optional(
      flag({ doc: 'whether a cell of a clone that mutates founds a clone of its own; false unless said' }),
    ),
  },
  { doc: 'clones to be followed: each cell remembers who founded its clone' },
)

/** `clones:` */
export const clonesSection: Section<Infer<typeof clones> | undefined> = {
  place: 'model',
  key: 'clones',
  schema: optional(clones),
}
