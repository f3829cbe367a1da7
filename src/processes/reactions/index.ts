import { defineProcess } from '../../engine/process.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import type { IssueSink } from '../../model/issue.ts'
import { notConcentration } from '../../model/messages-drugs.ts'
import { placeOf } from '../../model/schema-joined-list.ts'
import { fitsSubstrate } from '../../model/substrate-unit.ts'
import { type ReactionsTables, compileReactions, substratesOf } from './compile.ts'
import { reactionsSection } from './schema.ts'
import { bindBooking, bindSources } from './sources.ts'
import { bindSplit } from './step.ts'

/** Reactions of substrates with each other in the medium: enzymes turn precursors into products, and pairs bind for good. */
export const reactionsProcess = defineProcess<ReactionsTables>({
  name: 'reactions',
  doc: 'reactions between substrates in the medium',
  sections: [reactionsSection],
  validate: validateReactions,
  compile: compileReactions,
  activities: [
    {
      name: 'reactions',
      phase: 'sources',
      bind: (world, tables) => (tables.isSolvedWithTransport ? bindSources(world, tables) : () => undefined),
    },
    {
      name: 'results of reactions',
      phase: 'fields',
      bind: (world, tables, dt) =>
        tables.isSolvedWithTransport ? bindBooking(world, tables) : bindSplit(world, tables, dt),
    },
  ],
})

/** Reports what is no concentration. */
function validateReactions(model: ModelData, sink: IssueSink): void {
  for (const [index, reaction] of (sectionOf(model, reactionsSection) ?? []).entries())
    for (const name of substratesOf(reaction))
      if (!fitsSubstrate(model, name, 'nM'))
        sink.report(notConcentration(name), ['reactions', placeOf(reaction, index)])
}
