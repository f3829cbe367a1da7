import type { BehaviourDeclaration, SignalDeclaration } from '../../engine/process.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { type InteractionSection, interactionSection } from './schema.ts'

/** How susceptible a cell is to an attack where its author says nothing: neither more nor less than usual. */
const DEFAULT_IMMUNOGENICITY = 1

export const attackOf = (type: string): string => `attack ${type}`
export const phagocytosisOf = (prey: string): string => `phagocytosis of ${prey}`
export const fusionWith = (type: string): string => `fusion with ${type}`
export const immunogenicityTo = (type: string): string => `immunogenicity to ${type}`

/** What dead prey is called, in the order of the states of life from APOPTOTIC on. */
export const DEAD_PREY = ['apoptotic cell', 'necrotic cell', 'lysed cell'] as const

/** Behaviours without a type in their name. */
export const DAMAGE = 'damage'
export const DAMAGE_REPAIR = 'damage repair'
export const ATTACK_DAMAGE = 'attack damage'
export const ATTACK_DURATION = 'attack duration'

/** Everything of this process that rules may modulate. */
export function interactionBehaviours(model: ModelData): readonly BehaviourDeclaration[] {
  const sections = model.cellTypes.map((type) => sectionOf(type, interactionSection))
  const declare = (
    name: string,
    unit: string,
    doc: string,
    base: (section: InteractionSection) => number,
    whenDead = 0,
  ): BehaviourDeclaration => ({ name, unit, doc, base: sections.map(base), whenDead })
  const ofType = ({ name }: { readonly name: string }): readonly BehaviourDeclaration[] => [
    declare(
      attackOf(name),
      '1/min',
      `rate at which an attack on a touching ${name} starts`,
      (s) => s.attack[name]?.value ?? 0,
    ),
    declare(
      immunogenicityTo(name),
      '1',
      `factor on the rate at which ${name} attacks this cell`,
      (s) => s.immunogenicity[name]?.value ?? DEFAULT_IMMUNOGENICITY,
      1,
    ),
    declare(
      phagocytosisOf(name),
      '1/min',
      `rate of ingestion of a touching live ${name}`,
      (s) => s.phagocytosis.live[name]?.value ?? 0,
    ),
    declare(
      fusionWith(name),
      '1/min',
      `rate of fusion with a touching ${name}`,
      (s) => s.fusion[name]?.value ?? 0,
    ),
  ]
  return [
    declare(
      phagocytosisOf(DEAD_PREY[0]),
      '1/min',
      'rate of ingestion of a touching apoptotic cell',
      (s) => s.phagocytosis.apoptotic.value,
    ),
    declare(
      phagocytosisOf(DEAD_PREY[1]),
      '1/min',
      'rate of ingestion of a touching swelling cell',
      (s) => s.phagocytosis.necrotic.value,
    ),
    declare(
      phagocytosisOf(DEAD_PREY[2]),
      '1/min',
      'rate of ingestion of a touching burst cell',
      (s) => s.phagocytosis.lysed.value,
    ),
    declare(ATTACK_DAMAGE, '1/min', 'damage that an attacker does per time', (s) => s['attack damage'].value),
    declare(
      ATTACK_DURATION,
      'min',
      'mean time until an attacker lets go',
      (s) => s['attack duration'].value,
      1,
    ),
    declare(DAMAGE, '1/min', 'rate of damage without an attacker', (s) => s.damage.value),
    declare(DAMAGE_REPAIR, '1/min', 'rate of repair of damage', (s) => s['damage repair'].value),
    ...model.cellTypes.flatMap(ofType),
  ]
}

/** What cells can sense of attacks and damage. */
export const interactionSignals: readonly SignalDeclaration[] = [
  { name: 'damage', unit: '1', doc: 'damage that the cell carries', column: 'interaction.damage' },
  {
    name: 'damage delivered',
    unit: '1',
    doc: 'damage that the cell has done to others',
    column: 'interaction.delivered',
  },
  {
    name: 'attacking',
    unit: '1',
    doc: '1 while the cell attacks another, else 0',
    column: 'interaction.attacking',
  },
  {
    name: 'total attack time',
    unit: 'min',
    doc: 'time under attack, summed over attackers',
    column: 'interaction.attackTime',
  },
]
