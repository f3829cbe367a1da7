import type { ArmSummary, CellTypeSummary, Lineage } from '../analysis/summary.ts'
import { hexFromLch, linearFromHex, oklabFromLinear } from './colour-space.ts'

/**
 * Default colours of common cell types: hue by lineage, lightness by state (tumour warm reds and
 * oranges, myeloid blues to violets along the polarisation axis, lymphoid greens and teals, stroma
 * ochres and browns, vessels crimson, epithelium neutral). Chosen by a search that makes the least
 * distance between any two, seen normally and with each cone missing, as large as it can be;
 * `palette.test.ts` holds the bound.
 */
const typeColours: Readonly<Record<string, string>> = {
  tumour: '#cd5c34',
  'hypoxic tumour': '#8c1c20',
  'mesenchymal tumour': '#ff9a2d',
  'stem tumour': '#fc7967',
  monocyte: '#a3e2ff',
  'macrophage m1': '#4b89ce',
  'macrophage m2': '#6535a7',
  macrophage: '#8e9eff',
  mdsc: '#935f9a',
  neutrophil: '#0660d5',
  'dendritic cell': '#d0b3ff',
  cd8: '#68e18a',
  cd4: '#4eaf6d',
  treg: '#046b58',
  nk: '#5bc2c7',
  'b cell': '#c8ef80',
  caf: '#c48a03',
  msc: '#f2c644',
  pericyte: '#7e570b',
  epithelium: '#e9d7c7',
  hepatocyte: '#c0a99c',
  endothelium: '#c50f53',
}

/** Other spellings of the same types, after `normalise`. */
const typeAliases: Readonly<Record<string, string>> = {
  cancer: 'tumour',
  tumor: 'tumour',
  'tumour cell': 'tumour',
  'emt tumour': 'mesenchymal tumour',
  m1: 'macrophage m1',
  'm1 macrophage': 'macrophage m1',
  m2: 'macrophage m2',
  'm2 macrophage': 'macrophage m2',
  tam: 'macrophage m2',
  'spp1 macrophage': 'macrophage m2',
  dc: 'dendritic cell',
  'cd8 t cell': 'cd8',
  'cd4 t cell': 'cd4',
  'nk cell': 'nk',
  b: 'b cell',
  fibroblast: 'caf',
  'mural cell': 'pericyte',
  'smooth muscle': 'pericyte',
  'plasma cell': 'b cell',
  'other immune cell': 'nk',
  endothelial: 'endothelium',
  'endothelial cell': 'endothelium',
  epithelial: 'epithelium',
}

/** Hue range [degree] and chroma of unknown types of a lineage, in OKLab; chosen: the family of the defaults. */
const lineageHues: Readonly<Record<Lineage, { from: number; to: number; chroma: number }>> = {
  tumour: { from: 20, to: 62, chroma: 0.15 },
  myeloid: { from: 235, to: 318, chroma: 0.13 },
  lymphoid: { from: 135, to: 200, chroma: 0.13 },
  stroma: { from: 70, to: 95, chroma: 0.11 },
  endothelium: { from: 5, to: 18, chroma: 0.18 },
  epithelium: { from: 55, to: 90, chroma: 0.035 },
  other: { from: 0, to: 360, chroma: 0.05 },
}

/** The ground of every tissue picture, in both themes; chosen: a dark microscope field. */
export const tissueGround = '#0d1119'

/** Wall of a vessel; chosen: crimson, apart from every cell type by shape as well. */
export const vesselWall = '#e0335f'

/** Lumen of a vessel; chosen: darker than the ground's neighbours so that the ring reads as a tube. */
export const vesselLumen = '#2a0712'

