import { describe, expect, it } from 'vitest'
import { byUnit, rowAt, seriesCsv } from './series-table.ts'

const names = [
  { name: 'tumour', unit: 'cells' },
  { name: 'mean oxygen', unit: 'mmHg' },
  { name: 'a, b', unit: '' },
]

describe('a table of series', () => {
  it('has units in its header and a row per time', () => {
    const rows = {
      times: Float64Array.of(0, 120),
      values: [
        [1, 2],
        [0.1, 0.25],
        [3, 4],
      ].map((v) => Float64Array.from(v)),
    }
    expect(seriesCsv(names, rows)).toBe(
      'time [min],tumour [cells],mean oxygen [mmHg],"a, b"\n0,1,0.1,3\n120,2,0.25,4\n',
    )
  })
  it('is no formula for a spreadsheet', () => {
    const rows = { times: Float64Array.of(0), values: [Float64Array.of(1)] }
    expect(seriesCsv([{ name: '=HYPERLINK(1)', unit: '' }], rows)).toBe("time [min],'=HYPERLINK(1)\n0,1\n")
  })
  it('groups what shares an axis', () => {
    expect(byUnit([...names, { name: 'CD8', unit: 'cells' }]).map((each) => each.indices)).toEqual([
      [0, 3],
      [1],
      [2],
    ])
  })
  it('is read at the last time before', () => {
    expect([-1, 0, 119, 120, 500].map((time) => rowAt([0, 120, 240], time))).toEqual([0, 0, 0, 1, 2])
  })
})
