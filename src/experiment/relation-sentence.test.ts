import { describe, expect, test } from 'vitest'
import { parseRelation, relationText } from './relation-sentence.ts'

const names = new Map([
  ['arm', ['control', 'MSC', 'MSC + blocker', 'MSC and blocker', 'blocker']],
  ['endpoint', ['burden', 'CD8 in nests', 'CD8', 'share in MSC']],
  ['event', ['progression', 'late event']],
  ['parameter', ['antigenicity', 'cell types.CD8.volume', 'CD8 in nests']],
])

describe('a relation', () => {
  test.each([
    'burden in MSC + blocker keeps at most 50 % of the change from control to MSC',
    'share in MSC in MSC and blocker keeps at least 12.5 % of the change from control to MSC',
    'burden in MSC + blocker keeps 20 to 50 % of the change from control to MSC',
    'burden in MSC and blocker keeps at most 50 % of the change from control to MSC, counted from blocker',
    'share in MSC in MSC + blocker keeps 20 to 50 % of the change from control to MSC, counted from blocker',
    'MSC and blocker are synergistic in MSC and blocker against control, on burden',
    'antigenicity goes with a larger effect of MSC against control on CD8 in nests',
    'cell types.CD8.volume goes with a smaller effect of MSC against control on burden',
    'antigenicity goes with lower CD8 in nests in MSC and blocker, rho at least 0.2',
    'share in MSC goes with higher burden in MSC',
    'CD8 in nests tells progression in MSC, AUC above 0.6',
    'low cell types.CD8.volume tells late event in control',
    'late event is earlier in the lowest third of antigenicity in MSC + blocker',
    'progression is later in the highest third of CD8 in nests in control',
    'share in MSC rises over time in MSC',
    'burden falls over time in MSC and blocker',
    'share in MSC lies between 0.5 % and 5 % in MSC',
    'CD8 in nests lies between -1 um/min and 2 um/min in MSC and blocker',
    'burden lies between 100 and 300.5 in control',
  ])('%s: is read and written', (written) => {
    const found = parseRelation(written, names)
    expect(found?.ok === true && relationText(found.value)).toBe(written)
  })

  test('knows which part is which, though names hold its words', () => {
    const kept = parseRelation(
      'share in MSC in MSC and blocker keeps 20 to 35 % of the change from control to MSC + blocker',
      names,
    )
    expect(kept).toEqual({
      ok: true,
      value: {
        kind: 'keeps',
        endpoint: 'share in MSC',
        arm: 'MSC and blocker',
        from: 'control',
        to: 'MSC + blocker',
        least: 0.2,
        most: 0.35,
      },
    })
    // Of an endpoint and a parameter of one name, the endpoint.
    expect(parseRelation('CD8 in nests goes with higher burden in MSC', names)).toMatchObject({
      value: { predictor: { name: 'CD8 in nests' }, endpoint: 'burden' },
    })
    expect(parseRelation('antigenicity tells progression in MSC', names)).toMatchObject({
      value: { predictor: { name: 'antigenicity', isParameter: true } },
    })
  })

  test.each([
    ['burdn in MSC keeps at most 50 % of the change from control to blocker', 'burdn'],
    ['CD8 in nests in MSD keeps at most 50 % of the change from control to MSC', 'MSD'],
    [
      'burden in MSC and blocker keeps at most 50 % of the change from control to MSC, counted from bloker',
      'bloker',
    ],
    ['antigenicity goes with lower CD8 in nests in MSD and blocker', 'MSD and blocker'],
    ['antigenicty goes with a larger effect of MSC against control on burden', 'antigenicty'],
    ['CD8 tells progresion in MSC, AUC above 0.6', 'progresion'],
    ['burden rises over time in contrl', 'contrl'],
    ['burdn lies between 1 and 2 in MSC', 'burdn'],
  ])('%s: the unknown name is what is wrong', (written, wrong) => {
    const found = parseRelation(written, names)
    if (found === undefined || found.ok) throw new Error('should not be read')
    expect(written.slice(found.offset, found.offset + (found.length ?? 0))).toBe(wrong)
  })

  test.each([
    'burden in MSC keeps at most 50 % of the change from MSC to control',
    'burden in MSC and blocker keeps at most 50 % of the change from control to MSC, counted from control',
    'burden in blocker keeps 50 to 20 % of the change from control to MSC',
    'CD8 tells progression in MSC, AUC above 1',
    'CD8 goes with higher burden in MSC, rho at least 1.5',
    'MSC and MSC are synergistic in blocker against control, on burden',
    'burden lies between 2 and 1 in MSC',
  ])('%s: cannot be', (written) => {
    expect(parseRelation(written, names)).toMatchObject({ ok: false })
  })

  test('of another form is none', () => {
    expect(parseRelation('burden is higher in MSC than in control', names)).toBeUndefined()
    expect(parseRelation('burden in MSC keeps most of the change', names)).toBeUndefined()
    expect(parseRelation('burden lies between few and many in MSC', names)).toBeUndefined()
  })
})
