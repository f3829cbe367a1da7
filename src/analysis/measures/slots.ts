import type { Program } from '../../engine/program.ts'
import { nearestName } from '../../math/nearest-name.ts'
import { canonicalUnit } from '../../units/dimension.ts'
import { parseQuantity } from '../../units/quantity.ts'
import type { Reading, Slot } from './family.ts'
import { NEST, STROMA } from '../nests.ts'
import { type CellSet, cellSets, groupsOf } from './selection.ts'
import { type Statistic, statisticOf } from './statistic.ts'

/** `<cells>`: a cell type or a family of them. */
export const cellsSlot: Slot<CellSet> = {
  names: (program) => cellSets(program).map(({ name }) => name),
  listed: (program) => [...program.cellTypes, ...groupsOf(program).map(({ name }) => name)],
  read: (text, program) => {
    const found = cellSets(program).find(({ name }) => name === text)
    return found === undefined ? notAmong('cells', text, listed(program)) : { value: found }
  },
}

/** `<types>`: several of them, as `CD8, macrophage and fibroblast`. */
export const cellListSlot: Slot<CellSet> = {
  read: (text, program) => {
    const whole = cellsSlot.read(text, program)
    if (!('problem' in whole)) return whole
    const names = text.split(/, | and /)
    if (names.length === 1) return whole
    const has = program.cellTypes.map(() => false)
    for (const name of names) {
      const part = cellsSlot.read(name, program)
      if ('problem' in part) return part
      part.value.has.forEach((isIn, type) => {
        if (isIn) has[type] = true
      })
    }
    return { value: { name: text, has } }
  },
}

function listed(program: Program): readonly string[] {
  return cellSets(program).map(({ name }) => name)
}

/** `<substrate>`: its index. */
export const substrateSlot: Slot<number> = {
  names: (program) => program.substrates,
  read: (text, { substrates }) => {
    const index = substrates.indexOf(text)
    return index < 0 ? notAmong('substrate', text, substrates) : { value: index }
  },
}

/** A concentration of a substrate. */
export interface Level {
  readonly substrate: number
  /** In the unit of the substrate. */
  readonly value: number
}

/** `<quantity> <substrate>`, such as `10 mmHg oxygen`. */
export const levelSlot: Slot<Level> = {
  read: (text, program) => {
    const substrate = program.substrates.findIndex((name) => text.endsWith(` ${name}`))
    if (substrate < 0) {
      const [, last = text] = /^[^ ]+ [^ ]+ (.+)$/.exec(text) ?? []
      return notAmong('substrate', last, program.substrates)
    }
    const written = text.slice(0, -1 - (program.substrates[substrate]?.length ?? 0))
    const value = quantityIn(written, program.substrateUnits[substrate] ?? '1')
    return 'problem' in value ? value : { value: { substrate, value: value.value } }
  },
}

/** `<length>` [um]. */
export const lengthSlot: Slot<number> = {
  read: (text) => {
    const length = quantityIn(text, 'um')
    return 'value' in length && length.value < 0 ? { problem: `'${text}' is below zero` } : length
  },
}

/** `<coordinate>` [um]; it may be below zero. */
export const coordinateSlot: Slot<number> = { read: (text) => quantityIn(text, 'um') }

/** `<axis>`: 0 for x, 1 for y, 2 for z. */
export const axisSlot: Slot<number> = oneOf('axis', { x: 0, y: 1, z: 2 })

/** `<duration>` [min], above zero. */
export const durationSlot: Slot<number> = {
  read: (text) => {
    const duration = quantityIn(text, 'min')
    return 'value' in duration && duration.value <= 0 ? { problem: `'${text}' is not above zero` } : duration
  },
}

/** `<region>`: what voxels of the map of nests it has. */
export const regionSlot: Slot<number> = oneOf('region', { 'tumour nests': NEST, stroma: STROMA })

/** `<statistic>`: mean, median, greatest or a percentile. */
export const statisticSlot: Slot<Statistic> = {
  read: (text) => {
    const value = statisticOf(text)
    return value === undefined
      ? { problem: `'${text}' is no statistic: there are mean, median, greatest and 95th percentile` }
      : { value }
  },
}

/** A slot with few fixed texts. */
export function oneOf<T>(kind: string, meanings: Readonly<Record<string, T>>): Slot<T> {
  const names = Object.keys(meanings)
  return {
    names: () => names,
    read: (text) => {
      const found = Object.entries(meanings).find(([name]) => name === text)
      return found === undefined ? notAmong(kind, text, names) : { value: found[1] }
    },
  }
}

/** Names that a complaint lists; chosen: a line. */
const LISTED = 8

/** What is wrong with a text that names nothing of a kind: the nearest name, or some that there are. */
export function notAmong(kind: string, text: string, names: readonly string[]): { readonly problem: string } {
  const nearest = nearestName(text, names)
  if (nearest !== undefined) return { problem: `unknown ${kind} '${text}'; did you mean '${nearest}'?` }
  const some = names.slice(0, LISTED).join(', ')
  return { problem: `unknown ${kind} '${text}'; there are ${some}${names.length > LISTED ? ', ...' : ''}` }
}

/** A number in the wanted canonical unit. */
function quantityIn(text: string, unit: string): Reading<number> {
  const found = parseQuantity(text)
  if (!found.ok) return { problem: `'${text}': ${found.message}` }
  const own = canonicalUnit(found.unit.dimension)
  return own === unit
    ? { value: found.canonical }
    : {
        problem: `'${text}' is in ${found.unit.text === '' ? 'no unit' : found.unit.text}; wanted is ${unit === '1' ? 'a bare number' : `something like 50 ${unit}`}`,
      }
}
