/**
 * Cells with all that goes on inside of them, on both sides of a membrane: a network of differential equations with a delay and a
 * conversion, a Boolean one, and vesicles that carry between them what drives both. They divide and die. Numbers are chosen for
 * that, not for biology.
 */
export function inside(): string {
  return `format: 1
title: inside
domain: { size: [240 um, 200 um, 20 um], voxel: 20 um }
time: { stop: 1 day, fields: 1 min, mechanics: 1 min, phenotype: 6 min }
substrates:
  oxygen: { unit: mmHg, diffusion: 100000 um^2/min, decay: 0.1 1/min, initial: 30 mmHg, boundary: 38 mmHg }
vesicles:
  parcels: { diameter: 100 nm, free diffusion: 6 um^2/s, loss: 1e-5 1/s, cargo: { word: 300 molecules } }
cell types:
  sender:
    exchange: { oxygen: { uptake: 10 1/min } }
    motility: { speed: 1 um/min, persistence: 10 min }
    traits: { vigour: { value: 1, spread: 0.3, min: 0.1 } }
    cycle: { model: live, rate: 0.003 1/min }
    vesicles: { parcels: { release: 500 1/h } }
    network:
      nodes: { free: { start: 1 } }
      edges:
        - vigour and not late activate early, half at 1 and 0.3, hill 1.5 and 4, tau 30 min [assumed]
        - early activates late, half at 0.3, hill 3, tau 1 h, delay 1 h in 2 stages [assumed]
        - free becomes bound at 1 1/h, by oxygen, half at 30 mmHg [assumed]
        - bound becomes free at 0.5 1/h [assumed]
    rules:
      - late increases migration speed to 2 um/min, half at 0.2, hill 2 [assumed]
  receiver:
    motility: { speed: 0.5 um/min, persistence: 10 min }
    death: { apoptosis: { rate: 0.0005 1/min, duration: 30 min } }
    vesicles: { parcels: { uptake: 0.5 1/h } }
    cargo loss: { word: 0.1 1/h }
    boolean network:
      inputs: { heard: delivered word above 20 ymol }
      nodes:
        heard: {}
        awake: { logic: heard and not tired, up: 2 1/h }
        tired: { logic: awake, up: 1 1/h, down: 3 1/h }
    rules:
      - awake increases migration speed to 2 um/min, half at 0.5, hill 4 [assumed]
membranes:
  insert: { axis: x, at: 0 um }
initial:
  sender: { box: { low: [-110 um, -90 um, 0 um], high: [-20 um, 90 um, 0 um], count: 40 } }
  receiver: { box: { low: [20 um, -90 um, 0 um], high: [110 um, 90 um, 0 um], count: 30 } }
`
}
