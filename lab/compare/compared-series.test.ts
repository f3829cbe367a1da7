import { expect, test } from 'vitest'
import type { RunInfo } from '../workers/run-api.ts'
import { comparedSeries } from './compared-series.ts'

const series = ['tumour cells', 'metastases in liver', 'arrested cells in liver'].map((name) => ({
  name,
  unit: '1',
}))

test('arms are compared by what the model records and by what matters most of a body', () => {
  const numbers = [
    { name: 'metastases in liver', unit: '1', role: 'macro', organ: 'liver' },
    { name: 'arrested cells in liver', unit: 'cells', role: 'arrested', organ: 'liver' },
  ] as const
  // the other parts of a run are not looked at
  const info = { series, organism: { sites: [], organs: ['liver'], numbers } } as unknown as RunInfo
  expect(comparedSeries(info).map(({ name }) => name)).toEqual(['tumour cells', 'metastases in liver'])
  const tissue = { series } as unknown as RunInfo
  expect(comparedSeries(tissue)).toEqual(series)
})
