import type { FibreField } from '../analysis/fibre-field.ts'

/** What a page shows of a world: `Scene` once per model, `Frame` once per picture. Plain data: no WebGL, no DOM, no colours of a theme. */

/** What stays the same while a model runs. */
export interface Scene {
  /** [um] */
  readonly size: readonly [number, number, number]
  /** Corner with the smallest coordinates [um]. */
  readonly corner: readonly [number, number, number]
  /** Edge of a voxel [um]. */
  readonly voxel: number
  /** Voxels along x, y and z; one along z is a slice of tissue. */
  readonly shape: readonly [number, number, number]
  readonly types: readonly SceneType[]
  /** What the model has to show beside cells, in the order of the legend. */
  readonly layers: readonly SceneLayer[]
  /** What cells may be coloured by. */
  readonly colourings: readonly Colouring[]
}

export interface SceneType {
  readonly name: string
  readonly lineage: string
  /** `#rrggbb` */
  readonly colour: string
}

/** A kind of layer is drawn by one function each; models that have new kinds need one more, not another page. */
export type SceneLayer =
  | {
      readonly kind: 'field'
      readonly name: string
      readonly unit: string
      /** Name of a perceptually uniform map. */
      readonly map: string
    }
  /** Vessel points that stay; those of a network that lives are in `Frame.vesselNodes`. */
  | {
      readonly kind: 'vessels'
      readonly points: Float32Array
      /** What a network knows of its walls; absent where vessels are points. */
      readonly network?: { readonly hasPericytes: boolean }
    }
  /** Directions of the matrix, voxel by voxel: `Frame.fibres` has them. */
  | { readonly kind: 'fibres' }
  | {
      readonly kind: 'membrane'
      readonly name: string
      readonly axis: 'x' | 'y' | 'z'
      /** [um] */
      readonly at: number
    }

export type Colouring =
  | { readonly kind: 'type' }
  | { readonly kind: 'state' }
  | { readonly kind: 'clone' }
  /** A number per cell: a network's node, a trait, a signal, damage, volume. */
  | {
      readonly kind: 'number'
      /** Unique among the colourings: `network/STING`. */
      readonly key: string
      readonly name: string
      readonly unit: string
      readonly group: 'network' | 'trait' | 'signal' | 'cell'
      /** Where the scale begins and ends when that is known; the data's own range otherwise. */
      readonly range?: readonly [number, number]
    }

export interface FrameRequest {
  /** Key of a colouring with numbers; absent: by type, state or clone. */
  readonly number?: string
  /** Fields by name. */
  readonly fields: readonly string[]
  /** True to get clones, lineages or contacts. */
  readonly clones?: boolean
  readonly lineages?: boolean
  readonly contacts?: boolean
  /** True to get the directions of the matrix. */
  readonly fibres?: boolean
  /** False to get nothing of vessels. */
  readonly vessels?: boolean
}

/** Arrays have `count` entries in the order of slots unless said otherwise; all but the fields' lie in one buffer. */
export interface Frame {
  readonly tick: number
  /** [min] */
  readonly time: number
  readonly count: number
  /** Set where the tissue was taken out of an organism, and nothing has come since. */
  readonly isVacant?: true
  /** x, y, z, radius of each cell [um]: 4 x count. */
  readonly spheres: Float32Array
  /** Index into `Scene.types`. */
  readonly type: Uint8Array
  /** State of life, as in `engine/columns.ts`. */
  readonly state: Uint8Array
  readonly numbers?: Float32Array
  /** A number per clone, the same for all cells of one. */
  readonly clone?: Uint32Array
  /** Low and high word of each cell's lineage key: 2 x count. */
  readonly lineage?: Uint32Array
  /** Pairs of slots that touch: 2 x pairs. */
  readonly contacts?: Uint32Array
  /**
   * By vessel point: 1 where it carries something, 0 where it is tied; absent where the model ties none. In a vessel network by node: 1
   * where it carries blood.
   */
  readonly vesselsOpen?: Uint8Array
  /** Directions of the matrix, and how much of the volume fibres take. */
  readonly fibres?: FibreField
  /** In a vessel network: x, y, z of each node [um]. */
  readonly vesselNodes?: Float32Array
  /** In a vessel network, by node: 1 where its pressure is held, 2 in a wall, 3 at the tip of a sprout. */
  readonly vesselKinds?: Uint8Array
  /**
   * In a vessel network, 9 numbers per tube: x, y, z of both ends, radius of the open lumen [um], flow [um^3/min], share of the wall
   * that pericytes cover [1].
   */
  readonly vesselTubes?: Float32Array
  /** In a vessel network, 6 numbers per tip of a sprout: x, y, z [um] and the direction in which it goes, of length 1 or 0. */
  readonly vesselTips?: Float32Array
  /** One value per voxel, x fastest, in the field's canonical unit. */
  readonly fields: readonly FrameField[]
}

export interface FrameField {
  readonly name: string
  readonly values: Float32Array
  readonly range: readonly [number, number]
}
