import type { Model } from '../compile/model.ts'
import { compileClock } from '../compile/space-time.ts'
import { printYaml, sectionOf } from '../model/assemble.ts'
import { ablationsSection, injectionsSection, resectionSection } from '../processes/intervention/schema.ts'
import { therapySection } from '../processes/therapy/schema.ts'
import { ligationsSection } from '../processes/vasculature/schema.ts'

/*
 * Changes as texts, so that whoever offers them in a page or a program writes no YAML. Each takes the model as it is before the
 * change, for names that are taken and for the clock.
 */

/** What is given. */
export interface Dose {
  readonly drug: string
  /** As an author writes it: `3 mg/kg`. */
  readonly dose: string
  /** Tick of the action. */
  readonly tick: number
  /** Over how long it flows in, as an author writes it; at once unless said. */
  readonly infusion?: string
  /** A part that brings the drug, where the model does not have it: `library/anti-pd-1`. */
  readonly include?: string
}

/** A dose that acts from the next step of the fields on; it adds to what was given before. */
export function doseChange(model: Model, { drug, dose, tick, infusion, include }: Dose): string {
  const name = freeName(`${drug} at tick ${tick}`, Object.keys(sectionOf(model.data, therapySection)))
  const start = nextStep(model, tick)
  const therapy = { [name]: { drug, dose, start, ...(infusion === undefined ? {} : { infusion }) } }
  return printYaml({ ...(include === undefined ? {} : { include: [include] }), therapy })
}

/** A number of the model that loses a share of what it is now; `share` above 0, at most 1. Twice 80 % leave 4 %. */
export function knockDownChange(path: string, share: number): string {
  return printYaml({ 'knock down': { [path]: `${plain(100 * share)} %` } })
}

/** A number of the model that becomes `times` of what it is now; at least 1. */
export function overexpressChange(path: string, times: number): string {
  return printYaml({ overexpress: { [path]: `${plain(times)} times` } })
}

/** A disc, or a ball in three dimensions. */
export interface ChangePlace {
  /** [um] */
  readonly centre: readonly [number, number, number]
  /** [um] */
  readonly radius: number
  /** Tick of the action. */
  readonly tick: number
  /** The site of an organism where it is; the first tissue unless said. */
  readonly site?: string
}

/** Cells taken out of a place in the next step of the fields: of some types, or all; all there, or a share of them. */
export function ablationChange(
  model: Model,
  {
    cellTypes,
    share,
    ...place
  }: ChangePlace & { readonly cellTypes?: readonly string[]; readonly share?: number },
): string {
  const taken = Object.keys(sectionOf(placeOf(model, place).data, ablationsSection) ?? {})
  const types = cellTypes === undefined ? {} : { 'cell types': cellTypes }
  const part = share === undefined ? {} : { share: `${plain(100 * share)} %` }
  return atPlace(model, 'ablations', taken, place, { ...types, ...part })
}

/** Cells of a type brought to a place in the next step of the fields. */
export function injectionChange(
  model: Model,
  { cellType, count, ...place }: ChangePlace & { readonly cellType: string; readonly count: number },
): string {
  const taken = Object.keys(sectionOf(placeOf(model, place).data, injectionsSection) ?? {})
  return atPlace(model, 'injections', taken, place, { 'cell type': cellType, count })
}

/** Vessels of a place tied from the next step of the fields on. */
export function ligationChange(model: Model, place: ChangePlace): string {
  const taken = Object.keys(sectionOf(placeOf(model, place).data, ligationsSection) ?? {})
  return atPlace(model, 'ligations', taken, place, {})
}

/** A tissue of an organism taken out in the next step of the fields: the first one, or that of a site. */
export function resectionChange(
  model: Model,
  { site, tick }: { readonly site?: string; readonly tick: number },
): string {
  const name = freeName(`at tick ${tick}`, Object.keys(sectionOf(model.data, resectionSection) ?? {}))
  const where = site === undefined ? {} : { site }
  return printYaml({ resection: { [name]: { at: nextStep(model, tick), ...where } } })
}

/** Cells of a type injected into a way of the blood in the next step of the fields. */
export function bloodInjectionChange(
  model: Model,
  {
    cellType,
    count,
    way,
    tick,
  }: { readonly cellType: string; readonly count: number; readonly way: string; readonly tick: number },
): string {
  const name = freeName(`at tick ${tick}`, Object.keys(sectionOf(model.data, injectionsSection) ?? {}))
  const injection = { 'cell type': cellType, count, into: way, at: nextStep(model, tick) }
  return printYaml({ injections: { [name]: injection } })
}

/** The model of the tissue where something is done. */
function placeOf(model: Model, { site }: Pick<ChangePlace, 'site'>): Model {
  if (site === undefined) return model
  const found = model.sites?.find(({ name }) => name === site)
  if (found === undefined) throw new Error(`the model has no site '${site}'`)
  return found.model
}

function atPlace(
  model: Model,
  section: 'ablations' | 'injections' | 'ligations',
  taken: readonly string[],
  { tick, centre, radius, site }: ChangePlace,
  rest: Readonly<Record<string, unknown>>,
): string {
  const name = freeName(`at tick ${tick}`, taken)
  const where = { centre: centre.map((x) => `${plain(x)} um`), radius: `${plain(radius)} um` }
  const change = { [section]: { [name]: { ...rest, at: nextStep(model, tick), ...where } } }
  return printYaml(site === undefined ? change : { sites: { [site]: change } })
}

/** The time of the first step of the fields at or after a tick, as an author writes it. */
export function nextStep(model: Model, tick: number): string {
  const { every, tick: length } = compileClock(model.data)
  return `${plain(Math.ceil(tick / every.fields) * every.fields * length)} min`
}

/** The name, or the first `name (2)`, `name (3)`, ... that nothing has. */
function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name
  let count = 2
  while (taken.includes(`${name} (${count})`)) count += 1
  return `${name} (${count})`
}

/** Digits that are kept: what rounding of products adds beyond is not what anybody meant. */
const DIGITS = 12

/** Writes a number without the noise of its last digits. */
export function plain(value: number): string {
  return String(Number(value.toPrecision(DIGITS)))
}
