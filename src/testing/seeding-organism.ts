/** An organism whose cells go all the way within hours: for tests of threads, snapshots and pages. Rates are far from those of any body. */
export const SEEDING = `format: 1
title: a tumour that seeds fast
domain: { size: [200 um, 200 um, 20 um], voxel: 20 um }
time: { stop: 2 day, fields: 1 min, mechanics: 1 min, phenotype: 6 min }
body: { tissue stands for: 0.1 mm^3, blood: "2 mL [assumed]" }
dissemination:
  passes: "1 1/min [assumed]"
  ways: { blood: [lung, liver] }
  shear death: "0.01 1/min [assumed]"
  clusters: { size: 3, share: "20 % [assumed]", break-up: "0.01 1/min [assumed]" }
  cloaking: { binding: "0.05 1/min [assumed]", loss: "0.01 1/min [assumed]" }
  organs:
    liver: { share of output: "25 % [assumed]", arrest: "1 [assumed]", extravasation: "0.05 1/min [assumed]", death of arrested cells: "0.01 1/min [assumed]", initiation: "0.02 1/min [assumed]", death of solitary cells: "0.01 1/min [assumed]", outgrowth: "0.01 1/min [assumed]", growth: "0.01 1/min [assumed]", field: { lesions: 12 } }
    lung: { share of output: "70 % [assumed]", arrest: "0.3 [assumed]", extravasation: "0.05 1/min [assumed]", death of arrested cells: "0.02 1/min [assumed]", initiation: "0.02 1/min [assumed]", dormancy: "0.02 1/min [assumed]", awakening: "0.001 1/min [assumed]", field: { lesions: 6 } }
    primary: { share of output: "1 % [assumed]", arrest: "0.3 [assumed]", extravasation: "0.05 1/min [assumed]" }
pools:
  monocytes: { count: "400 1/uL [assumed]", half-life: "1 day [assumed]", enters: [hunter] }
substrates:
  oxygen: { unit: mmHg, diffusion: 100000 um^2/min, decay: 0.1 1/min, initial: 38 mmHg, boundary: 38 mmHg }
cell types:
  tumour:
    intravasation: "0.02 1/min [assumed]"
    exchange: { oxygen: { uptake: "5 1/min [assumed]" } }
    traits: { grit: { value: "1 [assumed]", spread: "0.3 [assumed]" } }
    cycle: { model: live, rate: "0.01 1/min [assumed]" }
    death: { apoptosis: { rate: "0.0005 1/min [assumed]", duration: 60 min } }
    rules:
      - damage increases apoptosis to 0.1 1/min, half at 10, hill 4 [assumed]
      - platelet cloak decreases shear death to 0 1/min, half at 0.5, hill 2 [assumed]
      - grit increases initiation in liver to 0.03 1/min, half at 1, hill 4 [assumed]
  hunter:
    motility: { speed: "3 um/min [assumed]", persistence: 5 min }
    interaction: { attack: { tumour: "0.05 1/min [assumed]" } }
vessels: { points: [[0 um, 0 um, 0 um], [40 um, 30 um, 0 um]], entry: { hunter: { rate: "20 1/day [assumed]" } } }
initial:
  tumour: { disc: { centre: [0 um, 0 um, 0 um], radius: 80 um } }
  hunter: { box: { low: [-90 um, -90 um, 0 um], high: [90 um, 90 um, 0 um], count: 10 } }
sites:
  liver:
    domain: { size: [120 um, 120 um, 20 um], voxel: 20 um }
    vessels: { points: [[20 um, 20 um, 0 um]], entry: { hunter: { rate: "20 1/day [assumed]" } } }
    initial: { hunter: { box: { low: [-50 um, -50 um, 0 um], high: [50 um, 50 um, 0 um], count: 5 } } }
  lung:
    domain: { size: [80 um, 80 um, 40 um], voxel: 20 um }
`
