import type { Program } from '../engine/program.ts'
import type { Measure } from '../record/measure.ts'
import { measureNames, resolveMeasure } from './measures.ts'

/** What a number of an organism tells, so that a page knows where it belongs. */
export type BodyRole =
  /** Counted since the beginning: cells that left tissues. */
  | 'shed'
  /** In the blood now. */
  | 'circulating'
  | 'clusters'
  | 'cloaked'
  /** Per volume of a blood sample. */
  | 'sample'
  /** At an organ now. */
  | 'arrested'
  | 'solitary'
  | 'dormant'
  | 'micro'
  | 'macro'
  /** Counted since the beginning, at an organ. */
  | 'everArrested'
  | 'everExtravasated'
  | 'everMicro'
  /** Counted since the beginning, by cause of death. */
  | 'died'
  | 'pool'
  | 'reserve'
  | 'factor'
  | 'niche'

/** A number of an organism and where it belongs. */
export interface BodyNumber {
  /** Name of the measure, and of its series. */
  readonly name: string
  readonly unit: string
  readonly role: BodyRole
  /** Organ at which it is. */
  readonly organ?: string
  /** Pool, factor, variable of a niche or cause that it tells of. */
  readonly of?: string
}

/** How names of measures tell what they are; the first that fits counts. */
const NAMES: readonly (readonly [RegExp, BodyRole])[] = [
  [/^cells shed$/, 'shed'],
  [/^circulating cells$/, 'circulating'],
  [/^circulating clusters$/, 'clusters'],
  [/^cloaked (?:share|fraction) of circulating cells$/, 'cloaked'],
  [/^CTC per .+$/, 'sample'],
  [/^arrested cells in (?<organ>.+)$/, 'arrested'],
  [/^solitary cells in (?<organ>.+)$/, 'solitary'],
  [/^dormant cells in (?<organ>.+)$/, 'dormant'],
  [/^micrometastases in (?<organ>.+)$/, 'micro'],
  [/^metastases in (?<organ>.+)$/, 'macro'],
  [/^cells that died of (?<of>.+)$/, 'died'],
  [/^(?<of>.+) in marrow$/, 'reserve'],
  [/^(?<of>.+) in plasma$/, 'factor'],
  [/^(?<of>.+) in blood$/, 'pool'],
]

/** The numbers of an organism that a page shows beside its tissues; none where the model describes one tissue alone. */
export function bodyNumbers(program: Program): readonly BodyNumber[] {
  if (program.organism === undefined) return []
  const names = measureNames(program)
  const known = names.flatMap((name) => classified(name, program))
  const organs = new Set(known.flatMap(({ organ }) => organ ?? []))
  const rest = names.filter((name) => known.every((each) => each.name !== name))
  return [...known, ...rest.flatMap((name) => nicheAt(name, organs, program))]
}

/** The measures of these numbers. */
export function bodyMeasures(program: Program): readonly Measure[] {
  return bodyNumbers(program).flatMap(({ name }) => resolveMeasure(name, program) ?? [])
}

function classified(name: string, program: Program): readonly BodyNumber[] {
  for (const [pattern, role] of NAMES) {
    const groups = pattern.exec(name)
    if (groups !== null) return numberOf(name, role, groups.groups ?? {}, program)
  }
  return []
}

/** Other numbers of an organ that are no state of it: expectations, sizes, fractions. */
const NOT_NICHE = /^(?:expected|size|survival|probability|fraction|lesions|cells|share|number)\b/

/** What else is said of an organ is a variable of its niche. */
function nicheAt(name: string, organs: ReadonlySet<string>, program: Program): readonly BodyNumber[] {
  const organ = [...organs].find((each) => name.endsWith(` in ${each}`))
  if (organ === undefined || NOT_NICHE.test(name)) return []
  return numberOf(name, 'niche', { organ, of: name.slice(0, -` in ${organ}`.length) }, program)
}

function numberOf(
  name: string,
  role: BodyRole,
  { organ, of }: { readonly organ?: string; readonly of?: string },
  program: Program,
): readonly BodyNumber[] {
  const measure = resolveMeasure(name, program)?.[0]
  if (measure === undefined) return []
  const about = { ...(organ === undefined ? {} : { organ }), ...(of === undefined ? {} : { of }) }
  return [{ name, unit: measure.unit, role, ...about }]
}
