import type { CellEvent } from '../engine/events.ts'
import { lineageText } from '../engine/population.ts'
import type { World } from '../engine/world.ts'
import type { Segment } from './run-tree.ts'
import { endOf } from './run-tree.ts'

/** What was noted of one cell in one stretch of a run: by tick, so that what is computed again takes the same place. */
interface Notes {
  readonly values: Map<number, Readonly<Record<string, number>>>
  readonly events: Map<number, readonly string[]>
}

/** What is known of a followed cell along a path. */
export interface CellHistory {
  /** [min] */
  readonly times: readonly number[]
  /** Name of a fact with its unit -> one value per time; not a number where it had none. */
  readonly values: Readonly<Record<string, readonly number[]>>
  readonly events: readonly { readonly time: number; readonly text: string }[]
}

/** Cells that somebody follows: their facts at every beat of the series, and their events. Watching changes no bit of the run. */
export class FollowedCells {
  #lineages: ReadonlySet<string> = new Set()
  readonly #notes = new Map<string, Notes>()

  /** Follows these cells and no others; what was noted of others stays. */
  follow(lineages: readonly string[]): void {
    this.#lineages = new Set(lineages)
  }

  get isEmpty(): boolean {
    return this.#lineages.size === 0
  }

  /** Call after each tick. */
  observe(world: World, segment: Segment): void {
    const found = new Map<string, string[]>()
    for (const event of world.events)
      for (const lineage of [event.cell, event.other ?? '']) {
        if (!this.#lineages.has(lineage)) continue
        const texts = found.get(lineage) ?? []
        found.set(lineage, [...texts, describeEvent(event, lineage, world)])
      }
    for (const [lineage, texts] of found) this.#of(lineage, segment).events.set(world.tick, texts)
  }

  /** Call on each beat of the series; `factsOf` has none of a cell that is gone. */
  note(
    tick: number,
    segment: Segment,
    factsOf: (lineage: string) => Readonly<Record<string, number>> | undefined,
  ): void {
    for (const lineage of this.#lineages) {
      const facts = factsOf(lineage)
      if (facts !== undefined) this.#of(lineage, segment).values.set(tick, facts)
    }
  }

  /** What was noted along a path. */
  historyOf(lineage: string, path: readonly Segment[], tickLength: number): CellHistory {
    const parts = path.flatMap((segment, index) => {
      const notes = this.#notes.get(keyOf(lineage, segment))
      return notes === undefined ? [] : [{ notes, end: endOf(path, index) }]
    })
    const rows = parts.flatMap(({ notes, end }) => entriesTo(notes.values, end))
    const names = [...new Set(rows.flatMap(([, values]) => Object.keys(values)))]
    return {
      times: rows.map(([tick]) => tick * tickLength),
      values: Object.fromEntries(
        names.map((name) => [name, rows.map(([, values]) => values[name] ?? Number.NaN)]),
      ),
      events: parts.flatMap(({ notes, end }) =>
        entriesTo(notes.events, end).flatMap(([tick, texts]) =>
          texts.map((text) => ({ time: tick * tickLength, text })),
        ),
      ),
    }
  }

  #of(lineage: string, segment: Segment): Notes {
    const key = keyOf(lineage, segment)
    const notes = this.#notes.get(key) ?? { values: new Map(), events: new Map() }
    this.#notes.set(key, notes)
    return notes
  }
}

function keyOf(lineage: string, { id }: Segment): string {
  return `${lineage}/${id}`
}

function entriesTo<T>(map: ReadonlyMap<number, T>, end: number): readonly (readonly [number, T])[] {
  return [...map].filter(([tick]) => tick <= end).toSorted(([a], [b]) => a - b)
}

/** The row of a cell; undefined once it is gone. */
export function slotOf(world: World, lineage: string): number | undefined {
  if (!/^[0-9a-f]{16}$/.test(lineage)) return undefined
  const [high, low] = [Number.parseInt(lineage.slice(0, 8), 16), Number.parseInt(lineage.slice(8), 16)]
  const { lineageLow, lineageHigh } = world.cells
  for (let slot = 0; slot < world.count; slot++)
    if (lineageLow[slot] === low && lineageHigh[slot] === high && lineageText(world, slot) === lineage)
      return slot
  return undefined
}

const WORDS: Readonly<Record<string, string>> = {
  division: 'divided',
  death: 'died',
  lysis: 'burst',
  removal: 'disappeared',
  arrival: 'arrived',
  transition: 'changed type',
  kill: 'killed',
  phagocytosis: 'took up',
  fusion: 'fused with',
  passage: 'passed a membrane',
  intravasation: 'left into the blood',
}

/** An event as the history of one of its cells tells it. */
function describeEvent(event: CellEvent, lineage: string, world: World): string {
  const { kind, cell, other, cause } = event
  const where = event.site === undefined ? '' : ` in the ${event.site}`
  const because = `${cause === undefined ? '' : ` (${cause})`}${where}`
  if (lineage !== cell) {
    if (kind === 'division') return `born of ${cell}`
    return `${WORDS[kind] ?? kind} by ${cell}, ${world.program.cellTypes[event.type] ?? 'unknown type'}${because}`
  }
  if (kind === 'division' && other !== undefined) return `divided: daughter ${other}`
  return `${WORDS[kind] ?? kind}${other === undefined ? '' : ` ${other}`}${because}`
}
