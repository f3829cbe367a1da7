import { create } from 'zustand'

/** What a click on the tissue does instead of choosing a cell. */
export interface Brush {
  /** [um] */
  readonly radius: number
  /** A place in the tissue of a site. */
  readonly onPlace: (centre: readonly [number, number, number], site: string) => void
}

/** The brush that the pointer has, if it has one. */
export const useBrush = create<{ readonly brush?: Brush | undefined }>()(() => ({}))
