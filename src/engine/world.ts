import { type Kernels, PAGE_BYTES } from '../kernels/kernels.ts'
import type { Pool } from '../parallel/pool.ts'
import { soloHome } from '../parallel/solo-home.ts'
import type { Home } from '../parallel/rooms.ts'
import { type CellViews, behaviourColumn, viewCells } from './cell-views.ts'
import { type ColumnArray, type ColumnGroup, ELEMENT_BYTES, LIFE_STATES, viewOf } from './columns.ts'
import type { CellEvent } from './events.ts'
import { type GroupSizes, type Layout, type PlacedColumn, placeColumns } from './layout.ts'
import { DEFAULT_SKIN, gridColumns, gridShape } from './neighbour-grid.ts'
import { RECORD_COLUMN, recordColumn, writeRecords } from './population-rows.ts'
import type { CarriedCell } from './carried-cell.ts'
import type { Departure } from './organism.ts'
import type { CompiledBehaviour, Program } from './program.ts'
import { voxelCount } from './space.ts'

/** Room for this many cells is made at least. */
const SMALLEST_CAPACITY = 256
/** Room grows by this factor when it is full. Chosen: moving rows is cheap (0.2 us per cell), memory for many cells is not. */
const GROWTH = 1.5

/** A cell from outside, waiting for the next commit. */
export interface Arrival {
  readonly type: number
  readonly x: number
  readonly y: number
  readonly z: number
  readonly volume?: number
  /** Where it comes from (a vessel, a place among the initial cells of its type): with tick, cause and type, its lineage key. */
  readonly source: number
  /** What brought it: 'initial', 'vessel', 'assay'. */
  readonly cause: string
  /** A cell that comes from another world of its organism: it stays who it is. */
  readonly carried?: CarriedCell
}

/** A cell that is taken elsewhere at the next commit. */
export interface Move {
  readonly slot: number
  readonly x: number
  readonly y: number
  readonly z: number
}

/**
 * One tissue site: the only thing that changes. All of its state lies in one linear memory, in the columns of
 * the program's schema; what is kept outside of it (views, bound activities, this tick's events) is derived.
 */
export class World {
  readonly program: Program
  readonly memory: WebAssembly.Memory
  readonly kernels: Kernels
  /** What worlds in this one are made from, and where they are to live. */
  readonly module: WebAssembly.Module
  readonly home: Home
  /** The worlds in this one, by name: of an organism the blood and the sites that are laid out (`organism.ts`). */
  readonly inner = new Map<string, World>()
  /** Runs the kernels; a pool with other blocks or workers gives the same bits. */
  pool: Pool
  /** What happened in the last tick; cleared when the next begins. */
  readonly events: CellEvent[] = []
  /** Cells that enter at the next commit; empty between ticks. */
  readonly arrivals: Arrival[] = []
  /** Cells that left for another world of the organism; the meeting at the end of the tick takes them. */
  readonly departures: Departure[] = []
  /** Cells that commit takes elsewhere; hooks of commit ask for it, so that none waits between ticks. */
  readonly moves: Move[] = []
  /** Grows each time the columns move: activities bound to an older version must be bound again. */
  layoutVersion = 0
  /** Margin of the neighbour lists [um]; results do not depend on it, which tests check by changing it. */
  skin = DEFAULT_SKIN
  /** Fastest drift of each type when the neighbour lists last fell [um per use]: gives the margins, not the results. */
  readonly paces: Float64Array
  /** How often the neighbour lists served since they were made. */
  neighbourUses = 0
  /** True when the neighbour lists no longer hold (cells came, went or moved in memory). */
  neighboursAreStale = true
  /** True when cells moved since they were last sorted into voxels. */
  binsAreStale = true
  /** Grows each time cells are sorted into voxels: what is gathered per voxel is to be gathered again. */
  binsVersion = 0
  #layout: Layout
  #views = new Map<string, ColumnArray>()
  #cells: CellViews | undefined

