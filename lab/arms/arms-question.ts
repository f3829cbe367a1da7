import { parse, stringify } from 'yaml'
import { modelName } from './model-name.ts'

/** Arms that are compared, as a trial asks about them. */
export interface AskedArms {
  /** Path of the model. */
  readonly model: string
  readonly seed: number
  /** What is changed in all of them (YAML); empty for nothing. */
  readonly changes: string
  /** Name and change (YAML); the first is what others are compared with. */
  readonly arms: readonly { readonly name: string; readonly change: string }[]
  readonly replicates: number
  /** Measures that the answer is made of. */
  readonly measures: readonly string[]
  /** When they are read: `12 h`; the end as well. */
  readonly at: readonly string[]
}

/** The text of a trial with the arms of a comparison: the same models, so that they share their runs with any other trial of them. */
export function questionOfArms(asked: AskedArms): string {
  const { model, seed, changes, arms, replicates, measures, at } = asked
  const [control, ...others] = arms
  const common = mapOf(changes)
  return stringify(
    {
      format: 1,
      question: questionText(arms.map(({ name }) => name)),
      model: modelName(model),
      seed,
      replicates,
      ...(Object.keys(common).length === 0 ? {} : { common }),
      arms: Object.fromEntries(arms.map(({ name, change }) => [name, mapOf(change)])),
      endpoints: Object.fromEntries(
        measures.map((measure) => [measure, { measure, at: at.length === 0 ? 'end' : [...at, 'end'] }]),
      ),
      ...(others.length === 0
        ? {}
        : { compare: others.map(({ name }) => `${name} against ${control?.name ?? ''}`) }),
    },
    { lineWidth: 0, aliasDuplicateObjects: false },
  )
}

/** The arms of a trial as a comparison opens them: name -> change (YAML), with what is common to all. */
export function armsOfQuestion(text: string): {
  readonly arms: Readonly<Record<string, string>>
  readonly common: string
} {
  const { arms = {}, common } = mapOf(text)
  return {
    arms: Object.fromEntries(Object.entries(asMap(arms)).map(([name, change]) => [name, textOf(change)])),
    common: textOf(common),
  }
}

/** What is common to all arms with what one of them changes, as one change (YAML): where both name a number, the arm's counts. */
export function withCommon(common: string, change: string): string {
  if (common.trim() === '' || change.trim() === '') return common + change
  return textOf(merged(mapOf(common), mapOf(change)))
}

function merged(
  below: Readonly<Record<string, unknown>>,
  above: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const result: Record<string, unknown> = { ...below }
  for (const [key, value] of Object.entries(above)) {
    const before = below[key]
    if (Array.isArray(before) && Array.isArray(value)) result[key] = [...before, ...value]
    else if (isMap(before) && isMap(value)) result[key] = merged(before, value)
    else result[key] = value
  }
  return result
}

/** `How does anti-PD-1 differ from untreated?` */
function questionText(names: readonly string[]): string {
  const [control = '', ...others] = names
  if (others.length === 0) return `What becomes of ${control}?`
  const listed =
    others.length === 1 ? others.join('') : `${others.slice(0, -1).join(', ')} and ${others.at(-1)}`
  return `How ${others.length === 1 ? 'does' : 'do'} ${listed} differ from ${control}?`
}

function textOf(change: unknown): string {
  return Object.keys(asMap(change)).length === 0 ? '' : stringify(change, { lineWidth: 0 })
}

/** What does not read as a map of changes is found by the check of the trial; here it only must not throw. */
function mapOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return asMap(parse(text))
  } catch {
    return {}
  }
}

function asMap(value: unknown): Readonly<Record<string, unknown>> {
  return isMap(value) ? value : {}
}

/** Keys of YAML maps are read as text. */
function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Moments at which an effect is told beside the end. Chosen: a reader who scrubs is never far from one. */
const MOMENTS = 6

/** Times between the start and the end of a run, as an author writes them; whole hours where it is long enough. */
export function momentsOf(stop: number): readonly string[] {
  const grain = stop >= MOMENTS * 60 ? 60 : 1
  const moments = Array.from(
    { length: MOMENTS - 1 },
    (_, index) => Math.round((stop * (index + 1)) / MOMENTS / grain) * grain,
  )
  return [...new Set(moments)]
    .filter((minutes) => minutes > 0 && minutes < stop)
    .map((minutes) => (grain === 60 ? `${minutes / 60} h` : `${minutes} min`))
}
