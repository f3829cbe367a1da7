import { inOrder } from '../../engine/in-order.ts'
import { type CompileContext, defineProcess } from '../../engine/process.ts'
import type { World } from '../../engine/world.ts'
import { argumentList } from '../../kernels/kernels.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import type { IssueSink } from '../../model/issue.ts'
import { notConcentration } from '../../model/messages-drugs.ts'
import { placeOf } from '../../model/schema-joined-list.ts'
import { fitsSubstrate } from '../../model/substrate-unit.ts'
import { type Reaction, reactionsSection } from './schema.ts'

export interface ReactionsTables {
  readonly reactions: readonly {
    readonly kernel: string
    readonly substrates: readonly string[]
    /** [1/(nM min)] */
    readonly rate: number
  }[]
}

/** Reactions of substrates with each other in the medium: enzymes turn precursors into products, and pairs bind for good. */
export const reactionsProcess = defineProcess<ReactionsTables>({
  name: 'reactions',
  doc: 'reactions between substrates in the medium',
  sections: [reactionsSection],
  validate: validateReactions,
  compile: compileReactions,
  activities: [{ name: 'reactions', phase: 'fields', bind: bindReactions }],
})

function substratesOf(reaction: Reaction): readonly string[] {
  return reaction.kind === 'binds'
    ? [reaction.first, reaction.second]
    : [reaction.enzyme, reaction.precursor, reaction.product]
}

/** Reports what is no concentration. */
function validateReactions(model: ModelData, sink: IssueSink): void {
  for (const [index, reaction] of (sectionOf(model, reactionsSection) ?? []).entries())
    for (const name of substratesOf(reaction))
      if (!fitsSubstrate(model, name, 'nM'))
        sink.report(notConcentration(name), ['reactions', placeOf(reaction, index)])
}

function compileReactions(model: ModelData, _context: CompileContext): ReactionsTables | undefined {
  const all = sectionOf(model, reactionsSection) ?? []
  // What is bound within a step shall not act in it first: inhibitors are often faster than steps are long.
  const ordered = [
    ...all.filter(({ kind }) => kind === 'binds'),
    ...all.filter(({ kind }) => kind === 'turns'),
  ]
  const reactions = ordered.map((reaction) => ({
    kernel: reaction.kind === 'binds' ? 'reactions_bind' : 'reactions_turn',
    substrates: substratesOf(reaction),
    rate: reaction.rate.value,
  }))
  return reactions.length === 0 ? undefined : { reactions }
}

/** Binds the reactions over dt [min], pairs before enzymes, each in the order of the document. */
function bindReactions(world: World, { reactions }: ReactionsTables, dt: number): () => void {
  const voxels = world.layout.sizes.voxel
  return inOrder(
    reactions.map(({ kernel, substrates, rate }) => {
      const fields = substrates.flatMap((name) => [
        world.pointer(`field/${name}`),
        world.pointer(`remainder/${name}`),
      ])
      const args = argumentList([...fields, rate * dt])
      return () => world.pool.run(kernel, args, voxels)
    }),
  )
}
