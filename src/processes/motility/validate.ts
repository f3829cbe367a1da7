import { type ModelData, sectionOf } from '../../model/assemble.ts'
import type { IssueSink } from '../../model/issue.ts'
import { needsMatrix } from '../../model/messages-compile.ts'
import { motilitySection } from './schema.ts'

/** Keys that speak of matrix. */
export const MATRIX_KEYS = ['contact guidance', 'pore', 'membrane stops'] as const

/** Reports motion in matrix where there is none; that section belongs to another process. */
export function validateMotility(model: ModelData, sink: IssueSink): void {
  if (model.sections['matrix'] !== undefined) return
  for (const type of model.cellTypes)
    for (const key of MATRIX_KEYS)
      if (sectionOf(type, motilitySection)[key] !== undefined)
        sink.report(needsMatrix(`'${key}'`), ['cell types', type.name, 'motility', key])
}
