import { PRIMARY } from '../../engine/organism.ts'
import type { Program } from '../../engine/program.ts'
import type { World } from '../../engine/world.ts'
import { nearestName } from '../../math/nearest-name.ts'
import type { Measure } from '../../record/measure.ts'
import type { EventMeasure, RecordedRun } from './event-measure.ts'

/*
 * Every measure of a tissue can be asked of each tissue of an organism: `tumour cells in liver`. What stands before the site is
 * a measure of the site's own program. The organism's primary tissue is what is meant without a site; `in primary` says so.
 */

/** A name that ends with a site: the name before it, and the program that it is read with. */
export interface NameAtSite {
  readonly name: string
  readonly site: string
  readonly program: Program
}

/** A tissue of an organism with its program. */
export interface SiteProgram {
  readonly name: string
  readonly program: Program
}

/** The tissues of an organism by the names that measures give them, the primary first; none where there is no organism. */
export function siteProgramsOf(program: Program): readonly SiteProgram[] {
  const { organism } = program
  return organism === undefined ? [] : [{ name: PRIMARY, program }, ...organism.sites]
}

/** Reads ` in <site>` at the end of a name; undefined when it does not end so. */
export function readSite(name: string, program: Program): NameAtSite | undefined {
  const found = siteProgramsOf(program)
    .filter((site) => name.endsWith(suffix(site.name)))
    .toSorted((a, b) => b.name.length - a.name.length)[0]
  return (
    found && { name: name.slice(0, -suffix(found.name).length), site: found.name, program: found.program }
  )
}

/** A name of a measure at a site. */
export function atSite(name: string, site: string): string {
  return name + suffix(site)
}

function suffix(site: string): string {
  return ` in ${site}`
}

/** A measure of a site's tissue, taken from the host. Before the tissue is laid out nothing is there: no cells, and no value of what cells or fields would have. */
export function measureAt(measure: Measure, site: string): Measure {
  const before = measure.unit === 'cells' ? 0 : Number.NaN
  return {
    ...measure,
    name: atSite(measure.name, site),
    doc: atSite(measure.doc, site),
    evaluate: (host) => {
      const tissue = tissueOf(host, site)
      return tissue === undefined ? before : measure.evaluate(tissue)
    },
  }
}

/** The world of a tissue in its host; undefined while it is not laid out. */
export function tissueOf(host: World, site: string): World | undefined {
  return site === PRIMARY ? host : host.inner.get(site)
}

/** A rate of a site, from what happened there. */
export function rateAt(rate: EventMeasure, site: string): EventMeasure {
  const named = { ...rate, name: atSite(rate.name, site), doc: atSite(rate.doc, site) }
  if (site === PRIMARY) return named
  return {
    ...named,
    series: rate.series.map((name) => atSite(name, site)),
    during: (run, from, to) => rate.during(runAt(run, site), from, to),
  }
}

/** What a run kept of its sites, by run: a series of a rate asks for it at every time. */
const runs = new WeakMap<RecordedRun, Map<string, RecordedRun>>()

function runAt(run: RecordedRun, site: string): RecordedRun {
  const sites = runs.get(run) ?? new Map<string, RecordedRun>()
  runs.set(run, sites)
  const before = sites.get(site)
  if (before !== undefined) return before
  const end = suffix(site)
  const values = new Map(
    [...run.values].flatMap(([name, value]) =>
      name.endsWith(end) ? [[name.slice(0, -end.length), value] as const] : [],
    ),
  )
  const own = { ...run, values, site }
  sites.set(site, own)
  return own
}

/** What is wrong with a name that ends with something that is no site, given the names that are measures without it; near where a site has a like name. */
export function siteComplaint(
  name: string,
  program: Program,
  isMeasure: (name: string) => boolean,
): { readonly text: string; readonly isNear: boolean } | undefined {
  const cut = name.lastIndexOf(' in ')
  if (cut < 0 || !isMeasure(name.slice(0, cut))) return undefined
  const site = name.slice(cut + ' in '.length)
  const names = siteProgramsOf(program).map((each) => each.name)
  if (names.length === 0)
    return { text: `the model has no section 'body': it has no site '${site}'`, isNear: false }
  const nearest = nearestName(site, names)
  const hint = nearest === undefined ? `there are ${names.join(', ')}` : `did you mean '${nearest}'?`
  return { text: `unknown site '${site}'; ${hint}`, isNear: nearest !== undefined }
}
