import { defineProcess } from '../../engine/process.ts'
import { type RulesTables, compileRules, rulesUse } from './compile.ts'
import { rulesSection } from './schema.ts'
import { bindRules } from './step.ts'
import { validateRules, validateSomeRules } from './validate.ts'

/** Rules: hypotheses of the form "signal raises or lowers behaviour". */
export const rulesProcess = defineProcess<RulesTables>({
  name: 'rules',
  worksIn: 'both',
  doc: 'hypotheses as sentences: signals raise and lower behaviours through Hill functions',
  sections: [rulesSection],
  validate: validateRules,
  validatePart: validateSomeRules,
  uses: rulesUse,
  compile: compileRules,
  activities: [{ name: 'rules', phase: 'response', bind: bindRules }],
})
