import type { Provenance, Quantity, Schema, Section } from '../../model/kit.ts'
import { joinedList } from '../../model/schema-joined-list.ts'
import { sourcedSentence } from '../../model/schema-sentence.ts'
import { optional } from '../../model/schema.ts'
import { duplicateReaction } from './messages.ts'
import { type ReactionWords, parseReaction, reactionKey, writeReaction } from './sentence.ts'

/** A reaction whose rate has its source. */
export type Reaction = ReactionWords & { readonly rate: Quantity; readonly provenance: Provenance }

const words = sourcedSentence(parseReaction, writeReaction, {
  doc: 'a reaction between substrates in the medium',
  examples: [
    'plasmin turns pro-MMP into MMP at 0.06 1/(nM min) [assumed]',
    'TIMP binds MMP at 0.1 1/(nM min) [assumed]',
  ],
})

const reaction: Schema<Reaction> = {
  ...words,
  absent: () => undefined,
  read: (node, path, reader) => {
    const found = words.read(node, path, reader)
    if (found === undefined) return undefined
    const { provenance } = found
    return { ...found, rate: { ...found.rate, provenance } }
  },
}

/** `reactions:`; optional, so that models without them keep their hash. */
export const reactionsSection: Section<readonly Reaction[] | undefined> = {
  place: 'model',
  key: 'reactions',
  schema: optional(
    joinedList(reaction, {
      doc: 'what substrates do to each other in the medium; those of included files are joined',
      keyOf: reactionKey,
      duplicate: (item, line) => duplicateReaction(writeReaction(item), line),
    }),
  ),
}
