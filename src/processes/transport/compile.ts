import type { CompileContext, Usage } from '../../engine/process.ts'
import { cadenceMinutes } from '../../engine/clock.ts'
import { type Space, voxelAt, voxelCount } from '../../engine/space.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { compileAdaptive, declareWorkspaces, stepLengths } from './adaptive-plan.ts'
import type { AdaptiveTables } from './adaptive.ts'
import { axisFactors } from './factors.ts'
import { type CompiledRegion, compileRegions } from './regions.ts'
import { type TransportSection, sidesOf, transportSection, transportSettings } from './schema.ts'

/** The lines of one axis: `count` lines of `n` voxels, `stride` apart; its factors start at element `offset`. */
export interface AxisPlan {
  readonly n: number
  readonly stride: number
  readonly count: number
  readonly isPeriodic: boolean
  readonly offset: number
}

/** On meshes of at most so many voxels each substrate steps in one call, in an array of its own. Chosen: some 20 us. */
export const WHOLE_VOXELS = 16_384

/** On larger meshes of three dimensions threads sweep in slots of `transport.work`; here each marks the one that it has taken. */
export const CLAIMS = 'transport.claims'
/** Slots at most; chosen: more than a machine has cores that share a memory's bandwidth. */
const MOST_SLOTS = 64

/** What a step of one substrate consists of. */
export interface SubstratePlan {
  readonly name: string
  readonly initial: number
  readonly regions: readonly CompiledRegion[]
  readonly fixedCount: number
  /** Factor of a whole step for what decays but does not diffuse. */
  readonly decayFactor: number
  readonly kind: 'sweep' | 'decay' | 'still'
  readonly axes: readonly AxisPlan[]
}

export interface TransportTables {
  readonly scheme: 'adaptive' | 'lod'
  readonly substrates: readonly SubstratePlan[]
  /** What the adaptive scheme needs; absent under `lod`. */
  readonly adaptive?: AdaptiveTables
}

const FIELD_DOC = 'concentration in the medium'
const REMAINDER_DOC = 'what rounding the field to f32 left over; the field is the sum of both'

/** Declares the fields, and what the scheme of the model works on. */
export function compileTransport(
  model: ModelData,
  context: CompileContext,
  usage: Usage,
): TransportTables | undefined {
  if (model.substrates.length === 0) return undefined
  return sectionOf(model, transportSettings).scheme === 'lod'
    ? compileLod(model, context)
    : compileAdaptiveScheme(model, context, usage)
}

function compileAdaptiveScheme(model: ModelData, context: CompileContext, usage: Usage): TransportTables {
  const tolerance = sectionOf(model, transportSettings).tolerance.value
  const plans = model.substrates.map((substrate) => {
    const section = sectionOf(substrate, transportSection)
    const { name } = substrate
    const fixed = declareField(name, section, context)
    const isReadBetween = isFollowed(name, context, usage)
    // The section of whoever knows the tissue; what it says does not matter here.
    const isHindered = substrate.sections['hindrance'] !== undefined
    return compileAdaptive({ name, section, fixed, tolerance, isReadBetween, isHindered }, context)
  })
  declareWorkspaces(plans, context)
  return {
    scheme: 'adaptive',
    substrates: [],
    adaptive: { plans, lengths: stepLengths(context.clock), tolerance },
  }
}

/** Whether some cell follows the gradient of a substrate: then its field is read each time cells move. */
function isFollowed(name: string, { behaviours, behaviourBase }: CompileContext, usage: Usage): boolean {
  const response = `chemotactic response to ${name}`
  if (!behaviours.has(response)) return false
  return usage.behaviours.has(response) || behaviourBase(response).some((weight) => weight !== 0)
}

/** Precomputes the factors of every sweep; adds two arrays per substrate and one to work in. */
function compileLod(model: ModelData, context: CompileContext): TransportTables {
  const isExact = sectionOf(model, transportSettings)['held sides'] === 'exact'
  const substrates = model.substrates.map((substrate) =>
    compileSubstrate(substrate.name, sectionOf(substrate, transportSection), context, isExact),
  )
  const work = {
    name: 'transport.work',
    group: 'voxel',
    type: 'f64',
    unit: '1',
    doc: 'a field within a step',
  } as const
  const swept = substrates.filter((plan) => plan.kind === 'sweep').length
  const width = voxelCount(context.space) <= WHOLE_VOXELS ? swept : 1
  if (swept > 0) context.column({ ...work, width, isScratch: true })
  if (swept > 0 && context.space.dimensions === 3)
    context.table(
      CLAIMS,
      'u32',
      Array.from({ length: MOST_SLOTS }, () => 0),
    )
  return { scheme: 'lod', substrates }
}