/** The colour of a cell type: the model's own, else the default of its name, else one of its lineage. */
export function cellTypeColour(type: Pick<CellTypeSummary, 'name' | 'colour' | 'lineage'>): string {
  if (type.colour !== undefined && /^#[0-9a-f]{6}$/i.test(type.colour)) return type.colour.toLowerCase()
  const name = normalise(type.name)
  return typeColours[typeAliases[name] ?? name] ?? lineageColour(name, type.lineage)
}

/** Names of the cell types that have a colour of their own. */
export function knownCellTypes(): string[] {
  return Object.keys(typeColours)
}

/** How an arm is drawn. */
export interface ArmStyle {
  readonly colour: string
  /** SVG dash pattern; empty for a solid line. */
  readonly dash: string
}

/** Colours an arm may take: grey for controls, then treatments in this order. */
export interface ArmPalette {
  readonly control: readonly string[]
  readonly treatment: readonly string[]
}

/** Arms on a light page: each has contrast of at least 4.5 with it, so names may be set in the colour. */
export const lightArms: ArmPalette = {
  control: ['#5c6672', '#8a6d5a'],
  treatment: ['#0b66b0', '#b84a00', '#00755a', '#93398a', '#746000', '#b0284f'],
}

/** The same arms on a dark page. */
export const darkArms: ArmPalette = {
  control: ['#a3adba', '#c7aa97'],
  treatment: ['#6cb2f0', '#f2935c', '#4cc9a4', '#df92d2', '#d3b75a', '#f58aa5'],
}

/** Give every arm its colour and dash; a combination is the blend of its parts, dashed. */
export function armStyles(arms: readonly ArmSummary[], palette: ArmPalette): Map<string, ArmStyle> {
  const styles = new Map<string, ArmStyle>()
  const taken = { control: 0, treatment: 0 }
  // Grey says "compare with this"; a single arm has nothing to be compared with.
  const [only] = arms
  if (arms.length === 1 && only !== undefined) {
    return styles.set(only.name, { colour: palette.treatment[0] ?? '#808080', dash: '' })
  }
  for (const arm of arms) {
    if (partsOf(arm, arms).length > 1) continue
    const colours = palette[arm.role]
    const round = Math.floor(taken[arm.role] / colours.length)
    const colour = colours[taken[arm.role]++ % colours.length] ?? '#808080'
    styles.set(arm.name, { colour, dash: round === 0 ? '' : '1.5 1.5' })
  }
  for (const arm of arms) {
    const parts = partsOf(arm, arms).map((part) => styles.get(part)?.colour ?? '#808080')
    if (parts.length > 1) styles.set(arm.name, { colour: blend(parts), dash: '4 2' })
  }
  return styles
}

/** Names of the arms that `arm` combines: as declared, else read from "a + b". */
function partsOf(arm: ArmSummary, arms: readonly ArmSummary[]): string[] {
  const named = arm.parts ?? (arm.name.includes(' + ') ? arm.name.split(' + ') : [])
  const known = new Set(arms.map((other) => other.name))
  const parts = named.filter((part) => known.has(part) && part !== arm.name)
  return parts.length === named.length ? parts : []
}

/** The hue between the parts' hues with their mean lightness and chroma: a plain mix of blue and orange would be grey. */
function blend(colours: readonly string[]): string {
  const parts = colours.map((colour) => oklabFromLinear(linearFromHex(colour)))

  const [a, b] = [mean(parts.map((part) => part[1])), mean(parts.map((part) => part[2]))]
  const chroma = mean(parts.map((part) => Math.hypot(part[1], part[2])))
  return hexFromLch(mean(parts.map((part) => part[0])), chroma, (Math.atan2(b, a) * 180) / Math.PI)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Lower case, one space between words, no punctuation or plural, British. */
function normalise(name: string): string {
  return name
    .toLowerCase()
    .replace(/[_\-+]+/g, ' ')
    .replace(/tumor/g, 'tumour')
    .replace(/\bcells\b/g, 'cell')
    .replace(/\s+/g, ' ')
    .trim()
}

function lineageColour(name: string, lineage: Lineage): string {
  const { from, to, chroma } = lineageHues[lineage]
  const hash = hashName(name)
  const hue = from + ((hash % 1009) / 1008) * (to - from)
  const lightness = 0.52 + (((hash >>> 12) % 307) / 306) * 0.32
  return hexFromLch(lightness, chroma, hue)
}

/** FNV-1a, 32 bits (Fowler, Noll, Vo): the same name has the same colour everywhere. */
function hashName(name: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < name.length; index++) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193)
  }
  return hash >>> 0
}
