import { cadenceMinutes } from '../../engine/clock.ts'
import type { Place } from '../../engine/place.ts'
import type { CompileContext } from '../../engine/process.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { PASSAGE_PREFIX, RECORD, TAKEN_PREFIX } from './columns.ts'
import { type Passage, passageSection } from './schema.ts'

type Point = readonly [number, number, number]

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

/** Resolves types, times and places; undefined without passages. */
export function compilePassage(model: ModelData, context: CompileContext): PassageTables | undefined {
  const passages = Object.entries(sectionOf(model, passageSection) ?? {})
  if (passages.length === 0) return undefined
  const cadence = cadenceMinutes(context.clock, 'fields')
  return {
    passages: passages.map(([name, passage]) => {
      const column = `${PASSAGE_PREFIX}${name}`
      context.column({
        name: column,
        group: 'world',
        type: 'f64',
        unit: '1',
        width: RECORD.width,
        doc: `${name}: passages so far, cells placed last, cells at the last harvest, cells placed before it`,
      })
      context.table(
        `${TAKEN_PREFIX}${name}`,
        'u8',
        context.cellTypes.map((type) => (passage.cells.includes(type) ? 1 : 0)),
      )
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
