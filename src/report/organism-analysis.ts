import { mutatingTraits } from '../analysis/clone-traits.ts'
import { type Cascade, cascadeSummary, cascadesOf } from '../analysis/organism/cascade.ts'
import type { CascadeSummary, SeedingSummary } from '../analysis/organism/organism-summary.ts'
import type { OrganismPlace, OrganismSummary, PlacePicture } from '../analysis/summary.ts'
import { hazardText, isOrganism, lastState, placePictures, placesOf } from '../analysis/organism/places.ts'
import { seedingOf } from '../analysis/organism/seeding.ts'
import { readEvents } from '../analysis/recorded-run.ts'
import { type AnalysedRun, isUnreadable } from '../analysis/trial-runs.ts'
import type { Model } from '../compile/model.ts'
import type { Experiment } from '../experiment/experiment.ts'
import type { Files } from '../store/files.ts'

/** Where runs lie, and what loads their states. */
interface Place {
  readonly files: Files
  readonly kernels: WebAssembly.Module
}

/** Runs of each arm whose cascade is counted. Chosen: each costs the reading of a state. */
const COUNTED_RUNS = 100

/** What an arm adds. */
interface ArmParts {
  readonly maps: readonly PlacePicture[]
  readonly cascade?: CascadeSummary
  readonly seeding?: SeedingSummary
}

/** What the runs of a trial say of organisms; undefined where its models have no body. */
export async function organismOf(
  place: Place,
  experiment: Experiment,
  runs: readonly AnalysedRun[],
): Promise<OrganismSummary | undefined> {
  const model = experiment.arms.find((arm) => isOrganism(arm.model))?.model
  if (model === undefined) return undefined
  const places = placesOf(model)
  const parts = await Promise.all(
    experiment.arms.map(async (arm): Promise<ArmParts> => {
      const own = runs.filter((run) => run.arm === arm.name)
      return isOrganism(arm.model) ? armParts(place, experiment, arm.model, own, places) : { maps: [] }
    }),
  )
  const hazard = hazardText(model)
  const cascades = parts.flatMap(({ cascade }) => cascade ?? [])
  return {
    places,
    maps: parts.flatMap(({ maps }) => maps),
    ...(cascades.length === 0 ? {} : { cascades }),
    seedings: parts.flatMap(({ seeding }) => seeding ?? []),
    ...(hazard === undefined ? {} : { hazard }),
  }
}

async function armParts(
  { files, kernels }: Place,
  experiment: Experiment,
  model: Model,
  runs: readonly AnalysedRun[],
  places: readonly OrganismPlace[],
): Promise<ArmParts> {
  const { pictures } = experiment.data
  const request = {
    fields: pictures?.field === undefined ? [] : [pictures.field],
    signal: pictures?.['colour cells by'],
  }
  const counted: (readonly Cascade[])[] = []
  let first: Omit<ArmParts, 'cascade'> = { maps: [] }
  for (const run of runs.slice(0, COUNTED_RUNS)) {
    try {
      const world = lastState(files, run, model, kernels)
      if (world === undefined) continue
      counted.push(cascadesOf(world))
      if (first.seeding !== undefined) continue
      const events = await readEvents(files, run.folder, run.manifest)
      const recorded = {
        events,
        tick: world.program.clock.tick,
        hasDivisions: run.manifest.plan?.events.includes('division') ?? false,
      }
      first = {
        maps: placePictures(world, run, places, request),
        seeding: seedingOf(world, recorded, run, mutatingTraits(model)),
      }
    } catch (error) {
      // Pictures and counts only illustrate: a file that is not what its run wrote costs them, not the answer.
      if (!isUnreadable(error)) throw error
    }
  }
  const cascade = cascadeSummary(runs[0]?.arm ?? '', counted)
  return { ...first, ...(cascade === undefined ? {} : { cascade }) }
}
