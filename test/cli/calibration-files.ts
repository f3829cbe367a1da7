/** Files of a calibration that takes seconds, for the workbench: a rate of division, fitted to made-up counts. */

const ROWS: string[] = ['condition,subject,time [h],quantity,value,unit']
for (const [condition, factor] of [
  ['slow', 1],
  ['fast', 1.4],
] as const)
  for (const [hours, count] of [
    [3, 22],
    [6, 27],
  ] as const)
    for (const [subject, error] of [0.9, 1, 1.1].entries())
      ROWS.push(`${condition},${subject},${hours},cells,${count * factor * error},`)

/** Fits one condition and holds back the other. */
export const FIT = `format: 1
question: How fast do the cells divide?
model: model.yaml
replicates: 1
arms:
  slow: {}
  fast: { scale: { cell types.tumour.cycle.rate: 2 } }
endpoints: { burden: { measure: tumour cells } }
calibration:
  data: { file: cells.csv, reference: made up for a test, licence: none }
  conditions: { slow: slow, fast: fast }
  quantities: { cells: { measure: tumour cells, scale: log } }
  hold back: { conditions: [fast] }
  parameters: { cell types.tumour.cycle.rate: "uniform from 0.0002 to 0.003 1/min [assumed]" }
  population: 10
  budget: 30
  predictions: 10
`

/** The table that it is fitted to. */
export const CELLS = ROWS.join('\n')
