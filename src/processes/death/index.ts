import type { ColumnDeclaration } from '../../engine/columns.ts'
import { defineProcess } from '../../engine/process.ts'
import { DEAD_COLUMN, type DeathTables, compileDeath, deathBehaviours } from './compile.ts'
import { deathSection } from './schema.ts'
import { bindDeadSignal, bindDeath, deathHooks } from './step.ts'

const column = (name: string, unit: string, doc: string): ColumnDeclaration => ({
  name: `death.${name}`,
  group: 'cell',
  type: 'f64',
  unit,
  doc,
})

const columns: readonly ColumnDeclaration[] = [
  column('elapsed', 'min', 'time since the onset of apoptosis, or since bursting; 0 while alive'),
  column('burstVolume', 'um^3', 'volume at which the necrotic cell bursts'),
]

const deadColumn: ColumnDeclaration = {
  name: DEAD_COLUMN,
  group: 'cell',
  type: 'f64',
  unit: '1',
  doc: "signal 'dead': 1 or 0",
  isScratch: true,
}

/** Death: apoptosis and necrosis with their rates, and the removal of what remains. */
export const deathProcess = defineProcess<DeathTables>({
  name: 'death',
  doc: 'apoptosis, necrosis, bursting and the removal of the dead',
  sections: [deathSection],
  signals: () => [{ name: 'dead', unit: '1', doc: '1 for dead cells, 0 for live ones', column: DEAD_COLUMN }],
  behaviours: deathBehaviours,
  compile: (model, context, usage) => {
    for (const declaration of columns) context.column(declaration)
    if (usage.signals.has('dead')) context.column(deadColumn)
    return compileDeath(model, context, usage)
  },
  activities: [
    { name: 'dead', phase: 'sensing', bind: bindDeadSignal },
    { name: 'death', phase: 'decisions', bind: bindDeath },
  ],
  hooks: deathHooks,
})
