/** The model of the ecosystem at other sizes: tissue full of cells, with all of its processes. */
import { readFileSync } from 'node:fs'
import type { Program } from '../engine/program.ts'
import { packageFolder, programOf } from './open-world.ts'

/** Below the folder of the package. */
export const ECOSYSTEM_MODEL = 'models/ecosystem/model.yaml'

/** How large a piece of tissue is. */
export interface TissueSize {
  /** Sides of the domain [um]: whole voxels, and at least 280 um across, where the lymphatic of the model lies. */
  readonly size: readonly [number, number, number]
  /** Radius of the carcinoma [um]. */
  readonly radius: number
}

/** Text of the model with another domain and another carcinoma in its middle; all else, and the densities of all others, are those of the model. */
export function ecosystemText({ size, radius }: TissueSize): string {
  const middle = `{ centre: [0 um, 0 um, 0 um], radius: ${radius} um }`
  return readFileSync(packageFolder + ECOSYSTEM_MODEL, 'utf8')
    .replace(/size: \[[^\]]*\]/, `size: [${size.map((side) => `${side} um`).join(', ')}]`)
    .replace(/tumour: \{ disc: .*, radius: [^}]*\} \}/, `tumour: { disc: ${middle} }`)
    .replaceAll(/outside: \{ .*, radius: [^}]*\}/g, `outside: ${middle}`)
}

/** The same, compiled. */
export function ecosystemProgram(size: TissueSize): Program {
  return programOf(ecosystemText(size), ECOSYSTEM_MODEL)
}