  /** `home` lends its memory and its threads, such as a team's; without one the world has a memory of its own and this thread. */
  constructor(program: Program, module: WebAssembly.Module, capacity: number, home?: Home) {
    this.program = program
    this.module = module
    this.paces = new Float64Array(program.cellTypes.length)
    this.home = home ?? soloHome(module)
    const { kernels, pool } = this.home.enter()
    this.memory = kernels.memory
    this.kernels = kernels
    this.pool = pool
    this.#layout = this.#place(Math.max(capacity, SMALLEST_CAPACITY))
    this.#reserve(this.#layout.end)
    for (const placed of this.#layout.columns.values()) this.#fillInitial(placed)
    this.#writeRecords()
  }

  get layout(): Layout {
    return this.#layout
  }

  /** Rows of the cell columns. */
  get capacity(): number {
    return this.#layout.sizes.cell
  }

  /** Views of the columns that every world has; ask again after the layout changed. */
  get cells(): CellViews {
    return (this.#cells ??= viewCells(this))
  }

  get count(): number {
    return this.cells.count[0] ?? 0
  }
  set count(value: number) {
    this.cells.count[0] = value
  }

  get tick(): number {
    return this.cells.tick[0] ?? 0
  }
  set tick(value: number) {
    this.cells.tick[0] = value
  }

  /** Simulated time [min]. */
  get time(): number {
    return this.tick * this.program.clock.tick
  }

  /** First byte of column `name`, component `component`. */
  pointer(name: string, component = 0): number {
    const placed = this.#column(name)
    return placed.offset + component * placed.stride * ELEMENT_BYTES[placed.declaration.type]
  }

  has(name: string): boolean {
    return this.#layout.columns.has(name)
  }

  /** The whole column as a typed array of width x rows; valid until the layout changes. */
  view(name: string): ColumnArray {
    let view = this.#views.get(name)
    if (view === undefined) {
      const placed = this.#column(name)
      view = viewOf(this.memory.buffer, placed.declaration.type, placed.offset, placed.length)
      this.#views.set(name, view)
    }
    return view
  }

  f64(name: string): Float64Array {
    return expectArray(this.view(name), Float64Array, name)
  }
  f32(name: string): Float32Array {
    return expectArray(this.view(name), Float32Array, name)
  }
  i32(name: string): Int32Array {
    return expectArray(this.view(name), Int32Array, name)
  }
  u32(name: string): Uint32Array {
    return expectArray(this.view(name), Uint32Array, name)
  }
  u16(name: string): Uint16Array {
    return expectArray(this.view(name), Uint16Array, name)
  }
  u8(name: string): Uint8Array {
    return expectArray(this.view(name), Uint8Array, name)
  }

  /** Where kernels read behaviour `name`: pass both numbers to `behaviour()` of columns.lib.as.ts. */
  behaviour(name: string): { readonly pointer: number; readonly perCell: 0 | 1 } {
    const compiled = this.program.behaviours.get(name)
    if (compiled === undefined) throw new Error(`behaviour '${name}' is not in the program`)
    if (compiled.isPerCell) return { pointer: this.pointer(behaviourColumn(name)), perCell: 1 }
    const row = compiled.index * this.#classes * ELEMENT_BYTES.f64
    return { pointer: this.pointer('table.behaviours') + row, perCell: 0 }
  }

  /** Value of a behaviour for one cell, for code that is not hot. */
  behaviourOf(name: string, slot: number): number {
    const compiled = this.program.behaviours.get(name)
    if (compiled === undefined) throw new Error(`behaviour '${name}' is not in the program`)
    return compiled.isPerCell
      ? (this.f64(behaviourColumn(name))[slot] ?? 0)
      : this.behaviourBase(compiled, this.u16('cell.class')[slot] ?? 0)
  }

  /** Value of a behaviour without rules, for a class (state of life x number of types + type). */
  behaviourBase({ index }: CompiledBehaviour, cls: number): number {
    return this.f64('table.behaviours')[index * this.#classes + cls] ?? 0
  }

  get #classes(): number {
    return LIFE_STATES * this.program.cellTypes.length
  }

  /** Makes room for at least `capacity` cells; every view and pointer of before is void afterwards. */
  grow(capacity: number): void {
    const old = this.#layout
    const next = this.#place(Math.max(capacity, Math.ceil(GROWTH * this.capacity)))
    this.#reserve(next.end)
    const bytes = new Uint8Array(this.memory.buffer)
    // Cell columns are last and only move upwards: from the last to the first, none overwrites what is still needed.
    const cells = next.groups.cell.toReversed()
    for (const placed of cells) {
      const from = old.columns.get(placed.declaration.name)
      if (from !== undefined) moveColumn(bytes, from, placed)
    }
    this.#layout = next
    this.#invalidate()
    this.#writeRecords()
  }

  /** Makes sure that `bytes` bytes after the columns can be used as scratch; returns the first of them. */
  scratch(bytes: number): number {
    const missing =
      Math.ceil((this.#layout.end + bytes) / PAGE_BYTES) - this.memory.buffer.byteLength / PAGE_BYTES
    // Views stay valid: a shared memory grows in place.
    if (missing > 0) this.memory.grow(missing)
    return this.#layout.end
  }

  #place(capacity: number): Layout {
    const { program } = this
    const sizes: GroupSizes = {
      world: 1,
      table: 1,
      voxel: voxelCount(program.space),
      vessel: Math.max(program.vesselRoom?.nodes ?? program.vessels.length, 1),
      segment: Math.max(program.vesselRoom?.segments ?? 0, 1),
      grid: gridShape(program).cells + 1,
      cell: capacity,
    }
    const columns = [...program.columns, ...gridColumns(program), recordColumn(program.columns)]
    return placeColumns(columns, sizes, this.kernels.heapBase)
  }

  #reserve(bytes: number): void {
    const missing = Math.ceil(bytes / PAGE_BYTES) - this.memory.buffer.byteLength / PAGE_BYTES
    if (missing > 0) this.memory.grow(missing)
    this.#invalidate()
  }

  #writeRecords(): void {
    writeRecords(this.u32(RECORD_COLUMN), this.#layout.groups.cell)
  }

  #invalidate(): void {
    this.#views.clear()
    this.#cells = undefined
    this.layoutVersion += 1
    this.neighboursAreStale = true
    this.binsAreStale = true
  }

  #fillInitial(placed: PlacedColumn): void {
    const { declaration } = placed
    if (declaration.data !== undefined) this.view(declaration.name).set(declaration.data)
    else if (declaration.initial !== undefined) this.view(declaration.name).fill(declaration.initial)
  }

  #column(name: string): PlacedColumn {
    const placed = this.#layout.columns.get(name)
    if (placed === undefined) throw new Error(`column '${name}' is not in this world`)
    return placed
  }
}

/** 2^32: one word of a seed. */
const WORD = 4_294_967_296

/** Gives a world the seed of its run: whole number from 0 to 2^53. */
export function setSeed(world: World, seed: number): void {
  world.u32('world.seed').set([seed % WORD, Math.floor(seed / WORD)])
}

/** All columns of one group, in the order of the schema. */
export function columnsOf(world: World, group: ColumnGroup): readonly PlacedColumn[] {
  return world.layout.groups[group]
}

function moveColumn(bytes: Uint8Array, from: PlacedColumn, to: PlacedColumn): void {
  const size = ELEMENT_BYTES[to.declaration.type]
  const width = to.declaration.width ?? 1
  for (let k = width - 1; k >= 0; k--) {
    const source = from.offset + k * from.stride * size
    bytes.copyWithin(to.offset + k * to.stride * size, source, source + from.stride * size)
  }
}

function expectArray<T extends ColumnArray>(view: ColumnArray, type: new () => T, name: string): T {
  if (!(view instanceof type)) throw new Error(`column '${name}' is not a ${type.name}`)
  return view
}
