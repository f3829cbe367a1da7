import { resolveMeasure } from '../analysis/measures.ts'
import { recordSection } from '../compile/core-sections.ts'
import type { Model } from '../compile/model.ts'
import type { Program } from '../engine/program.ts'
import type { World } from '../engine/world.ts'
import { sectionOf } from '../model/assemble.ts'
import type { Measure } from '../record/measure.ts'
import { type Cell, tableCsv, tableOfRows } from '../store/table-file.ts'

/** Watches a replay and writes down the series that its model names, through all changes of the model. */
export class ReplaySeries {
  #every = 1
  #names: readonly string[] = []
  #program: Program | undefined
  #measures: readonly (Measure | undefined)[] = []
  readonly #rows: Record<string, Cell>[] = []

  begin(world: World, model: Model): void {
    const { series, 'series every': every } = sectionOf(model.data, recordSection)
    const found = series.flatMap((name) => resolveMeasure(name, world.program) ?? [])
    this.#every = Math.max(1, Math.round(every.every / world.program.clock.tick))
    this.#names = [...new Set(found.map(({ name }) => name))]
    this.#take(world)
  }

  observe(world: World): void {
    if (world.tick % this.#every === 0) this.#take(world)
  }

  /** The last row belongs to the last tick. */
  end(world: World): void {
    if (this.#rows.at(-1)?.['time [min]'] !== world.time) this.#take(world)
  }

  csv(): string {
    return tableCsv(tableOfRows(this.#rows))
  }

  #take(world: World): void {
    if (world.program !== this.#program) this.#bind(world.program)
    const row: Record<string, Cell> = { 'time [min]': world.time }
    this.#names.forEach((name, index) => {
      const measure = this.#measures[index]
      row[name] = measure === undefined ? null : finite(measure.evaluate(world))
    })
    this.#rows.push(row)
  }

  /** A change may leave a measure without what it reads: it has no value from there on. */
  #bind(program: Program): void {
    this.#program = program
    this.#measures = this.#names.map((name) => resolveMeasure(name, program)?.[0])
  }
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
