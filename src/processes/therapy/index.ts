import { defineProcess } from '../../engine/process.ts'
import {
  type TherapyTables,
  compileTherapy,
  markerSignal,
  receptorLigands,
  signalColumn,
  signalName,
} from './compile.ts'
import {
  depletionSection,
  drugsSection,
  neutralisationSection,
  receptorsSection,
  therapySection,
} from './schema.ts'
import {
  bindDepletion,
  bindNeutralisation,
  bindPharmacokinetics,
  bindReceptors,
  levelsOfHost,
} from './step.ts'
import { validateTherapy } from './validate.ts'

/** Drugs: doses and what the body does to them, receptors that they block, antibodies that bind in the medium. */
export const therapyProcess = defineProcess<TherapyTables>({
  name: 'therapy',
  worksIn: 'both',
  doc: 'doses, pharmacokinetics, receptors and their blockers, neutralising antibodies',
  sections: [depletionSection, drugsSection, therapySection, receptorsSection, neutralisationSection],
  validate: validateTherapy,
  signals: (model) =>
    [...receptorLigands(model).keys()].map((receptor) => ({
      name: signalName(receptor),
      unit: '1',
      doc: `signalling of the receptor ${receptor}: 0 without ligand or fully blocked, 1 at most`,
      column: signalColumn(receptor),
    })),
  uses: (model) => {
    const substrates = model.substrates.map((substrate) => substrate.name)
    const markers = [...receptorLigands(model).values()].filter((ligand) => !substrates.includes(ligand))
    return { signals: markers.map(markerSignal), behaviours: [] }
  },
  compile: compileTherapy,
  gather: levelsOfHost,
  activities: [
    { name: 'pharmacokinetics', phase: 'interventions', bind: bindPharmacokinetics },
    { name: 'depletion', phase: 'interventions', bind: bindDepletion },
    { name: 'neutralisation', phase: 'fields', bind: bindNeutralisation },
    { name: 'receptors', phase: 'sensing', bind: bindReceptors },
  ],
})
