import type { Message } from './issue.ts'
import type { Infer } from './kit.ts'
import { quote } from './messages.ts'
import { quantity } from './schema-quantity.ts'
import { list, optional, record } from './schema.ts'

/** Keys of something that holds for a time. */
export const span = {
  from: quantity({ unit: 'day', min: 0, default: '0 day', setting: true, doc: 'when it begins' }),
  until: optional(
    quantity({
      unit: 'day',
      positive: true,
      setting: true,
      doc: 'when it ends; to the end of the run unless said',
    }),
  ),
}

const lossSpan = record(
  {
    ...span,
    'to share': quantity({
      unit: '1',
      positive: true,
      max: 1,
      setting: true,
      doc: 'what is left in the long run, where all that drives it goes on: it is lost as many times as fast',
    }),
  },
  { doc: 'a time in which it is taken out' },
)

/** `depletion`: times in which something is lost faster. */
export const depletionSpans = list(lossSpan, { doc: 'times in which it is taken out', default: [] })

export type DepletionSpans = Infer<typeof depletionSpans>

/** A time that ends before it begins. */
export function endsBefore(key: string): Message {
  return {
    code: 'empty-time',
    severity: 'error',
    message: `this ${quote(key)} ends before it begins`,
    hint: "write a later 'until', or leave it away",
  }
}
