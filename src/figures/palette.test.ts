import { describe, expect, it } from 'vitest'
import type { ArmSummary } from '../analysis/summary.ts'
import { contrastRatio } from './colour-space.ts'
import { perceivedDistance } from './colour-vision.ts'
import type { ColourVision } from './colour-vision.ts'
import { armStyles, cellTypeColour, darkArms, knownCellTypes, lightArms, tissueGround } from './palette.ts'

const visions: readonly ColourVision[] = ['normal', 'protan', 'deutan', 'tritan']

/** Two and a half times the least difference seen side by side (0.02 in OKLab). */
const leastDistance = 0.05

describe('cell-type colours', () => {
  const colours = knownCellTypes().map((name) => cellTypeColour({ name, lineage: 'other' }))

  it.each(visions)('differ from each other with %s vision', (vision) => {
    const pairs = colours.flatMap((first, index) =>
      colours.slice(index + 1).map((second) => [first, second] as const),
    )
    const distances = pairs.map(([first, second]) => perceivedDistance(first, second, vision))
    expect(Math.min(...distances)).toBeGreaterThan(leastDistance)
  })

  it.each(visions)('differ from the ground with %s vision', (vision) => {
    const distances = colours.map((colour) => perceivedDistance(colour, tissueGround, vision))
    expect(Math.min(...distances)).toBeGreaterThan(3 * leastDistance)
  })

  it('are found by other spellings', () => {
    const tumour = cellTypeColour({ name: 'tumour', lineage: 'tumour' })
    expect(cellTypeColour({ name: 'Tumor', lineage: 'tumour' })).toBe(tumour)
    expect(cellTypeColour({ name: 'CD8_T_cells', lineage: 'lymphoid' })).toBe(
      cellTypeColour({ name: 'CD8', lineage: 'lymphoid' }),
    )
  })

  it('follow the model where it names one, and nothing that is not a colour', () => {
    expect(cellTypeColour({ name: 'tumour', colour: '#12AB9F', lineage: 'tumour' })).toBe('#12ab9f')
    const hostile = cellTypeColour({ name: 'tumour', colour: 'red;background:url(x)', lineage: 'tumour' })
    expect(hostile).toBe(cellTypeColour({ name: 'tumour', lineage: 'tumour' }))
  })

  it('of unknown types depend on the name and the lineage alone', () => {
    const first = cellTypeColour({ name: 'gamma delta T', lineage: 'lymphoid' })
    expect(first).toMatch(/^#[0-9a-f]{6}$/)
    expect(cellTypeColour({ name: 'gamma delta T', lineage: 'lymphoid' })).toBe(first)
    expect(cellTypeColour({ name: 'gamma delta T', lineage: 'stroma' })).not.toBe(first)
    expect(cellTypeColour({ name: 'mucosal T', lineage: 'lymphoid' })).not.toBe(first)
  })
})

function arm(name: string, role: ArmSummary['role']): ArmSummary {
  return { name, role, description: [], doses: [] }
}

describe('arms', () => {
  it('keep the contrast of text on their pages', () => {
    for (const colour of [...lightArms.control, ...lightArms.treatment]) {
      expect(contrastRatio(colour, '#fcfcfd')).toBeGreaterThan(4.5)
    }
    for (const colour of [...darkArms.control, ...darkArms.treatment]) {
      expect(contrastRatio(colour, '#12161d')).toBeGreaterThan(4.5)
    }
  })

  it('draw a combination dashed, in neither colour of its parts', () => {
    const styles = armStyles(
      [arm('none', 'control'), arm('A', 'treatment'), arm('B', 'treatment'), arm('A + B', 'treatment')],
      lightArms,
    )
    expect(styles.get('none')).toEqual({ colour: lightArms.control[0], dash: '' })
    expect(styles.get('A')?.colour).toBe(lightArms.treatment[0])
    expect(styles.get('B')?.colour).toBe(lightArms.treatment[1])
    expect(styles.get('A + B')?.dash).not.toBe('')
    expect(lightArms.treatment.slice(0, 2)).not.toContain(styles.get('A + B')?.colour)
  })

  it('keep their colours when an arm is added after them', () => {
    const few = armStyles([arm('none', 'control'), arm('A', 'treatment')], lightArms)
    const many = armStyles([arm('none', 'control'), arm('A', 'treatment'), arm('B', 'treatment')], lightArms)
    expect(many.get('A')).toEqual(few.get('A'))
  })
})
