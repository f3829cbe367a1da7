import { defineProcess } from '../../engine/process.ts'
import { type PassageTables, compilePassage } from './compile.ts'
import { passageSection } from './schema.ts'
import { bindPassages, passageHooks } from './step.ts'
import { validatePassage } from './validate.ts'

/** Serial passage: cells that are harvested at set times and placed anew, in the same tissue or in a fresh host. */
export const passageProcess = defineProcess<PassageTables>({
  name: 'passage',
  doc: 'cells that are harvested, chosen from at random, and placed anew',
  sections: [passageSection],
  validate: validatePassage,
  compile: compilePassage,
  activities: [{ name: 'passages', phase: 'interventions', bind: bindPassages }],
  hooks: passageHooks,
})