/** The columns of a field; returns its fixed voxels with their values. */
function declareField(
  name: string,
  section: TransportSection,
  context: CompileContext,
): readonly (readonly [number, number])[] {
  const { unit } = section
  const column = { group: 'voxel', type: 'f32', unit } as const
  context.column({ ...column, name: `field/${name}`, doc: FIELD_DOC })
  context.column({ ...column, name: `remainder/${name}`, doc: REMAINDER_DOC })
  const fixed = fixedVoxels(section, context.space)
  if (fixed.length > 0) {
    context.table(
      `transport.fixedVoxels/${name}`,
      'u32',
      fixed.map(([voxel]) => voxel),
    )
    context.table(
      `transport.fixedValues/${name}`,
      'f64',
      fixed.map(([, value]) => value),
    )
  }
  return fixed
}

function compileSubstrate(
  name: string,
  section: TransportSection,
  context: CompileContext,
  isExact: boolean,
): SubstratePlan {
  const fixed = declareField(name, section, context)
  const steps = axisSteps(section, context, isExact)
  const [diffusion, decay] = [section.diffusion.value, section.decay.value]
  const kind = diffusion > 0 ? 'sweep' : decay > 0 ? 'decay' : 'still'
  if (kind === 'sweep')
    context.table(
      `transport.factors/${name}`,
      'f64',
      steps.flatMap((step) => [...axisFactors(step)]),
    )
  return {
    name,
    initial: section.initial?.value ?? 0,
    regions: compileRegions(section),
    fixedCount: fixed.length,
    decayFactor: steps.reduce((factor, step) => factor / (1 + step.b), 1),
    kind,
    axes: axisPlans(context.space),
  }
}

const AXES = [0, 1, 2] as const

function axisSteps(section: TransportSection, { space, clock }: CompileContext, isExact: boolean) {
  const sides = sidesOf(section)
  const dt = cadenceMinutes(clock, 'fields')
  const a = (section.diffusion.value * dt) / (space.voxel * space.voxel)
  const b = (section.decay.value * dt) / space.dimensions
  return AXES.slice(0, space.dimensions).map((axis) => ({
    n: space.shape[axis],
    a,
    b,
    isPeriodic: space.boundary[axis] === 'periodic',
    // A ring has no ends: a side held across a periodic axis is overwritten in any case.
    isHeldLow: isExact && space.boundary[axis] === 'closed' && sides[2 * axis] !== 'closed',
    isHeldHigh: isExact && space.boundary[axis] === 'closed' && sides[2 * axis + 1] !== 'closed',
  }))
}

function axisPlans(space: Space): readonly AxisPlan[] {
  const voxels = voxelCount(space)
  const strides = [1, space.shape[0], space.shape[0] * space.shape[1]] as const
  let offset = 0
  return AXES.slice(0, space.dimensions).map((axis) => {
    const n = space.shape[axis]
    const plan = {
      n,
      stride: strides[axis],
      count: voxels / n,
      isPeriodic: space.boundary[axis] === 'periodic',
      offset,
    }
    offset += 3 * n
    return plan
  })
}

/** Fixed voxels with their values by index: sides in their order, then single points; the last one wins. */
function fixedVoxels(section: TransportSection, space: Space): readonly (readonly [number, number])[] {
  const fixed = new Map<number, number>()
  sidesOf(section)
    .slice(0, 2 * space.dimensions)
    .forEach((side, index) => {
      if (side === 'closed') return
      for (const voxel of layer(space, index >> 1, index % 2 === 1)) fixed.set(voxel, side.value)
    })
  for (const { at, value } of section.fixed) {
    fixed.set(voxelAt(space, at[0].value, at[1].value, at[2].value), value.value)
  }
  return [...fixed].toSorted((a, b) => a[0] - b[0])
}

/** The voxels of the outermost layer across `axis`. */
function layer(space: Space, axis: number, isHigh: boolean): readonly number[] {
  const [nx, ny] = space.shape
  const wanted = isHigh ? (space.shape[axis] ?? 1) - 1 : 0
  const along = (voxel: number): number => {
    if (axis === 0) return voxel % nx
    return axis === 1 ? Math.floor(voxel / nx) % ny : Math.floor(voxel / (nx * ny))
  }
  return Array.from({ length: voxelCount(space) }, (_, voxel) => voxel).filter(
    (voxel) => along(voxel) === wanted,
  )
}
