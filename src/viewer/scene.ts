import { MATRIX_FIBRES, MATRIX_FIELDS } from '../analysis/fibre-field.ts'
import type { Lineage, SubstrateClass } from '../analysis/summary.ts'
import { displaySection } from '../compile/core-sections.ts'
import type { Model } from '../compile/model.ts'
import type { Program } from '../engine/program.ts'
import { hasLivingVessels, lacksVessels } from '../engine/vessel-points.ts'
import { colourMapFor } from '../figures/colour-map.ts'
import { cellTypeColour } from '../figures/palette.ts'
import { sectionOf } from '../model/assemble.ts'
import { vesselNetworkSection } from '../processes/vessel-network/schema.ts'
import { membranesSection } from '../processes/membrane/schema.ts'
import type { Colouring, Scene, SceneLayer, SceneType } from './frame.ts'
import { CLONE_COLUMNS } from './pack-frame.ts'

type NumberColouring = Extract<Colouring, { kind: 'number' }>

/** What a model has to show: asked for once, when it is opened. */
export function sceneOf(model: Model, program: Program): Scene {
  const { corner, size, voxel, shape } = program.space
  return {
    corner,
    size,
    voxel,
    shape,
    types: model.data.cellTypes.map(sceneType),
    layers: [
      ...fieldLayers(program),
      ...matrixLayers(program),
      ...vesselLayers(model, program),
      ...membraneLayers(model),
    ],
    colourings: colouringsOf(program),
  }
}

function sceneType(type: Model['data']['cellTypes'][number]): SceneType {
  const { lineage, colour } = sectionOf(type, displaySection)
  const look: { name: string; lineage: Lineage } = { name: type.name, lineage }
  return { ...look, colour: cellTypeColour(colour === undefined ? look : { ...look, colour }) }
}

function fieldLayers(program: Program): readonly SceneLayer[] {
  return program.substrates.map((name, index) => {
    const unit = program.substrateUnits[index] ?? '1'
    return { kind: 'field', name, unit, map: colourMapFor(substrateClass(program, name, unit)) }
  })
}

/** Partial pressures are nutrients; what has a blood concentration of its own is a drug; the rest are factors. */
function substrateClass(program: Program, name: string, unit: string): SubstrateClass {
  if (unit === 'mmHg') return 'nutrient'
  return program.columns.some((column) => column.name === `plasma/${name}`) ? 'drug' : 'factor'
}

/** What the matrix has to show: shares as fields, and the directions of its fibres. */
function matrixLayers({ columns }: Program): readonly SceneLayer[] {
  const has = (name: string): boolean => columns.some((column) => column.name === name)
  const shares = Object.entries(MATRIX_FIELDS).filter(([, column]) => has(column))
  const fields = shares.map(
    ([name]) => ({ kind: 'field', name, unit: '1', map: colourMapFor('factor') }) as const,
  )
  return has(MATRIX_FIBRES) ? [...fields, { kind: 'fibres' }] : fields
}

function vesselLayers(model: Model, program: Program): readonly SceneLayer[] {
  if (lacksVessels(program) !== undefined) return []
  const points = Float32Array.from(program.vessels.flatMap(({ x, y, z }) => [x, y, z]))
  if (!hasLivingVessels(program)) return [{ kind: 'vessels', points }]
  const hasPericytes = sectionOf(model.data, vesselNetworkSection)?.pericytes !== undefined
  return [{ kind: 'vessels', points, network: { hasPericytes } }]
}

function membraneLayers(model: Model): readonly SceneLayer[] {
  const membranes = Object.entries(sectionOf(model.data, membranesSection) ?? {})
  return membranes.map(([name, { axis, at }]) => ({ kind: 'membrane', name, axis, at: at.value }))
}

/** By type and state always, by clone where cells remember it, and by every number that the program keeps per cell. */
function colouringsOf(program: Program): readonly Colouring[] {
  const kept = new Set(
    program.columns.filter(({ group, width = 1 }) => group === 'cell' && width === 1).map(({ name }) => name),
  )
  const clones: readonly Colouring[] = CLONE_COLUMNS.every((name) => kept.has(name))
    ? [{ kind: 'clone' }]
    : []
  const signals = [...program.offered.values()].filter(({ column }) => kept.has(column))
  const behaviours = [...program.behaviours.values()].map(({ name, unit }) => ({
    name,
    unit,
    column: `behaviour/${name}`,
  }))
  const numbers = [...signals, ...behaviours.filter(({ column }) => kept.has(column))].map(numberColouring)
  return [{ kind: 'type' }, { kind: 'state' }, ...clones, ...numbers.toSorted(byGroup)]
}

/** The key of a number is the column that holds it. */
function numberColouring(number: { name: string; unit: string; column: string }): NumberColouring {
  return {
    kind: 'number',
    key: number.column,
    name: number.name,
    unit: number.unit,
    group: groupOf(number.column),
  }
}

const GROUPS: readonly NumberColouring['group'][] = ['network', 'trait', 'signal', 'cell']

function groupOf(column: string): NumberColouring['group'] {
  return GROUPS.find((group) => column.startsWith(`${group}/`)) ?? 'cell'
}

function byGroup(a: NumberColouring, b: NumberColouring): number {
  return GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group)
}
