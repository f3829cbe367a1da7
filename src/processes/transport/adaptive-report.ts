import type { World } from '../../engine/world.ts'
import { CONTROL } from './adaptive-plan.ts'

/** How the adaptive scheme solved one substrate so far. */
export interface SubstrateReport {
  readonly substrate: string
  /** Steps that were due, and their mean length [min]. */
  readonly steps: number
  readonly meanLength: number
  /** Steps that were solved: more where due ones were cut; attempts that were refused come on top. */
  readonly substeps: number
  readonly refused: number
  /** V-cycles, refused attempts included. */
  readonly cycles: number
  /** Estimates of the error of due steps, relative to the largest value. */
  readonly meanEstimate: number
  readonly largestEstimate: number
  /** Share of solved steps that are more than ten turnovers long. */
  readonly quasiSteady: number
  /** Solved steps whose estimate stayed above the tolerance, since they could not be cut further. */
  readonly aboveTolerance: number
  /** Voxels that the solver left below zero, and that were set to zero. */
  readonly clipped: number
}

/** How transport was solved so far, substrate by substrate; empty where the scheme is not adaptive. */
export function transportReport(world: World): readonly SubstrateReport[] {
  const { substrates } = world.program
  return substrates
    .filter((name) => world.has(`transport.control/${name}`))
    .map((name) => reportOf(name, world.f64(`transport.control/${name}`)))
}

function reportOf(substrate: string, control: Float64Array): SubstrateReport {
  const at = (entry: number): number => control[entry] ?? 0
  const [steps, substeps] = [at(CONTROL.steps), at(CONTROL.substeps)]
  return {
    substrate,
    steps,
    meanLength: steps > 0 ? at(CONTROL.time) / steps : 0,
    substeps,
    refused: at(CONTROL.refused),
    cycles: at(CONTROL.cycles),
    meanEstimate: steps > 0 ? at(CONTROL.estimateSum) / steps : 0,
    largestEstimate: at(CONTROL.estimateMost),
    quasiSteady: substeps > 0 ? at(CONTROL.quasiSteady) / substeps : 0,
    aboveTolerance: at(CONTROL.above),
    clipped: at(CONTROL.clipped),
  }
}
