/**
 * An organism that spreads at once, with the processes that ship: cells of a small tumour leave through a vessel, are arrested in
 * liver and lung, and begin to grow there; the first two in the liver in its tissue.
 */
export const SPREADING = `
format: 1
title: a tumour that spreads
domain: { size: [120 um, 120 um, 20 um], voxel: 20 um }
time: { stop: 8 h, fields: 6 min, mechanics: 2 min, phenotype: 6 min }
body:
  tissue stands for: 1 mm^3
  blood: 2 mL [assumed]
  hazard of death: { base: "0.1 1/day [assumed]", burden: "0.5 [assumed]", reference burden: "1e6 [assumed]", metastases: "0.5 [assumed]" }
cell types:
  tumour:
    display: { lineage: tumour }
    cycle: { model: live, rate: "0.002 1/min [assumed]" }
    traits: { grit: { value: "1 [assumed]" } }
    mutations: { grit: { rate: "0.1 [assumed]", change: "0.2 [assumed]" } }
    intravasation: 0.01 1/min [assumed]
  hepatocyte: { display: { lineage: epithelium } }
clones: { founders: [tumour], subclones: true }
initial:
  tumour: { disc: { centre: [0 um, 0 um, 0 um], radius: 40 um } }
vessels: { points: [[10 um, 0 um, 0 um]] }
dissemination:
  ways: { blood: [liver, lung] }
  shear death: 0.05 1/min [assumed]
  organs:
    liver:
      share of output: 25 %
      arrest: 1.5
      extravasation: 0.01 1/min
      death of arrested cells: 0.01 1/min
      initiation: 0.0002 1/min
      death of solitary cells: 0.005 1/min
      outgrowth: 0.002 1/min
      growth: 0.002 1/min
      field: { lesions: 2 }
    lung: { share of output: 25 %, arrest: 0.2, extravasation: 0.001 1/min, death of arrested cells: 0.05 1/min }
record:
  series: [cell counts, tumour cells in liver, metastases in liver, survival surrogate]
  series every: 1 h
  snapshots: 4 h
  events: [division, arrival, subclone]
sites:
  liver:
    domain: { size: [100 um, 80 um, 20 um], voxel: 20 um }
    initial: { hepatocyte: { points: [[30 um, 30 um, 0 um]] } }
  lung:
    domain: { size: [60 um, 60 um, 20 um], voxel: 20 um }
`
