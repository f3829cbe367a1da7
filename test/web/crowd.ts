/** Edge of the domain [um], and radius of the tumour [um]; chosen: some 2,000 cells, so that loops have several blocks. */
const EDGE = 1000
const RADIUS = 380

/**
 * A tumour of some thousand cells that divide, die and are attacked by T cells that follow what it exports: enough of
 * everything for threads to share. Its numbers are chosen for that, not for biology.
 */
export function crowd(): string {
  return `format: 1
title: crowd
domain: { size: [${EDGE} um, ${EDGE} um, 20 um], voxel: 20 um }
time: { stop: 1 day, fields: 1 min, mechanics: 1 min, phenotype: 6 min }
substrates:
  oxygen: { unit: mmHg, diffusion: 100000 um^2/min, decay: 0.1 1/min, initial: 30 mmHg, boundary: 38 mmHg }
  CXCL10: { unit: nM, diffusion: 600 um^2/min, decay: 0.02 1/min }
cell types:
  tumour:
    exchange: { oxygen: { uptake: 1 1/min }, CXCL10: { export: 50 molecules/min } }
    cycle: { model: live, rate: 0.005 1/min }
    death: { apoptosis: { rate: 0.001 1/min, duration: 30 min } }
    traits: { antigenicity: { value: 1, spread: 0.2, drift: 0.1, min: 0, max: 2 } }
    rules:
      - damage increases apoptosis to 0.1 1/min, half at 10, hill 4 [assumed]
  CD8:
    motility: { speed: 3 um/min, persistence: 10 min, bias: 0.4, chemotaxis: { CXCL10: 1 } }
    interaction: { attack: { tumour: 0.2 1/min }, attack duration: 40 min }
initial:
  tumour: { disc: { centre: [0 um, 0 um, 0 um], radius: ${RADIUS} um } }
  CD8: { box: { low: [-450 um, -450 um, -5 um], high: [450 um, 450 um, 5 um], count: 300 } }
`
}
