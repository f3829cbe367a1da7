import { type ColumnDeclaration, LIFE_STATES } from '../../engine/columns.ts'
import type { CompileContext, Usage } from '../../engine/process.ts'
import type { ModelData } from '../../model/assemble.ts'
import {
  ATTACK_DURATION,
  DAMAGE,
  DAMAGE_REPAIR,
  DEAD_PREY,
  attackOf,
  fusionWith,
  immunogenicityTo,
  interactionSignals,
  phagocytosisOf,
} from './behaviours.ts'

export interface InteractionTables {
  /**
   * The behaviours that `interaction_decide` reads, in its order: attack duration; phagocytosis of apoptotic,
   * necrotic, lysed cells (so that a state of life is an index); then per type k attack, phagocytosis, fusion,
   * immunogenicity to k.
   */
  readonly behaviours: readonly string[]
  /** How many deeds rules modulate: their places in `behaviours` are in column `interaction.modulated`. */
  readonly modulated: number
  /** True when some type may do something to another cell. */
  readonly hasActors: boolean
  /** True when some type may attack. */
  readonly hasAttacks: boolean
  /** True when damage changes without attackers. */
  readonly hasDamage: boolean
}

/** Makes the table of actors and the columns, or nothing when no cell acts on another and nobody asks for damage. */
export function compileInteraction(
  model: ModelData,
  context: CompileContext,
  usage: Usage,
): InteractionTables | undefined {
  const types = model.cellTypes.map((type) => type.name)
  const isUsed = (name: string): boolean =>
    usage.behaviours.has(name) || context.behaviourBase(name).some((value) => value > 0)
  const attacks = types.map(attackOf)
  const deeds = [...attacks, ...[...DEAD_PREY, ...types].map(phagocytosisOf), ...types.map(fusionWith)]
  const hasActors = deeds.some(isUsed)
  const hasDamage = isUsed(DAMAGE) || isUsed(DAMAGE_REPAIR)
  if (!hasActors && !hasDamage && !interactionSignals.some(({ name }) => usage.signals.has(name)))
    return undefined
  const behaviours = [ATTACK_DURATION, ...DEAD_PREY.map(phagocytosisOf), ...types.flatMap(ofType)]
  const modulated = deeds.filter((name) => context.behaviours.get(name)?.isPerCell === true)
  context.table('interaction.actors', 'u8', actorFlags(types.length, deeds, context))
  context.table(
    'interaction.modulated',
    'u32',
    modulated.map((name) => behaviours.indexOf(name)),
  )
  context.column(pointerColumn(behaviours.length))
  return { behaviours, modulated: modulated.length, hasActors, hasAttacks: attacks.some(isUsed), hasDamage }
}

/** Behaviours are many and lie anywhere: a kernel finds them through a table of their places. */
function pointerColumn(behaviours: number): ColumnDeclaration {
  return {
    name: 'interaction.behaviours',
    group: 'table',
    type: 'u32',
    unit: '1',
    doc: 'pointer to and kind of each behaviour, two words each; written when activities are bound',
    width: 2 * behaviours,
    isScratch: true,
  }
}

function ofType(name: string): readonly string[] {
  return [attackOf(name), phagocytosisOf(name), fusionWith(name), immunogenicityTo(name)]
}

/** Flags of classes that may act; the kernel uses the same numbers. */
const ACTS = 1
const ACTS_WHEN_MODULATED = 2

/** For each class: live cells of a type with a rate act; those of other types do where rules raise one, which the kernel looks up. */
function actorFlags(types: number, deeds: readonly string[], context: CompileContext): Uint8Array {
  const isModulated = (name: string): boolean => context.behaviours.get(name)?.isPerCell === true
  const otherwise = deeds.some(isModulated) ? ACTS_WHEN_MODULATED : 0
  const flags = new Uint8Array(LIFE_STATES * types)
  for (let type = 0; type < types; type++) {
    const acts = deeds.some((name) => !isModulated(name) && (context.behaviourBase(name)[type] ?? 0) > 0)
    flags[type] = acts ? ACTS : otherwise
  }
  return flags
}
