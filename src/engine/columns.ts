/**
 * The column schema: everything that a world stores, listed in one place.
 *
 * A column is `width` arrays of `capacity` elements, one after the other (structure of arrays). All columns
 * of a world lie in one linear memory; a snapshot is a copy of it.
 */

export type ElementType = 'f64' | 'f32' | 'i32' | 'u32' | 'u16' | 'u8'
export type ColumnArray = Float64Array | Float32Array | Int32Array | Uint32Array | Uint16Array | Uint8Array

/**
 * What a column has one row of:
 * `world` a single row; `table` constants of the compiled model; `voxel` of the mesh; `vessel` a vessel point, which is a node
 * where vessels live; `segment` the tube between two nodes; `grid` a cell of the neighbour grid; `cell` the biological cells,
 * the only group that grows.
 */
export type ColumnGroup = 'world' | 'table' | 'voxel' | 'vessel' | 'segment' | 'grid' | 'cell'

/** What a daughter gets: her mother's value, half of it (the mother keeps the other half), or the initial value. */
export type Inheritance = 'copy' | 'half' | 'clear'

export interface ColumnDeclaration {
  /** `owner.quantity`, for example `volume.fluid`. */
  readonly name: string
  readonly group: ColumnGroup
  readonly type: ElementType
  readonly unit: string
  readonly doc: string
  /** Arrays of `capacity` elements; 1 unless said. For `table`, the number of elements. */
  readonly width?: number
  /** Value of a new row; 0 unless said. */
  readonly initial?: number
  /** Constants of a `table` column. */
  readonly data?: ArrayLike<number>
  /** `cell` columns only; 'copy' unless said. */
  readonly divide?: Inheritance
  /** True when the values are slots of other cells (-1 = none): they follow when cells move in memory. */
  readonly refersToCells?: boolean
  /** `world` columns only: true for what is the same in all tissues of a body, such as the level of a drug in plasma. */
  readonly isSystemic?: true
  /** True when recomputed before each use: not part of the state, not hashed, not compared. */
  readonly isScratch?: boolean
}

export const ELEMENT_BYTES: Readonly<Record<ElementType, number>> = {
  f64: 8,
  f32: 4,
  i32: 4,
  u32: 4,
  u16: 2,
  u8: 1,
}

/** A view of `length` elements of `type` at byte `offset`. */
export function viewOf(
  buffer: ArrayBufferLike,
  type: ElementType,
  offset: number,
  length: number,
): ColumnArray {
  switch (type) {
    case 'f64':
      return new Float64Array(buffer, offset, length)
    case 'f32':
      return new Float32Array(buffer, offset, length)
    case 'i32':
      return new Int32Array(buffer, offset, length)
    case 'u32':
      return new Uint32Array(buffer, offset, length)
    case 'u16':
      return new Uint16Array(buffer, offset, length)
    case 'u8':
      return new Uint8Array(buffer, offset, length)
    default:
      return type satisfies never
  }
}

/** A cell's state of life; its class is `state x number of types + type`. */
export const LIVE = 0
export const APOPTOTIC = 1
/** Necrotic and swelling. */
export const NECROTIC = 2
/** Necrotic and burst. */
export const LYSED = 3
export const LIFE_STATES = 4

/** Bits of `cell.request`: what a cell asks `commit` to do. */
export const REQUEST_DIVIDE = 1
export const REQUEST_APOPTOSIS = 2
export const REQUEST_NECROSIS = 4
export const REQUEST_LYSIS = 8
/** Becomes the type in `cell.requestedType`. */
export const REQUEST_TYPE = 16
export const REQUEST_REMOVE = 32

const cell = (
  name: string,
  type: ElementType,
  unit: string,
  doc: string,
  more: Partial<ColumnDeclaration> = {},
): ColumnDeclaration => ({ name: `cell.${name}`, group: 'cell', type, unit, doc, ...more })

const world = (name: string, type: ElementType, unit: string, doc: string, width = 1): ColumnDeclaration => ({
  name: `world.${name}`,
  group: 'world',
  type,
  unit,
  doc,
  width,
})

/** Columns that every world has. Processes add theirs by declaration. */
export const CORE_COLUMNS: readonly ColumnDeclaration[] = [
  world('tick', 'u32', '1', 'ticks since the start'),
  world('count', 'u32', 'cells', 'cells in the world; slots 0 to count - 1 are in use'),
  world('seed', 'u32', '1', 'the two words of the run seed', 2),
  world('pending', 'u32', '1', 'not zero when some cell has a request for commit'),
  cell('x', 'f64', 'um', 'position'),
  cell('y', 'f64', 'um', 'position'),
  cell('z', 'f64', 'um', 'position'),
  cell('volume', 'f64', 'um^3', 'total volume', { divide: 'half' }),
  cell('radius', 'f64', 'um', 'radius of the sphere of that volume'),
  cell('reach', 'f64', 'um', 'distance to which the cell adheres; two cells touch below the sum of theirs'),
  cell('lineageLow', 'u32', '1', 'lineage key, low word: the identity of a cell', { divide: 'clear' }),
  cell('lineageHigh', 'u32', '1', 'lineage key, high word', { divide: 'clear' }),
  cell('births', 'u32', '1', 'daughters born so far; gives the next daughter her lineage', {
    divide: 'clear',
  }),
  cell('type', 'u16', '1', 'index of the cell type'),
  cell('class', 'u16', '1', 'state of life x number of cell types + cell type: index into tables'),
  cell('state', 'u8', '1', 'state of life: 0 live, 1 apoptotic, 2 necrotic, 3 lysed'),
  cell('request', 'u8', '1', 'bits: what the cell asks commit to do', { divide: 'clear' }),
  cell('requestedType', 'u16', '1', 'the type that the cell asks to become', { divide: 'clear' }),
  cell('voxel', 'u32', '1', 'index of the voxel that holds the centre', { isScratch: true }),
]
