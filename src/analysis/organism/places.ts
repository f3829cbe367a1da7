import { compile } from '../../compile/compile.ts'
import { domainSection } from '../../compile/core-sections.ts'
import type { Model } from '../../compile/model.ts'
import { compileSpace } from '../../compile/space-time.ts'
import { LIVE } from '../../engine/columns.ts'
import { PRIMARY } from '../../engine/organism.ts'
import { isVacant } from '../../engine/resected.ts'
import { loadSnapshot } from '../../engine/snapshot.ts'
import type { World } from '../../engine/world.ts'
import { sectionOf } from '../../model/assemble.ts'
import { bodySection } from '../../model/body.ts'
import type { Files } from '../../store/files.ts'
import { readRunFile } from '../../store/run-store.ts'
import { tissueOf } from '../measures/sites.ts'
import type { OrganismPlace, PlacePicture, TrialSummary } from '../summary.ts'
import { type PictureRequest, pictureOf } from '../tissue-pictures.ts'
import type { AnalysedRun } from '../trial-runs.ts'

/** Minutes in a day. */
const DAY = 1440

/** True for a model of an organism. */
export function isOrganism({ data }: Model): boolean {
  return sectionOf(data, bodySection) !== undefined
}

/** The tissues of an organism, the primary first. */
export function placesOf(model: Model): readonly OrganismPlace[] {
  const sites = (model.sites ?? []).map(({ name, model: site }) => ({ name, domain: domainOf(site) }))
  return [{ name: PRIMARY, domain: domainOf(model) }, ...sites]
}

/** Size, voxel and corner of a model's domain. */
export function domainOf({ data }: Model): TrialSummary['domain'] {
  const space = compileSpace(data)
  return { size: space.size, voxel: sectionOf(data, domainSection).voxel.value, origin: space.corner }
}

/** The hazard of death of a model with its numbers, in words; undefined where it has none. */
export function hazardText({ data }: Model): string | undefined {
  const hazard = sectionOf(data, bodySection)?.['hazard of death']
  if (hazard === undefined) return undefined
  const { base, burden, metastases, 'reference burden': reference } = hazard
  const perDay = Number((base.value * DAY).toPrecision(4))
  return `h = ${perDay}/day \u00d7 exp(${burden.value} ln(1 + B/${reference.value.toExponential().replace('e+', 'e')}) + ${metastases.value} ln(1 + M)), B the tumour cells of the whole body and M its metastases`
}

/** The last state that a run kept; undefined where it kept none. */
export function lastState(
  files: Files,
  run: AnalysedRun,
  model: Model,
  kernels: WebAssembly.Module,
): World | undefined {
  const last = run.manifest.snapshots.at(-1)
  if (last === undefined) return undefined
  return loadSnapshot(compile(model), readRunFile(files, run.folder, run.manifest, last.file), kernels)
}

/** Every tissue of an organism as it is; a place without a tissue says so. */
export function placePictures(
  world: World,
  run: Pick<AnalysedRun, 'arm' | 'replicate'>,
  places: readonly OrganismPlace[],
  request: Omit<PictureRequest, 'times' | 'profiles'>,
): readonly PlacePicture[] {
  return places.map(({ name }) => {
    const tissue = tissueOf(world, name)
    const what = { arm: run.arm, place: name, time: world.time }
    if (tissue === undefined) return what
    return {
      ...what,
      ...(isVacant(tissue) ? { isVacant: true } : {}),
      cells: liveCells(tissue),
      picture: pictureOf(tissue, run.arm, run.replicate, request),
    }
  })
}

function liveCells(world: World): number {
  const { state } = world.cells
  let live = 0
  for (let slot = 0; slot < world.count; slot++) if (state[slot] === LIVE) live += 1
  return live
}
