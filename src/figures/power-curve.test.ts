import { expect, test } from 'vitest'
import type { PlannedStudy } from '../analysis/study-size.ts'
import { powerCurve } from './power-curve.ts'
import { paperContext } from './theme.ts'

const context = paperContext({ arms: [], duration: 1440 })

const study = (pessimistic: number | null): PlannedStudy => ({
  size: {
    endpoint: 'burden',
    arm: 'treated',
    against: 'control',
    kind: 'mean',
    method: 'unpaired t test',
    spread: '',
    likely: 1,
    optimistic: 2,
    pessimistic,
    sizes: [{ power: 0.8, likely: 20, optimistic: 6, pessimistic: pessimistic === null ? null : 80 }],
    notes: [],
  },
  powerAt: (n, which) => {
    if (which === 'pessimistic' && pessimistic === null) return null
    return Math.min(1, n / { likely: 25, optimistic: 8, pessimistic: 100 }[which])
  },
})

test('draws a curve per effect that there may be, named where it ends, half again as far as needed', () => {
  const svg = powerCurve(study(0.5), context)
  expect(svg.match(/<path /g)).toHaveLength(3)
  for (const name of ['optimistic', 'likely', 'pessimistic', 'subjects per group', 'treated against control'])
    expect(svg).toContain(name)
  // Half again as far as 20 are 30; the other axis has 0 to 100 in steps of 20.
  expect(svg).toMatch(/>30</)
  expect(svg).not.toMatch(/>50</)
  expect(powerCurve(study(0.5), context)).toBe(svg)
})

test('leaves out what there may not be at all', () => {
  const svg = powerCurve(study(null), context)
  expect(svg.match(/<path /g)).toHaveLength(2)
  expect(svg).not.toContain('pessimistic')
  expect(svg).not.toContain('NaN')
})
