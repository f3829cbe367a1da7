import { LEVEL_PREFIX } from '../../engine/body-levels.ts'
import type { Program } from '../../engine/program.ts'
import { bloodColumn, bloodFamily } from './blood.ts'
import type { MeasureFamily } from './family.ts'
import { namedSlot, namesWith } from './named-slot.ts'

const PLACES = [' in blood', ' in marrow', ' in plasma'] as const
type Place = (typeof PLACES)[number]

/** Names of levels that end with a place, without it. */
function levelsIn(place: Place): (program: Program) => readonly string[] {
  return (program) =>
    namesWith(program, LEVEL_PREFIX).flatMap((name) =>
      name.endsWith(place) ? [name.slice(0, -place.length)] : [],
    )
}

/** Names of all other levels: what organs are like. */
function organLevels(program: Program): readonly string[] {
  return namesWith(program, LEVEL_PREFIX).filter((name) => !PLACES.some((place) => name.endsWith(place)))
}

const family = (what: string, place: Place, unit: string, doc: string): MeasureFamily =>
  bloodFamily({
    pattern: `<${what}>${place}`,
    unit,
    doc,
    slots: { [what]: namedSlot(what, levelsIn(place)) },
    measure: (values) => ({ unit, evaluate: bloodColumn(`${LEVEL_PREFIX}${String(values[what])}${place}`) }),
  })

/** What is known of the body as a whole. */
export const bodyFamilies: readonly MeasureFamily[] = [
  family('pool', ' in blood', '1', 'cells of a pool in the blood, relative to a healthy body'),
  family(
    'pool',
    ' in marrow',
    '1',
    'cells of a pool that wait in the marrow, relative to those in the blood of a healthy body',
  ),
  family('factor', ' in plasma', 'nM', 'free level of a factor in the plasma'),
  bloodFamily({
    pattern: '<variable in organ>',
    unit: '1',
    doc: 'a variable of an organ, from 0 to 1, as `niches` names it: `niche in lung`',
    slots: { 'variable in organ': namedSlot('variable of an organ', organLevels) },
    measure: (values) => ({ unit: '1', evaluate: bloodColumn(LEVEL_PREFIX + values['variable in organ']) }),
  }),
]
