import type { SchemaFacts, SentenceSlot } from '../kit.ts'
import type { Completion, Completions } from './completion.ts'
import type { AssistContext } from './context.ts'
import { unitsFor } from './units-for.ts'

/** What may follow the beginning of a sentence: words of its grammar, names of the model, units that fit. */
export function completeSentence(
  next: NonNullable<SchemaFacts['next']>,
  before: string,
  from: number,
  context: AssistContext,
): Completions | undefined {
  // A sentence over several lines reads as one; every character keeps its place.
  const slots = next(before.replaceAll('\n', ' '))
  const offers = slots.map((slot) => offerOf(slot, before, context)).filter(({ items }) => items.length > 0)
  // The slot that begins last knows most of what was typed; others may stand beside it only from the same place.
  const start = Math.max(...offers.map((offer) => offer.from))
  const found = offers.filter((offer) => offer.from === start).flatMap((offer) => offer.items)
  const items = [...new Map(found.map((item) => [item.label, item])).values()]
  return items.length === 0 ? undefined : { from: from + start, items }
}

function offerOf(slot: SentenceSlot, before: string, context: AssistContext): Completions {
  const { from, of, words, followedBy = [] } = slot
  if (words !== undefined) return { from, items: words.map((label) => ({ kind: 'word', label })) }
  if (of === 'amount') return amountOffer(slot, before, context)
  const names = namesOf(of ?? '', context)
  const typed = before.slice(from)
  const complete = names
    .filter(({ label }) => typed.startsWith(`${label} `))
    .toSorted((a, b) => b.label.length - a.label.length)[0]
  if (complete === undefined) return { from, items: names }
  const after = from + complete.label.length
  const space = /^\s*/.exec(before.slice(after))?.[0].length ?? 0
  return { from: after + space, items: followedBy.map((label) => ({ kind: 'word', label })) }
}

/** Names of a kind with what they are and the unit they have. */
export function namesOf(kind: string, context: AssistContext): readonly Completion[] {
  const words = kind === 'signal' ? context.signals : kind === 'behaviour' ? context.behaviours : undefined
  if (words === undefined)
    return (context.names.get(kind) ?? []).map((label) => ({ kind: 'name', label, detail: kind }))
  return words.map(({ name, unit, doc }) => ({
    kind: 'name',
    label: name,
    detail: unit === '1' ? kind : unit,
    info: doc,
  }))
}

/** After a number the units that fit; before it nothing, since nobody knows the number. */
function amountOffer(
  { from, unit, unitOf }: SentenceSlot,
  before: string,
  context: AssistContext,
): Completions {
  const match = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?(\s*)(\S*)$/i.exec(before.slice(from))
  const wanted = unit ?? unitOfName(unitOf ?? '', context)
  if (match === null || wanted === undefined) return { from, items: [] }
  const [, space = '', word = ''] = match
  const items = unitsFor(wanted).map((label): Completion => ({
    kind: 'unit',
    label,
    insert: space === '' ? ` ${label}` : label,
  }))
  return { from: before.length - word.length, items }
}

function unitOfName(name: string, { signals, behaviours }: AssistContext): string | undefined {
  return [...signals, ...behaviours].find((word) => word.name === name)?.unit
}
