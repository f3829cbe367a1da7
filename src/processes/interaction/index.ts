import { bondColumns } from '../../engine/bonds.ts'
import { defineProcess } from '../../engine/process.ts'
import { attackHooks } from './attack.ts'
import { interactionBehaviours, interactionSignals } from './behaviours.ts'
import { interactionColumns } from './columns.ts'
import { type InteractionTables, compileInteraction } from './compile.ts'
import { serveConsumption } from './consume.ts'
import { interactionSection } from './schema.ts'
import { bindContacts, bindDamage } from './step.ts'

/** Interaction: cells that touch attack, ingest and fuse; and damage, with or without an attacker. */
export const interactionProcess = defineProcess<InteractionTables>({
  name: 'interaction',
  doc: 'attack, ingestion and fusion of cells that touch; damage and its repair',
  sections: [interactionSection],
  signals: () => interactionSignals,
  behaviours: interactionBehaviours,
  compile: (model, context, usage) => {
    const tables = compileInteraction(model, context, usage)
    if (tables !== undefined) for (const declaration of interactionColumns) context.column(declaration)
    if (tables?.hasAttacks === true) for (const declaration of bondColumns()) context.column(declaration)
    return tables
  },
  activities: [
    { name: 'contacts', phase: 'contacts', bind: bindContacts },
    { name: 'damage', phase: 'growth', bind: bindDamage },
  ],
  hooks: (world, { hasActors, hasAttacks }) => ({
    ...(hasActors ? { commit: () => serveConsumption(world) } : {}),
    ...(hasAttacks ? attackHooks(world) : {}),
  }),
})
