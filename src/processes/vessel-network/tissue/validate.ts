import type { IssueSink } from '../../../model/issue.ts'
import { lobulesTooSmall, lobulesWithoutSize, notOfForm } from '../messages.ts'
import type { NetworkPattern, VesselNetworkSection } from '../schema.ts'
import { CENTRAL_VEIN, PORTAL_TRACT } from './tissue-pattern.ts'

type Form = NetworkPattern['form']

/** In which forms the keys of tissues, and of lattices, mean something. */
const FORMS: Readonly<Partial<Record<keyof NetworkPattern, readonly Form[]>>> = {
  lobule: ['lobules'],
  'central vein': ['lobules'],
  'portal tract': ['lobules'],
  'venule radius': ['lobules'],
  centre: ['lobules', 'alveoli'],
  layers: ['lobules', 'alveoli'],
  irregular: ['lobules', 'alveoli'],
  turns: ['parallel', 'grid'],
}

/** Reports keys that the form of a pattern does not have, and lobules without size or room. */
export function validatePattern({ pattern }: VesselNetworkSection, sink: IssueSink): void {
  if (pattern === undefined) return
  const path = ['vessel network', 'pattern']
  for (const [key, forms] of Object.entries(FORMS)) {
    // The cast states where the keys come from: FORMS has those of patterns only.
    const isWritten = pattern[key as keyof NetworkPattern] !== undefined
    if (isWritten && !forms.includes(pattern.form))
      sink.report(notOfForm(key, pattern.form, forms), [...path, key])
  }
  if (pattern.form === 'lobules') checkRoom(pattern, sink)
}

function checkRoom(pattern: NetworkPattern, sink: IssueSink): void {
  const path = ['vessel network', 'pattern']
  const { lobule, spacing } = pattern
  if (lobule === undefined) {
    sink.report(lobulesWithoutSize(), [...path, 'form'])
    return
  }
  const vein = pattern['central vein']?.value ?? CENTRAL_VEIN
  const tract = pattern['portal tract']?.value ?? PORTAL_TRACT
  // From the wall of the vein to that of the tract at least one tube, and two steps of the mesh in all.
  const needed = Math.ceil(2 * Math.max(vein + tract + spacing.value, 1.5 * spacing.value))
  if (lobule.value < needed) sink.report(lobulesTooSmall(lobule.value, needed), [...path, 'lobule'])
}
