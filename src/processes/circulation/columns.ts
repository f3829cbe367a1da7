import type { CompileContext } from '../../engine/process.ts'

/** Radius of the vessels that cells of an organism leave through [um]. Chosen: a capillary. */
export const VESSEL_RADIUS = 4

/** Declares who leaves, and where vessels are: no state where that is followed. */
export function declareLeaving(
  context: CompileContext,
  { isFollowed }: { readonly isFollowed: boolean },
): void {
  context.column({
    name: 'circulation.leaving',
    group: 'cell',
    type: 'u8',
    unit: '1',
    doc: isFollowed
      ? '1 when the cell leaves through a vessel at the next commit, 2 when through a lymphatic'
      : '1 when the cell leaves through a vessel at the next commit',
    divide: 'clear',
  })
  context.column({
    name: 'circulation.vessel',
    group: 'vessel',
    type: 'f64',
    unit: 'um',
    width: 3,
    doc: 'x, y and z of each vessel point',
    ...(isFollowed ? { isScratch: true as const } : {}),
  })
}
