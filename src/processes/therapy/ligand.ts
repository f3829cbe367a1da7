import type { Names } from '../../model/kit.ts'
import { ambiguousLigand, unknownLigand } from '../../model/messages-drugs.ts'
import { type SentenceResult, sentence } from '../../model/schema-sentence.ts'

/** The name of a marker or of a substrate. */
export const ligand = sentence(parseLigand, (name) => name, {
  doc: 'a marker on cells that touch, or a substrate',
  examples: ['PD-L1'],
})

/** Reads the name of a ligand: it must be that of exactly one marker or substrate. */
function parseLigand(written: string, names: Names): SentenceResult<string> {
  const name = written.trim()
  const markers = names.get('marker')
  const substrates = names.get('substrate')
  if (markers === undefined || substrates === undefined) return { ok: true, value: name }
  const isMarker = markers.includes(name)
  const isSubstrate = substrates.includes(name)
  if (isMarker && isSubstrate) return { ok: false, message: ambiguousLigand(name), offset: 0 }
  if (isMarker || isSubstrate) return { ok: true, value: name }
  return { ok: false, message: unknownLigand(name, markers, substrates), offset: 0 }
}
