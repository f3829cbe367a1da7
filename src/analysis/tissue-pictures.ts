import { compile } from '../compile/compile.ts'
import type { Model } from '../compile/model.ts'
import { LYSED, NECROTIC } from '../engine/columns.ts'
import { loadSnapshot } from '../engine/snapshot.ts'
import type { World } from '../engine/world.ts'
import type { Files } from '../store/files.ts'
import { readRunFile } from '../store/run-store.ts'
import { MATRIX_FIELDS } from './fibre-field.ts'
import { VESSELS } from './measures/places.ts'
import { profileOf } from './measures/profile.ts'
import { fibresOf, vesselsOf } from './picture-shapes.ts'
import type { FieldSummary, TissueSummary } from './summary.ts'
import type { AnalysedRun } from './trial-runs.ts'

export interface PictureRequest {
  /** [min]; the nearest snapshot at or before each is shown. */
  readonly times: readonly number[]
  readonly fields: readonly string[]
  /** What cells are coloured by. */
  readonly signal?: string | undefined
  /** Substrates whose fall with the distance from vessels is shown. */
  readonly profiles?: readonly string[]
}

/** Pictures of one run from its snapshots. */
export function tissuePictures(
  files: Files,
  run: AnalysedRun,
  model: Model,
  kernels: WebAssembly.Module,
  request: PictureRequest,
): readonly TissueSummary[] {
  const program = compile(model)
  const asked = request.times.map((time) =>
    run.manifest.time < time
      ? undefined
      : run.manifest.snapshots.findLast((candidate) => candidate.time <= time),
  )
  // Two times between the same snapshots have the same picture; one is enough.
  return [...new Set(asked)].flatMap((snapshot) => {
    if (snapshot === undefined) return []
    const bytes = readRunFile(files, run.folder, run.manifest, snapshot.file)
    const world = loadSnapshot(program, bytes, kernels)
    return [pictureOf(world, run.arm, run.replicate, request)]
  })
}

/**
 * The cells, vessels and chosen fields of a world. Of a three-dimensional one, its middle plane: cells have the radius
 * of the circle in which the plane cuts them.
 */
export function pictureOf(
  world: World,
  arm: string,
  replicate: number,
  { fields, signal, profiles = [] }: Omit<PictureRequest, 'times'>,
): TissueSummary {
  const { space } = world.program
  const plane = space.corner[2] + space.size[2] / 2
  const height = (slot: number): number =>
    space.dimensions === 2 ? 0 : Math.abs((world.f64('cell.z')[slot] ?? 0) - plane)
  const slots = Array.from({ length: world.count }, (_, slot) => slot).filter(
    (slot) => height(slot) < (world.f64('cell.radius')[slot] ?? 0),
  )
  const rounded = (name: string): readonly number[] =>
    slots.map((slot) => Math.round((world.f64(name)[slot] ?? 0) * 10) / 10)
  return {
    arm,
    replicate,
    time: world.time,
    cells: {
      x: rounded('cell.x'),
      y: rounded('cell.y'),
      radius: slots.map((slot) => {
        const [radius, above] = [world.f64('cell.radius')[slot] ?? 0, height(slot)]
        return Math.round(Math.sqrt(radius * radius - above * above) * 10) / 10
      }),
      type: slots.map((slot) => world.u16('cell.type')[slot] ?? 0),
      state: slots.map((slot) => shownState(world.u8('cell.state')[slot] ?? 0)),
    },
    ...vesselsOf(world),
    ...fibresOf(world),
    fields: fields.filter((name) => world.has(voxelColumn(name))).map((name) => fieldOf(world, name)),
    ...signalOf(world, slots, signal),
    ...profilesOf(world, profiles),
  }
}

/** How substrates fall with the distance from vessels; nothing where none is asked for, or where there are no vessels. */
function profilesOf(world: World, names: readonly string[]): Pick<TissueSummary, 'profiles'> {
  const { program } = world
  const known = names.filter((name) => program.substrates.includes(name))
  if (known.length === 0 || VESSELS.lacks(program) !== undefined) return {}
  const distances = VESSELS.perVoxel(world)
  const short = (value: number): number => Number(value.toPrecision(4))
  const profiles = known.map((substrate) => {
    const index = program.substrates.indexOf(substrate)
    const points = profileOf(world, index, distances)
    return {
      substrate,
      unit: program.substrateUnits[index] ?? '1',
      distances: points.map(({ distance }) => short(distance)),
      values: points.map(({ value }) => short(value)),
    }
  })
  return { profiles }
}

/** What the shown cells sense or carry; nothing where cells keep no such column. */
function signalOf(
  world: World,
  slots: readonly number[],
  name: string | undefined,
): Pick<TissueSummary, 'signal'> {
  const offered = name === undefined ? undefined : world.program.offered.get(name)
  if (offered === undefined || !world.has(offered.column)) return {}
  const column = world.f64(offered.column)
  const values = slots.map((slot) => Number((column[slot] ?? 0).toPrecision(3)))
  return { signal: { name: offered.name, unit: offered.unit, values } }
}

function shownState(state: number): number {
  return state === LYSED ? NECROTIC : state
}

/** The column of a substrate, or of a state of the matrix. */
function voxelColumn(name: string): string {
  return MATRIX_FIELDS[name] ?? `field/${name}`
}

function fieldOf(world: World, substrate: string): FieldSummary {
  const { space, substrates, substrateUnits } = world.program
  const [nx, ny, nz] = space.shape
  const first = nx * ny * Math.floor(nz / 2)
  const unit = substrateUnits[substrates.indexOf(substrate)] ?? '1'
  return {
    substrate,
    unit,
    // Partial pressures are nutrients; what has a blood concentration of its own is a drug; the rest are factors.
    class:
      substrate in MATRIX_FIELDS
        ? 'matrix'
        : unit === 'mmHg'
          ? 'nutrient'
          : world.has(`plasma/${substrate}`)
            ? 'drug'
            : 'factor',
    nx,
    ny,
    voxel: space.voxel,
    origin: [space.corner[0], space.corner[1]],
    values: [...world.view(voxelColumn(substrate)).subarray(first, first + nx * ny)].map((value) =>
      Number(value.toPrecision(4)),
    ),
  }
}
