import type { CompileContext, SignalDeclaration, Usage } from '../../engine/process.ts'
import { NEARBY, NEAR_LEAK, nearnessColumns, nearnessSignals } from '../../engine/vessel-nearness.ts'
import { type ModelData, sectionOf } from '../../model/assemble.ts'
import { bodySection } from '../../model/body.ts'
import { VESSEL_RADIUS, declareLeaving } from './columns.ts'
import {
  intravasationSection,
  lymphEntrySection,
  lymphaticPointsSection,
  lymphaticsSection,
} from './schema.ts'

/*
 * Who leaves a tissue of an organism, and on which way. What becomes of them is the blood's.
 */

/** The behaviour: how often a cell leaves the tissue through a lymphatic that it touches. */
export const LYMPH_ENTRY = 'entry into lymph'
/** Cells that have left so far. */
export const LEFT_COLUMN = 'circulation.left'
/** Entries of that column, which is also what `circulation.leaving` holds, less one. */
export const WAYS = ['blood', 'lymph'] as const
/** Places of lymphatics that are no cells [3 x points]. */
export const LYMPHATIC_TABLE = 'circulation.lymphatics'

export interface LeavingTables {
  /** True where some cell may get into a vessel. */
  readonly hasIntravasation: boolean
  /** True where some cell may get into lymph. */
  readonly hasLymphEntry: boolean
  /** Column of the signal that says how many cells of lymphatics a cell touches. */
  readonly touched?: string
  /** Points of lymphatics. */
  readonly points: number
  /** True where this process says how near vessels are: those that stay. */
  readonly fillsNearness: boolean
}

/** Whether the model describes an organism, or a place of one. */
export function isOfOrganism(model: ModelData): boolean {
  return sectionOf(model, bodySection) !== undefined
}

/** Signals that sensing has to offer for this process: contact with the endothelium of lymphatics. */
export function leavingUses(model: ModelData): readonly string[] {
  const type = isOfOrganism(model) ? sectionOf(model, lymphaticsSection)?.type : undefined
  return type === undefined ? [] : [touchOf(type)]
}

function touchOf(type: string): string {
  return `contact with ${type}`
}

/** Vessels that stay are felt in an organism: a rule holds at every site, whatever vessels it has. */
export function leavingSignals(model: ModelData): readonly SignalDeclaration[] {
  return isOfOrganism(model) && !hasNetwork(model) ? nearnessSignals : []
}

function hasNetwork({ sections }: ModelData): boolean {
  return sections['vessel network'] !== undefined
}

/** Declares who leaves; undefined where nobody may and nobody feels vessels. */
export function compileLeaving(
  model: ModelData,
  context: CompileContext,
  usage: Usage,
): LeavingTables | undefined {
  const mayLeave = (behaviour: string, section: typeof intravasationSection): boolean =>
    usage.behaviours.has(behaviour) ||
    model.cellTypes.some((type) => (sectionOf(type, section)?.value ?? 0) > 0)
  const hasIntravasation = mayLeave('intravasation', intravasationSection)
  const hasLymphEntry = mayLeave(LYMPH_ENTRY, lymphEntrySection)
  const fillsNearness = !hasNetwork(model) && [NEARBY, NEAR_LEAK].some((name) => usage.signals.has(name))
  if (!hasIntravasation && !hasLymphEntry && !fillsNearness) return undefined
  if (fillsNearness) for (const column of nearnessColumns(usage.signals)) context.column(column)
  if (hasIntravasation || hasLymphEntry) declare(context)
  const points = sectionOf(model, lymphaticPointsSection) ?? []
  const along = (axis: 0 | 1 | 2): readonly number[] => points.map((point) => point[axis].value)
  if (hasLymphEntry) context.table(LYMPHATIC_TABLE, 'f64', [...along(0), ...along(1), ...along(2)])
  const type = sectionOf(model, lymphaticsSection)?.type
  const touched = type === undefined ? undefined : context.signals.get(touchOf(type))?.column
  return {
    hasIntravasation,
    hasLymphEntry,
    ...(touched === undefined ? {} : { touched }),
    points: points.length,
    fillsNearness,
  }
}

function declare(context: CompileContext): void {
  declareLeaving(context, { isFollowed: true })
  context.table(
    'circulation.radii',
    'f64',
    context.cellTypes.map(() => VESSEL_RADIUS),
  )
  const doc = 'cells that have left the tissue so far, through vessels and through lymphatics'
  context.column({ name: LEFT_COLUMN, group: 'world', type: 'f64', unit: 'cells', doc, width: WAYS.length })
}
