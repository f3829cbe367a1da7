import type { Program } from '../engine/program.ts'
import { nearestName } from '../math/nearest-name.ts'
import type { Measure } from '../record/measure.ts'
import { behaviourFamilies, signalFamilies } from './measures/cell-signals.ts'
import { acidityFamilies } from './measures/acidity.ts'
import { bodyFamilies } from './measures/body.ts'
import { assayFamilies } from './measures/assays.ts'
import { lymphNodeFamilies } from './measures/lymph-node.ts'
import { cloneFamilies } from './measures/clones.ts'
import { countFamilies } from './measures/counts.ts'
import { disseminationFamilies } from './measures/dissemination.ts'
import { distanceFamilies } from './measures/distance.ts'
import type { MeasureFamily } from './measures/family.ts'
import { hierarchyFamilies } from './measures/hierarchy.ts'
import { stemEnrichmentFamilies } from './measures/stem-enrichment.ts'
import { fieldFamilies } from './measures/fields.ts'
import { matrixFamilies } from './measures/matrix.ts'
import { pairFamilies } from './measures/pair-correlation.ts'
import { ledgerFamilies } from './measures/drug-ledger.ts'
import { eventFamilies, resolveEventMeasure } from './measures/rates.ts'
import { prognosisFamilies } from './measures/prognosis.ts'
import { regionFamilies } from './measures/regions.ts'
import { atSite, measureAt, readSite, siteComplaint, siteProgramsOf } from './measures/sites.ts'
import { spheroidRadiusFamilies } from './measures/spheroid-radii.ts'
import { spheroidFamilies } from './measures/spheroid.ts'
import { vesselFamilies } from './measures/vessels.ts'

/** Families that belong together, for documentation. */
export interface MeasureChapter {
  readonly title: string
  readonly families: readonly MeasureFamily[]
}

/** Every measure that can be asked for, by what it is about. */
export const measureChapters: readonly MeasureChapter[] = [
  { title: 'Cells', families: countFamilies },
  { title: 'What cells sense, carry and do', families: [...signalFamilies, ...behaviourFamilies] },
  { title: 'Regions', families: regionFamilies },
  { title: 'Tumour and spheroid', families: [...spheroidFamilies, ...spheroidRadiusFamilies] },
  { title: 'Distances', families: distanceFamilies },
  { title: 'Pairs', families: pairFamilies },
  { title: 'Substrates', families: [...fieldFamilies, ...acidityFamilies] },
  { title: 'Vessels that live', families: vesselFamilies },
  { title: 'Amounts of drugs', families: ledgerFamilies },
  { title: 'Matrix', families: matrixFamilies },
  {
    title: 'Clones and hierarchy',
    families: [...cloneFamilies, ...hierarchyFamilies, ...stemEnrichmentFamilies],
  },
  { title: 'Passages and metastasis', families: assayFamilies },
  { title: 'Lymph node', families: lymphNodeFamilies },
  { title: 'Body', families: bodyFamilies },
  { title: 'Dissemination', families: [...disseminationFamilies, ...prognosisFamilies] },
]

export const measureFamilies: readonly MeasureFamily[] = measureChapters.flatMap(({ families }) => families)

/** Finds the measures that a name stands for; in an organism a name may end with a site (`measures/sites.ts`). */
export function resolveMeasure(name: string, program: Program): readonly Measure[] | undefined {
  for (const family of measureFamilies) {
    const found = family.resolve(name, program)
    if (found !== undefined) return found
  }
  const there = readSite(name, program)
  return there && resolveMeasure(there.name, there.program)?.map((own) => measureAt(own, there.site))
}

/**
 * Names of measures that exist for a program, for suggestions when one does not; those with free parts are left out, and those
 * of the sites of an organism, which `siteMeasureNames` has.
 */
export function measureNames(program: Program): readonly string[] {
  return [...new Set(measureFamilies.flatMap((family) => family.names(program)))]
}

/** As `measureNames`, for the sites of an organism, the primary left out. */
export function siteMeasureNames(program: Program): readonly string[] {
  return siteProgramsOf(program)
    .slice(1)
    .flatMap((site) => measureNames(site.program).map((name) => atSite(name, site.name)))
}

/** Letters that a name must share with a pattern before the pattern is taken for what was meant. Chosen: `fraction of`. */
const LIKE = 10

const AFTERWARDS =
  'it is made from the events of a finished run, not read off an instant: endpoints, times to events and record: series may name it; it has no value at the start, from which responses count'

/** What helps the author of a name that is no measure: a name that is one, or the part that is wrong. */
export function adviseMeasure(name: string, program: Program): Advice {
  if (resolveEventMeasure(name, program) !== undefined) return { problem: AFTERWARDS }
  const wrongSite = siteComplaint(name, program, (own) => isAnyMeasure(own, program))
  if (wrongSite?.isNear === true) return { problem: wrongSite.text }
  const there = readSite(name, program)
  if (there !== undefined) return adviceAt(there.site, adviseMeasure(there.name, there.program))
  const complaints = [...measureFamilies, ...eventFamilies]
    .map((family) => family.complaint(name, program))
    .filter((complaint) => complaint !== undefined && complaint.likeness >= LIKE)
    .toSorted((a, b) => (b?.likeness ?? 0) - (a?.likeness ?? 0))
  const nearest = nearestName(name, [...measureNames(program), ...siteMeasureNames(program)])
  const problem = complaints[0]?.text ?? wrongSite?.text
  return {
    ...(nearest === undefined ? {} : { nearest }),
    ...(problem === undefined ? {} : { problem }),
  }
}

/** A name that is near, or what is wrong with the one that is not. */
interface Advice {
  readonly nearest?: string
  readonly problem?: string
}

function adviceAt(site: string, { nearest, problem }: Advice): Advice {
  return {
    ...(nearest === undefined ? {} : { nearest: atSite(nearest, site) }),
    ...(problem === undefined ? {} : { problem }),
  }
}

function isAnyMeasure(name: string, program: Program): boolean {
  return resolveMeasure(name, program) !== undefined || resolveEventMeasure(name, program) !== undefined
}
