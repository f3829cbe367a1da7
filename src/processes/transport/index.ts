import { defineProcess } from '../../engine/process.ts'
import { type TransportTables, compileTransport } from './compile.ts'
import { transportSection, transportSettings } from './schema.ts'
import { bindSources, bindTransport, startTransport } from './step.ts'
import { validateTransport } from './validate.ts'

/** Transport of substrates in the medium: diffusion, decay, and what holds at the faces of the domain. */
export const transportProcess = defineProcess<TransportTables>({
  name: 'transport',
  worksIn: 'both',
  doc: 'diffusion and decay of substrates in the medium',
  sections: [transportSection, transportSettings],
  validate: validateTransport,
  compile: compileTransport,
  activities: [
    { name: 'choice of steps', phase: 'sources', bind: bindSources },
    { name: 'transport', phase: 'fields', bind: bindTransport },
  ],
  start: startTransport,
})
