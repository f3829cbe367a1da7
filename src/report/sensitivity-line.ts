import type { DirectionSummary, EvidenceKind, SensitivitySummary, TrialSummary } from '../analysis/summary.ts'
import { formatTogether } from '../figures/number-format.ts'
import { ranked } from '../figures/sensitivity.ts'
import { kindIn, sensitivityGroups } from './sensitivity-groups.ts'

/** Numbers that are named in a sentence; chosen: what one remembers. */
const MOST_NAMED = 3

/**
 * What the primary answer hangs on, in a sentence that names what is assumed; empty where nobody looked. A number whose
 * effects are no larger than those of luck is not named.
 */
export function sensitivityLine(
  summary: Pick<TrialSummary, 'sensitivity' | 'effects' | 'endpoints' | 'parameters' | 'design'>,
): string {
  const groups = sensitivityGroups(summary)
  const [first] = summary.effects
  const primary =
    groups.find(({ entries: [entry] }) => entry?.endpoint === first?.endpoint && entry?.arm === first?.arm) ??
    groups[0]
  if (primary === undefined) return ''
  const kindOf = (entry: SensitivitySummary) => entry.kind ?? kindIn(entry.parameter, summary)
  return `Which numbers matter (${primary.label}): ${hangsOn(primary.entries, kindOf)}`
}

/** "the answer hangs most on a, b and c; of which assumed: a." */
export function hangsOn(
  entries: readonly SensitivitySummary[],
  kindOf: (entry: SensitivitySummary) => EvidenceKind | undefined,
): string {
  const matters = ranked(entries).filter(isAboveLuck).slice(0, MOST_NAMED)
  if (entries.every(({ index, total = 0 }) => index === 0 && total === 0))
    return `it did not move, whichever of the ${entries.length} numbers was varied.`
  if (matters.length === 0)
    return `none of the ${entries.length} numbers that were varied can be told apart from luck.`
  const assumed = matters.filter((entry) => kindOf(entry) === 'assumed')
  const names = (list: readonly SensitivitySummary[]): string =>
    listed(list.map(({ parameter }) => parameter))
  const which =
    assumed.length === 0
      ? 'none of them is assumed'
      : assumed.length === matters.length
        ? 'all assumed'
        : `of which assumed: ${names(assumed)}`
  const many = matters.length > 1 ? ` (${which})` : assumed.length === 1 ? ' (assumed)' : ''
  return `the answer hangs most on ${names(matters)}${many}.`
}

/** True where an effect is more than nothing, and more than luck alone would give where that is known. */
export function isAboveLuck({ index, low, total, luck }: SensitivitySummary): boolean {
  return (total ?? index) > 0 && (low ?? index) >= (luck ?? Number.NEGATIVE_INFINITY)
}

function listed(names: readonly string[]): string {
  const quoted = names.map((name) => (/[ ,]/.test(name) ? `\u201c${name}\u201d` : name))
  if (quoted.length < 2) return quoted.join('')
  return `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1) ?? ''}`
}

/** "The difference is higher at 93 % of the points; ...": empty where the output is no difference of two arms. */
export function directionLine(entries: readonly SensitivitySummary[]): string {
  const [first] = entries
  if (first?.direction === undefined) return ''
  const { share, sign } = first.direction
  const turning = ranked(entries).filter(({ direction }) => direction?.isWhole === false)
  const named = turning
    .slice(0, MOST_NAMED)
    .map((entry) => `${entry.parameter} (holds ${whereText(entry.direction)})`)
  const turns =
    named.length === 0
      ? 'it keeps this direction over the whole range of every number, at most of its points'
      : `it loses this direction, at most of the points, in part of the range of ${named.join('; ')}`
  return `The difference is ${sign} at ${Math.round(100 * share)} % of the points; ${turns}.`
}

/** "from 0.5 to 1.2 times", "nowhere". */
function whereText(direction: DirectionSummary | undefined): string {
  return direction?.from === undefined ? 'nowhere' : `from ${rangeText(direction)}`
}

/** "everywhere", "nowhere", "0.5 to 1.2". */
export function rangeText(direction: DirectionSummary | undefined): string {
  if (direction === undefined) return ''
  if (direction.isWhole) return 'everywhere'
  const { from, to, unit } = direction
  if (from === undefined || to === undefined) return 'nowhere'
  return `${formatTogether([from, to]).join(' to ')}${unit === '' ? '' : ` ${unit}`}`
}
