import type { CompileContext } from '../../engine/process.ts'
import { meanDeclaration } from '../../engine/source-columns.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { reactionColumn } from './names.ts'
import { type Reaction, reactionsSection } from './schema.ts'

/** A reaction as the step needs it: enzyme, precursor and product, or the two that bind. */
export interface CompiledReaction {
  readonly kind: 'turns' | 'binds'
  readonly substrates: readonly string[]
  /** [1/(nM min)] */
  readonly rate: number
}

export interface ReactionsTables {
  /** True where transport solves them with diffusion in one equation. */
  readonly isSolvedWithTransport: boolean
  readonly reactions: readonly CompiledReaction[]
}

/** The substrates of a reaction, in the order in which it names them. */
export function substratesOf(reaction: Reaction): readonly string[] {
  return reaction.kind === 'binds'
    ? [reaction.first, reaction.second]
    : [reaction.enzyme, reaction.precursor, reaction.product]
}

/** Those that a reaction takes away. */
export function takenBy({ kind, substrates }: CompiledReaction): readonly string[] {
  return kind === 'binds' ? substrates : substrates.slice(1, 2)
}

/** Puts reactions in order, and declares what they keep; undefined where nothing reacts. */
export function compileReactions(model: ModelData, context: CompileContext): ReactionsTables | undefined {
  const all = sectionOf(model, reactionsSection) ?? []
  if (all.length === 0) return undefined
  // What is bound within a step shall not act in it first where they are split: inhibitors are often faster than steps are long.
  const ordered = [
    ...all.filter(({ kind }) => kind === 'binds'),
    ...all.filter(({ kind }) => kind === 'turns'),
  ]
  const reactions = ordered.map((reaction) => ({
    kind: reaction.kind,
    substrates: substratesOf(reaction),
    rate: reaction.rate.value,
  }))
  // The cast states what transport's own section reads to, as far as it is needed here.
  const transport = model.sections['transport'] as { readonly scheme?: string } | undefined
  const isSolvedWithTransport = transport?.scheme === 'adaptive'
  if (isSolvedWithTransport) for (const reaction of reactions) declareColumns(reaction, context)
  return { isSolvedWithTransport, reactions }
}

function declareColumns(reaction: CompiledReaction, context: CompileContext): void {
  const { kind, substrates } = reaction
  const voxel = { group: 'voxel', type: 'f64', unit: 'nM' } as const
  const owed =
    kind === 'turns'
      ? 'what the precursor has lost and the product has not yet gained'
      : 'what the first has lost and the second has not'
  context.column({ ...voxel, name: reactionColumn('owed', substrates), doc: owed })
  for (const taken of takenBy(reaction)) {
    const rate = `what ${taken} lost in its last step, per minute`
    context.column({ ...voxel, name: reactionColumn('rate', substrates, taken), doc: rate })
    const lost = `loss of ${taken} in the step under way`
    const name = reactionColumn('lost', substrates, taken)
    context.column({ ...voxel, name, unit: '1/min', doc: lost, isScratch: true })
    context.column(meanDeclaration(taken))
  }
  context.column({
    name: reactionColumn('booked', substrates),
    group: 'world',
    type: 'f64',
    unit: 'min',
    width: 2,
    doc: 'how far the precursor and the product, or the two that bind, have come',
  })
}
