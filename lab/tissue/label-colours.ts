import { cellTypeColour } from '../../src/browser.ts'
import type { TissueTarget } from '../../src/browser.ts'

/** Colours of labels that become no cell type; chosen: apart from all cell types on the dark ground. */
const VESSEL = '#e0335f'
const IGNORED = '#3d4656'
const UNDECIDED = '#f4f6fa'

/** The colour of what a label becomes: the same that it will have while it is watched. */
export function colourOf(becomes: string | undefined, target: TissueTarget | undefined): string {
  if (becomes === undefined) return UNDECIDED
  if (becomes === 'ignore') return IGNORED
  if (becomes === 'vessel') return VESSEL
  const type = target?.types.find(({ name }) => name === becomes)
  return type === undefined ? UNDECIDED : cellTypeColour(type)
}

/** Red, green and blue of a colour such as '#d9480f', 0 to 255. */
export function channels(colour: string): readonly [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}
