import { defineProcess } from '../../engine/process.ts'
import { type BooleanTables, booleanSignals, booleanUses, compileBoolean } from './compile.ts'
import { booleanSection } from './schema.ts'
import { bindBoolean, booleanHooks } from './step.ts'
import { validateBoolean } from './validate.ts'

/** Boolean networks: switches inside cells that flip at random, at rates that depend on each other. */
export const booleanProcess = defineProcess<BooleanTables>({
  name: 'boolean',
  worksIn: 'both',
  doc: 'Boolean networks in continuous time inside cells, written inline or read from .bnd, .cfg and .bnet files',
  sections: [booleanSection],
  validate: validateBoolean,
  signals: booleanSignals,
  uses: booleanUses,
  compile: compileBoolean,
  activities: [{ name: 'boolean networks', phase: 'response', bind: bindBoolean }],
  hooks: booleanHooks,
})
