import { cadenceMinutes } from '../../engine/clock.ts'
import type { CompileContext } from '../../engine/process.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { type Passage, passageSection } from './schema.ts'

type Point = readonly [number, number, number]

/** Where cells are placed [um]: in a box, and within `radius` of its centre where there is one. */
export interface Place {
  readonly low: Point
  readonly high: Point
  readonly radius?: number
}

export interface CompiledPassage {
  /** Column with what happened so far; its entries are those of `RECORD`. */
  readonly column: string
  /** By cell type: whether it is harvested. */
  readonly isTaken: readonly boolean[]
  readonly keep: number
  /** First time, and time between two, in steps of the fields; `count` may be infinite. */
  readonly start: number
  readonly every: number
  readonly count: number
  readonly place: Place
  readonly isFresh: boolean
}

export interface PassageTables {
  readonly passages: readonly CompiledPassage[]
}

/** Entries of a passage's record: passages so far, cells placed last, and cells alive at the last harvest with those placed before it. */
export const RECORD = { passages: 0, placed: 1, harvested: 2, placedBefore: 3, width: 4 } as const

/** Name of the column with the record of a passage. */
export function passageColumn(name: string): string {
  return `passage.record/${name}`
}

/** Resolves types, times and places; undefined without passages. */
export function compilePassage(model: ModelData, context: CompileContext): PassageTables | undefined {
  const passages = Object.entries(sectionOf(model, passageSection) ?? {})
  if (passages.length === 0) return undefined
  const cadence = cadenceMinutes(context.clock, 'fields')
  return {
    passages: passages.map(([name, passage]) => {
      const column = passageColumn(name)
      context.column({
        name: column,
        group: 'world',
        type: 'f64',
        unit: '1',
        width: RECORD.width,
        doc: `${name}: passages so far, cells placed last, cells at the last harvest, cells placed before it`,
      })
      return { column, ...scheduleOf(passage, cadence), ...whoAndWhere(passage, context) }
    }),
  }
}

function scheduleOf({ at, every, count }: Passage, cadence: number) {
  const steps = (minutes: number): number => Math.round(minutes / cadence)
  return {
    start: steps(at.value),
    every: every === undefined ? 1 : steps(every.value),
    count: count ?? (every === undefined ? 1 : Infinity),
  }
}

function whoAndWhere(passage: Passage, { cellTypes }: CompileContext) {
  return {
    isTaken: cellTypes.map((type) => passage.cells.includes(type)),
    keep: passage.keep,
    place: placeOf(passage),
    isFresh: passage['fresh host'],
  }
}

function placeOf({ into: { box, disc } }: Passage): Place {
  const values = (point: readonly { readonly value: number }[] | undefined, shift = 0): Point => [
    (point?.[0]?.value ?? 0) + shift,
    (point?.[1]?.value ?? 0) + shift,
    (point?.[2]?.value ?? 0) + shift,
  ]
  if (disc === undefined) return { low: values(box?.low), high: values(box?.high) }
  const radius = disc.radius.value
  return { low: values(disc.centre, -radius), high: values(disc.centre, radius), radius }
}
