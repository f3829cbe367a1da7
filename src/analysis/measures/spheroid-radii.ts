import type { Program } from '../../engine/program.ts'
import { type MeasureFamily, defineFamily } from './family.ts'
import { lacksTumour } from './places.ts'
import { shared } from './shared-map.ts'
import { type SpheroidRadii, spheroidRadii } from './spheroid-shells.ts'

const radiiOf = shared(spheroidRadii)

/** Radii of round tumours as images of measured spheroids give them: by how dense cells are in shells around the centre. */
export const spheroidRadiusFamilies: readonly MeasureFamily[] = [
  ofShells(
    'spheroid radius',
    'um',
    "of a round tumour around its centre, as in images of spheroids: where the density of live cells falls to half of the rim's. A tumour that lies against a closed face is half of one, in a corner an eighth",
    ({ outer }) => outer,
  ),
  ofShells(
    'inhibited fraction of the radius',
    '1',
    "radius within which the density of cells in cycle (beyond the first of several phases) is below a fifth of the rim's, as a share of the spheroid's radius",
    ({ inhibited, outer }) => inhibited / outer,
  ),
  ofShells(
    'necrotic fraction of the radius',
    '1',
    "radius within which the density of live cells is below half of the rim's, as a share of the spheroid's radius",
    ({ necrotic, outer }) => necrotic / outer,
  ),
  ofShells(
    'viable rim',
    'um',
    'how thick the living shell of a round tumour is: spheroid radius less that of the necrotic core; the whole radius where there is none',
    ({ necrotic, outer }) => outer - necrotic,
  ),
]

function ofShells(
  pattern: string,
  unit: string,
  doc: string,
  of: (radii: SpheroidRadii) => number,
): MeasureFamily {
  return defineFamily({
    pattern,
    unit,
    doc,
    lacks: lacksPhases,
    measure: () => ({ unit, evaluate: (world) => of(radiiOf(world)) }),
  })
}

function lacksPhases(program: Program): string | undefined {
  const cycles = program.columns.some(({ name }) => name === 'cycle.phase')
  return lacksTumour(program) ?? (cycles ? undefined : 'no cell of the model has a cycle')
}
