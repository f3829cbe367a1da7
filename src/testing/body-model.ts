/** A tissue of one voxel in a body, with what is known of the whole body; one step is `step` [min] long. */
export function bodyModel({
  body,
  step = 60,
  more = '',
  cells = 'tumour: {}',
  substrates = 'drug: { unit: nM, diffusion: 10 um^2/s }',
}: {
  readonly body: string
  readonly step?: number
  readonly more?: string
  readonly cells?: string
  readonly substrates?: string
}): string {
  return `format: 1
title: body
domain: { size: [20 um, 20 um, 20 um], voxel: 20 um }
time: { stop: 100 day, fields: ${step} min, mechanics: ${step} min, phenotype: ${step} min }
body: { tissue stands for: 100 mm^3, blood: "2 mL [assumed]" }
substrates:
  ${substrates}
cell types:
  ${cells}
${more}${body}`
}

/** A drug that is at `level` [nM] in plasma during an infusion from `from` for `days`, and all but gone at once afterwards. */
export function steadyDrug(level: number, from: number, days: number): string {
  // Loss of 1/(10 min) from 1 L: what flows in is level x 0.1/min x 1 L.
  const amount = (level * 0.1 * days * 1440).toFixed(3)
  return `drugs:
  drug: { substrate: drug, half-life: ${Math.LN2 * 10} min, central volume: 1 L, molar mass: 1 kDa }
therapy:
  drug: { dose: ${amount} nmol, start: ${from} day, infusion: ${days} day }
`
}
