import type { Path } from '../../model/issue.ts'

/*
 * Which mechanism a part of a model implements: by section, and for sentences by what they change. Names that authors
 * choose play no part. `*` stands for any one key; the longest place that fits decides.
 */

const PLACES: readonly (readonly [place: string, mechanisms: readonly string[]])[] = [
  ['substrates', ['M01']],
  ['transport', ['M01']],
  ['acidity', ['M17']],
  ['vessels.exchange', ['M16']],
  ['vessels.points', ['M16']],
  ['vessels.entry', ['M09']],
  ['drugs', ['M28']],
  ['therapy', ['M28']],
  ['depletion', ['M28']],
  ['neutralisation', ['M28']],
  ['vesicles', ['M18']],
  ['membranes', ['M29']],
  ['assays', ['M29']],
  ['matrix', ['M14']],
  ['reactions', ['M01']],
  ['passage', ['M29']],
  ['resection', ['M29']],
  ['injections', ['M29']],
  ['ablations', ['M29']],
  ['lymph node', ['M12']],
  ['cell types.*.emigration to lymph node', ['M12']],
  ['circulation', ['M20']],
  ['circulation.*.clearance', ['M21']],
  ['circulation.*.organs', ['M23']],
  ...['extravasation', 'survive'].map((key) => [`circulation.*.organs.*.${key}`, ['M24']] as const),
  ...['initiation', 'initiate', 'dormant', 'outgrowth', 'grow', 'awakening'].map(
    (key) => [`circulation.*.organs.*.${key}`, ['M25']] as const,
  ),
  // An organism: blood, its cells and what it carries, and organs.
  ['body', ['M21']],
  ['dissemination', ['M21']],
  ['dissemination.cloaking', ['M22']],
  ['dissemination.ways', ['M23']],
  ['dissemination.organs', ['M25']],
  ...['share of output', 'arrest'].map((key) => [`dissemination.organs.*.${key}`, ['M23']] as const),
  ['dissemination.organs.*.extravasation', ['M24']],
  ['dissemination.organs.*.death of arrested cells', ['M21']],
  ['pools', ['M27']],
  ['pools.*.depletion', ['M28']],
  ['pools.*.enters', ['M09']],
  ['pools.*.blocked by', ['M28']],
  ...['production raised by', 'mobilised by', 'held back by', 'cleared by'].map(
    (key) => [`pools.*.${key}.*.blocked by`, ['M28']] as const,
  ),
  ['factors', ['M01']],
  ['factors.*.neutralised by', ['M28']],
  ['factors.*.given', ['M29']],
  ['niches', ['M26']],
  ['niches.*.*.depletion', ['M28']],
  ['niches.*.*.drives.*.blocked by', ['M28']],
  ['cell types.*.intravasation', ['M20']],
  ['cell types.*.entry into lymph', ['M20']],
  ['lymphatics', ['M20']],
  ['lymphatic points', ['M20']],
  ['mechanics', ['M07']],
  ['cell types.*.volume', ['M05']],
  ['cell types.*.volume.after death', ['M06']],
  ['cell types.*.exchange', ['M02']],
  ['cell types.*.metabolism', ['M02']],
  ['cell types.*.cycle', ['M05']],
  ['cell types.*.death', ['M06']],
  ['cell types.*.motility', ['M07']],
  ['cell types.*.mechanics', ['M07']],
  ['cell types.*.transitions', ['M08']],
  ['cell types.*.asymmetric division', ['M30']],
  ['cell types.*.traits', ['M30']],
  ['cell types.*.markers', ['M11']],
  ['cell types.*.receptors', ['M11']],
  ['cell types.*.receptors.*.blocked by', ['M28']],
  ['cell types.*.interaction', ['M10']],
  ['cell types.*.interaction.phagocytosis', ['M13']],
  ['cell types.*.interaction.fusion', ['M30']],
  ['cell types.*.network', ['M04']],
  ['cell types.*.boolean network', ['M04']],
  ['cell types.*.vesicles', ['M18']],
  ['cell types.*.cargo loss', ['M18']],
  ['cell types.*.matrix', ['M14']],
  ['cell types.*.rules', ['M03']],
]

/** What a rule that changes a behaviour adds to M03; the first pattern that fits decides. */
const BEHAVIOURS: readonly (readonly [pattern: RegExp, mechanism: string])[] = [
  [/ load of | (?:release|uptake)$/, 'M18'],
  [/^cycle entry$|^exit from cycle phase/, 'M05'],
  [/^(?:apoptosis|necrosis)\b/, 'M06'],
  [/^(?:shear death|anoikis|NK killing|cluster share|cluster break-up)$|^death of arrested cells in /, 'M21'],
  [/^arrest in /, 'M23'],
  [/^extravasation in /, 'M24'],
  [/^(?:initiation|dormancy|awakening|outgrowth|growth|loss of micrometastases|death of \w+ cells) in /, 'M25'],
  [/^transition to /, 'M08'],
  [/^(?:attack|damage|immunogenicity)\b/, 'M10'],
  [/^fusion\b/, 'M30'],
  [/phagocytosis/, 'M13'],
  [/^matrix\b|degradation/, 'M14'],
  [/ (?:export|secretion)$/, 'M02'],
  [/ expression$/, 'M11'],
  [/^(intravasation|entry into lymph)$/, 'M20'],
  [/^emigration to lymph node$/, 'M12'],
  [/^migration|^chemotactic|adhesion|repulsion|^affinity|attachment|detachment/, 'M07'],
]

/** What a rule that reads a level of the body adds; the first pattern that fits decides. */
const SIGNALS: readonly (readonly [pattern: RegExp, mechanism: string])[] = [
  // What a receptor signals is a brake or a spur between cells: suppression has receptors.
  [/ signalling$/, 'M11'],
  [/^platelet cloak$/, 'M22'],
  [/^(?:time in blood|cluster size)$/, 'M21'],
  [/ in blood$/, 'M27'],
  [/ in plasma$/, 'M01'],
  [/ in (?!blood$|plasma$)/, 'M26'],
]

/** What a rule reads and changes. */
export interface RuleNames {
  readonly signal: string
  readonly behaviour: string
}

/** Mechanisms that a part of a model implements; `rule` where it is one, `vesicles` the kinds of the model. */
export function mechanismsAt(
  path: Path,
  rule?: RuleNames,
  vesicles: readonly string[] = [],
): readonly string[] {
  const places = PLACES.filter(([place]) => fits(place.split('.'), path))
  const longest = places.toSorted((a, b) => b[0].split('.').length - a[0].split('.').length)[0]
  const found = longest?.[1] ?? []
  if (rule === undefined) return found
  const changed = behaviourMechanism(rule.behaviour, vesicles)
  const read = SIGNALS.find(([pattern]) => pattern.test(rule.signal))?.[1]
  const more = [changed, read].filter((mechanism) => mechanism !== undefined)
  return [...new Set([...found, ...more])]
}

/** Uptake and release are those of vesicles where their name says so, otherwise those of any substrate. */
function behaviourMechanism(behaviour: string, vesicles: readonly string[]): string | undefined {
  const isOfVesicles = vesicles.some((kind) => behaviour.includes(kind))
  if (!isOfVesicles && / (?:release|uptake)$/.test(behaviour)) return 'M02'
  return BEHAVIOURS.find(([pattern]) => pattern.test(behaviour))?.[1]
}

function fits(place: readonly string[], path: Path): boolean {
  return place.length <= path.length && place.every((key, index) => key === '*' || key === path[index])
}
