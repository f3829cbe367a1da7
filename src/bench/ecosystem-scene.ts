/** The model of the ecosystem at other sizes: tissue full of cells, with all of its processes. */
import { readFileSync } from 'node:fs'
import type { Program } from '../engine/program.ts'
import { packageFolder, programOf } from './open-world.ts'

/** Below the folder of the package. */
export const ECOSYSTEM_MODEL = 'models/ecosystem/model.yaml'

/** How large a piece of tissue is. */
export interface TissueSize {
  /** Sides of the domain [um]: whole voxels. */
  readonly size: readonly [number, number, number]
  /** Radius of the carcinoma [um]. */
  readonly radius: number
}

/** Text of the model with another domain and another carcinoma; all else, and the densities of all others, are those of the model. */
export function ecosystemText({ size, radius }: TissueSize): string {
  return readFileSync(packageFolder + ECOSYSTEM_MODEL, 'utf8')
    .replace(/size: \[[^\]]*\]/, `size: [${size.map((side) => `${side} um`).join(', ')}]`)
    .replace(/tumour: \{ disc: (.*), radius: [^}]*\} \}/, `tumour: { disc: $1, radius: ${radius} um } }`)
    .replaceAll(/outside: \{ (.*), radius: [^}]*\}/g, `outside: { $1, radius: ${radius} um }`)
}

/** The same, compiled. */
export function ecosystemProgram(size: TissueSize): Program {
  return programOf(ecosystemText(size), ECOSYSTEM_MODEL)
}
