import { describe, expect, it } from 'vitest'
import { parseModel } from './parse-model.ts'

const codesOf = (rules: string, rate: string): readonly string[] => {
  const text = `format: 1
title: A killer and its target
domain: { size: [100 um, 100 um, 20 um] }
time: { stop: 1 h }
cell types:
  tumour: { rules: [${rules}] }
  killer: { interaction: { attack: { tumour: ${rate} } } }
`
  const { issues } = parseModel('killer.yaml', () => ({ ok: true, text }))
  return issues.filter(({ severity }) => severity !== 'note').map(({ code }) => code)
}

describe('an attack whose target has no rule about damage', () => {
  it('is warned of', () => {
    expect(codesOf('', '0.1 1/min')).toEqual(['harmless-attack'])
  })

  it('is nothing to warn of where a rule says what damage does, or where nobody attacks', () => {
    const rule = '"damage increases apoptosis to 0.1 1/min, half at 15, hill 8 [assumed]"'
    expect(codesOf(rule, '0.1 1/min')).toEqual([])
    expect(codesOf('', '0 1/min')).toEqual([])
  })
})
