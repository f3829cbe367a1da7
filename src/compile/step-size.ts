import { type ModelData, sectionOf } from '../model/assemble.ts'
import type { IssueSink } from '../model/issue.ts'
import { largeRateStep, shortDecayLength } from '../model/messages-compile.ts'
import { exchangeSection } from '../processes/exchange/schema.ts'
import { transportSection, transportSettings } from '../processes/transport/schema.ts'
import { volumeSection } from '../processes/volume/schema.ts'
import { compileClock, compileSpace } from './space-time.ts'
import { cadenceMinutes } from '../engine/clock.ts'

/**
 * Largest share of what is in a voxel that cells may exchange in one step of the fields. Transport and
 * exchange follow each other, so that what a cell sees is off by about this share. Chosen: a tenth.
 */
const MOST_PER_STEP = 0.1

/** Warns where the mesh or the steps of the fields are too coarse for what the model asks of them. */
export function warnOfCoarseSteps(model: ModelData, sink: IssueSink): void {
  // The adaptive scheme has exchange in the equation of the field, and chooses its steps.
  if (sectionOf(model, transportSettings).scheme === 'lod') warnOfExchange(model, sink)
  warnOfDecayLength(model, sink)
}

function warnOfExchange(model: ModelData, sink: IssueSink): void {
  const dt = cadenceMinutes(compileClock(model), 'fields')
  const voxelVolume = compileSpace(model).voxel ** 3
  for (const type of model.cellTypes) {
    const share = sectionOf(type, volumeSection).total.value / voxelVolume
    for (const [substrate, { uptake, secretion }] of Object.entries(sectionOf(type, exchangeSection))) {
      const perStep = (uptake.value + secretion.value) * Math.min(share, 1) * dt
      if (perStep <= MOST_PER_STEP) continue
      const key = uptake.value >= secretion.value ? 'uptake' : 'secretion'
      sink.report(largeRateStep(`the ${key} of ${substrate}`, perStep, (dt * MOST_PER_STEP) / perStep), [
        'cell types',
        type.name,
        'exchange',
        substrate,
        key,
      ])
    }
  }
}

/** A voxel longer than the distance over which decay alone brings a substrate to 1/e cannot show its gradient. */
function warnOfDecayLength(model: ModelData, sink: IssueSink): void {
  const { voxel } = compileSpace(model)
  for (const substrate of model.substrates) {
    const { diffusion, decay } = sectionOf(substrate, transportSection)
    if (diffusion.value === 0 || decay.value === 0) continue
    const length = Math.sqrt(diffusion.value / decay.value)
    if (length < voxel)
      sink.report(shortDecayLength(substrate.name, length, voxel), ['substrates', substrate.name, 'decay'])
  }
}
