import { type ModelData, sectionOf } from '../../model/assemble.ts'
import type { IssueSink } from '../../model/issue.ts'
import { notConcentration } from '../../model/messages-drugs.ts'
import { fitsSubstrate } from '../../model/substrate-unit.ts'
import { bindingNeedsAdaptive, oneOfDissociation } from './messages.ts'
import { bindingSection } from './schema.ts'

/** Reports binding that says too little or too much, of what is no concentration, or under a scheme that cannot solve it. */
export function validateBinding(model: ModelData, sink: IssueSink): void {
  // The cast states what transport's own section reads to, as far as it is needed here.
  const transport = model.sections['transport'] as { readonly scheme?: string } | undefined
  for (const type of model.cellTypes) {
    for (const [name, binding] of Object.entries(sectionOf(type, bindingSection) ?? {})) {
      const path = ['cell types', type.name, 'binding', name]
      if ((binding.dissociation === undefined) === (binding.half === undefined))
        sink.report(oneOfDissociation(name), path)
      if (!fitsSubstrate(model, name, 'nM')) sink.report(notConcentration(name), path)
      if (transport?.scheme === 'lod') sink.report(bindingNeedsAdaptive(), path)
    }
  }
}
