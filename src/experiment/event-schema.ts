import { comparisonForm } from '../model/messages-compile.ts'
import { flag } from '../model/schema-scalar.ts'
import { sentence } from '../model/schema-sentence.ts'
import { either, map, optional, record } from '../model/schema.ts'
import { sameDimension } from '../units/dimension.ts'
import { parseQuantity, writeQuantity } from '../units/quantity.ts'
import { requireUnit } from '../units/unit.ts'

/** What a measure is compared with: a quantity, or a share of what the same run had before. */
export type EventLevel =
  | {
      readonly kind: 'quantity'
      /** In the canonical unit of its dimension. */
      readonly value: number
      /** As the author wrote it; '' for a plain number. */
      readonly unit: string
    }
  | { readonly kind: 'share'; /** [fraction] */ readonly share: number; readonly of: EventReference }

/** The value at the start, or the lowest or highest one so far. */
export type EventReference = 'start' | 'lowest' | 'highest'

/** When something has happened in a run, by one of its measures. */
export interface EventCondition {
  readonly measure: string
  readonly direction: 'above' | 'below'
  readonly level: EventLevel
  /** How long it must go on holding [min]; 0: at one recorded time is enough. */
  readonly hold: number
}

/** A time to an event, as an experiment asks for it. */
export interface TrialEvent {
  readonly name: string
  readonly condition: EventCondition
  /** True when it is what one hopes for, as clearance is. */
  readonly isGood: boolean
}

const FORM =
  '<measure> rises above | falls below <quantity> | <n> % of its start | lowest | highest, optionally: for <time>'
const EXAMPLE = 'tumour cells rises above 120 % of its lowest for 6 h'

/** Reads the sentence of a time to an event; undefined when it has another form. */
export function parseEvent(written: string): EventCondition | undefined {
  const match = /^(.+?) (?:rises (above)|falls (below)) (.+?)(?: for (.+))?$/.exec(written.trim())
  if (match === null) return undefined
  const [, measure = '', above, , levelText = '', held] = match
  const direction = above === undefined ? 'below' : 'above'
  const level = parseLevel(levelText.trim(), direction)
  const hold = held === undefined ? 0 : durationOf(held)
  return level === undefined || hold === undefined ? undefined : { measure, direction, level, hold }
}

/** Above its highest so far, or below its lowest, is where no value ever is: those two say nothing and are not read. */
function parseLevel(text: string, direction: 'above' | 'below'): EventLevel | undefined {
  const match = /^(.+?) ?% of its (start|lowest|highest)$/.exec(text)
  if (match !== null) {
    const [, percent = '', word = ''] = match
    const of = (['start', direction === 'above' ? 'lowest' : 'highest'] as const).find(
      (name) => name === word,
    )
    const share = Number(percent) / 100
    return of === undefined || percent.trim() === '' || !(share >= 0) || !Number.isFinite(share)
      ? undefined
      : { kind: 'share', share, of }
  }
  const quantity = parseQuantity(text)
  return quantity.ok ? { kind: 'quantity', value: quantity.canonical, unit: quantity.unit.text } : undefined
}

function durationOf(text: string): number | undefined {
  const quantity = parseQuantity(text)
  if (!quantity.ok || !sameDimension(quantity.unit.dimension, requireUnit('min').dimension)) return undefined
  return quantity.canonical >= 0 ? quantity.canonical : undefined
}

/** The sentence of a time to an event. */
export function eventText({ measure, direction, level, hold }: EventCondition): string {
  const what =
    level.kind === 'share'
      ? `${Number((level.share * 100).toPrecision(12))} % of its ${level.of}`
      : writeQuantity(level.value, level.unit)
  const verb = direction === 'above' ? 'rises above' : 'falls below'
  return `${measure} ${verb} ${what}${hold === 0 ? '' : ` for ${holdText(hold)}`}`
}

function holdText(minutes: number): string {
  const unit = minutes % 1440 === 0 ? 'day' : minutes % 60 === 0 ? 'h' : 'min'
  return writeQuantity(minutes, unit)
}

const condition = sentence<EventCondition>(
  (written) => {
    const value = parseEvent(written)
    return value === undefined
      ? { ok: false, message: comparisonForm(FORM, EXAMPLE), offset: 0 }
      : { ok: true, value }
  },
  eventText,
  { doc: 'when it has happened', examples: [EXAMPLE] },
)

/** The key `times to event` of an experiment. */
export const timesToEventSchema = optional(
  map(
    undefined,
    either(
      {
        scalar: condition,
        map: record(
          { when: condition, good: optional(flag({ doc: 'true where it is hoped for, as clearance is' })) },
          { doc: 'an event that is hoped for' },
        ),
      },
      { doc: 'an event, by one measure of a run' },
    ),
    { doc: 'events whose times are compared, by name: progression, clearance' },
  ),
)

type WrittenEvents = Readonly<
  Record<string, EventCondition | { readonly when: EventCondition; readonly good?: boolean | undefined }>
>

/** The events of an experiment, whichever way they are written. */
export function eventsOf(written: WrittenEvents | undefined): readonly TrialEvent[] {
  return Object.entries(written ?? {}).map(([name, event]) =>
    'when' in event
      ? { name, condition: event.when, isGood: event.good === true }
      : { name, condition: event, isGood: false },
  )
}
