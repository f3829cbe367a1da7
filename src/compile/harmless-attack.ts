import { type ModelData, type NamedSections, sectionOf } from '../model/assemble.ts'
import type { IssueSink } from '../model/issue.ts'
import { harmlessAttack } from '../model/messages-compile.ts'
import { interactionSection } from '../processes/interaction/schema.ts'
import { rulesSection } from '../processes/rules/schema.ts'

/** Signals through which an attack can change its target. */
const MARKS_OF_ATTACK: readonly string[] = ['damage', 'total attack time']

/** Warns of attacks that change nothing: damage kills by a rule of the target only, and that is easily forgotten. */
export function warnOfHarmlessAttacks(model: ModelData, sink: IssueSink): void {
  for (const attacker of model.cellTypes) {
    const { attack } = sectionOf(attacker, interactionSection)
    for (const [name, rate] of Object.entries(attack)) {
      const target = model.cellTypes.find((type) => type.name === name)
      if (rate.value === 0 || target === undefined || feelsAttacks(target)) continue
      sink.report(harmlessAttack(name), ['cell types', attacker.name, 'interaction', 'attack', name])
    }
  }
}

function feelsAttacks(type: NamedSections): boolean {
  return sectionOf(type, rulesSection).some(({ signal }) => MARKS_OF_ATTACK.includes(signal))
}
