/**
 * A small model in which everything happens within hours: division (also asymmetric), apoptosis, necrosis, attacks, ingestion,
 * transitions, springs, chemotaxis, entry through vessels, receptors, a drug in repeated infusions. Its numbers are chosen
 * for that, not for biology.
 */
export interface TissueOptions {
  /** 2: one voxel thick; 3: a cube. */
  readonly dimensions?: 2 | 3
  /** Lines at the end of the document. */
  readonly more?: string
  /** Lines at the end of `cell types`, indented by two. */
  readonly types?: string
  /** Lines at the end of `substrates`, indented by two. */
  readonly substrates?: string
  /** Lines at the end of `initial`, indented by two. */
  readonly initial?: string
  /** The whole `therapy`. */
  readonly therapy?: string
}

/** Text of the model; mechanics and fields every minute, decisions every six. */
export function livingTissue(options: TissueOptions = {}): string {
  const { dimensions = 2, more = '', types = '', substrates = '', initial = '' } = options
  const therapy =
    options.therapy ?? '{ weekly: { drug: anti-PD-1, dose: 3 mg/kg, infusion: 60 min, every: 3 h } }'
  const depth = dimensions === 2 ? 20 : 120
  const radius = dimensions === 2 ? 70 : 42
  return `format: 1
title: living tissue
domain: { size: [240 um, 200 um, ${depth} um], voxel: 20 um, boundary: { x: periodic } }
time: { stop: 1 day, fields: 1 min, mechanics: 1 min, phenotype: 6 min }
substrates:
  oxygen: { unit: mmHg, diffusion: 100000 um^2/min, decay: 0.1 1/min, initial: 30 mmHg, boundary: 38 mmHg }
  CXCL10: { unit: nM, diffusion: 600 um^2/min, decay: 0.02 1/min }
  anti-PD-1: { unit: nM, diffusion: 600 um^2/min, decay: 0.003 1/min }
${substrates}
cell types:
  tumour:
    exchange: { oxygen: { uptake: 10 1/min }, CXCL10: { export: 50 molecules/min, release at death: 1000 molecules } }
    cycle: { model: live, rate: 0.002 1/min }
    death: { apoptosis: { rate: 0.0003 1/min, duration: 90 min }, necrosis: { rate: 0.002 1/min, clearance: 60 min } }
    mechanics: { springs: { attachment: 0.01 1/min, detachment: 0.01 1/min } }
    interaction: { damage repair: 0.005 1/min }
    markers: { PD-L1: 0.3 }
    traits: { antigenicity: { value: 1, spread: 0.2, drift: 0.1, min: 0, max: 2 } }
    rules:
      - oxygen increases cycle entry to 0.006 1/min, half at 21.5 mmHg, hill 4 [assumed]
      - oxygen decreases necrosis to 0 1/min, half at 10 mmHg, hill 8 [assumed]
      - damage increases apoptosis to 0.1 1/min, half at 10, hill 4 [assumed]
  CD8:
    volume: { total: 700 um^3, nuclear: 350 um^3 }
    motility: { speed: 3 um/min, persistence: 10 min, bias: 0.4, chemotaxis: { CXCL10: 1 } }
    cycle: { model: live, rate: 0.0005 1/min }
    interaction: { attack: { tumour: 0.2 1/min }, attack duration: 40 min }
    receptors: { PD-1: { ligand: PD-L1, half: 0.5, hill: 2, blocked by: { anti-PD-1: 2.6 nM } } }
    rules:
      - PD-1 signalling decreases attack damage to 0.1 1/min, half at 0.5, hill 2 [assumed]
      - attacking decreases migration speed to 0.1 um/min, half at 0.5, hill 8 [assumed]
  macrophage:
    motility: { speed: 1 um/min, persistence: 10 min }
    cycle: { model: live, rate: 0.001 1/min }
    asymmetric division: { M2: 0.5 }
    transitions: { M2: 0.002 1/min }
    interaction: { phagocytosis: { apoptotic: 0.05 1/min, lysed: 0.05 1/min } }
  M2:
    motility: { speed: 0.5 um/min }
    death: { apoptosis: { rate: 0.001 1/min, duration: 30 min } }
${types}
drugs:
  anti-PD-1: { substrate: anti-PD-1, molar mass: 146 kDa, clearance: 0.23 L/day, central volume: 3.63 L }
therapy: ${therapy}
vessels:
  points: [[-80 um, 60 um, 0 um], [90 um, -70 um, 0 um]]
  exchange: { anti-PD-1: { blood: plasma, rate: 0.05 1/min }, oxygen: { blood: 38 mmHg, rate: 10 1/min } }
  entry: { CD8: { rate: 4 1/day } }
initial:
  tumour: { disc: { centre: [0 um, 0 um, 0 um], radius: ${radius} um } }
  CD8: { box: { low: [-110 um, -90 um, ${-depth / 4} um], high: [110 um, 90 um, ${depth / 4} um], count: 12 } }
  macrophage: { box: { low: [-110 um, -90 um, ${-depth / 4} um], high: [110 um, 90 um, ${depth / 4} um], count: 10 } }
${initial}
${more}`
}
