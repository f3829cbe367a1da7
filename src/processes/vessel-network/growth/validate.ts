import type { ModelData } from '../../../model/assemble.ts'
import type { IssueSink, Path } from '../../../model/issue.ts'
import type { Quantity } from '../../../model/kit.ts'
import { amountIntoNoConcentration, notInSubstrateUnit } from '../../../model/messages.ts'
import { fitsSubstrate, substrateUnit } from '../../../model/substrate-unit.ts'
import { writeQuantity } from '../../../units/quantity.ts'
import { needsSprouting, slowerWith } from './messages.ts'
import type { Felt } from './schema-felt.ts'
import type { GrowthSection } from './schema.ts'

/** What amounts can be added to, and what dissociation constants compare. */
const CONCENTRATION = 'nM'

const written = ({ value, unit }: Quantity): string => writeQuantity(value, unit)

/** Reports levels in another unit than their substrate, amounts into what is no concentration, and keys that do nothing alone. */
export function validateGrowth(
  model: ModelData,
  section: GrowthSection | undefined,
  sink: IssueSink,
  isLost: (substrate: string) => boolean = () => false,
): void {
  if (section === undefined) return
  const check: Check = (substrate, text, unit, path) => {
    if (isLost(substrate) || fitsSubstrate(model, substrate, unit)) return
    sink.report(notInSubstrateUnit(text, substrate, substrateUnit(model, substrate) ?? ''), [
      ...PLACE,
      ...path,
    ])
  }
  const { sprouting, tie2, pericytes } = section
  if (sprouting !== undefined) {
    checkFelt(sprouting.by, ['sprouting', 'by'], check)
    check(sprouting.by.substrate, written(sprouting.least), sprouting.least.unit, ['sprouting', 'least'])
    const { without, most } = sprouting.speed
    if (most.value < without.value)
      sink.report(slowerWith(written(without), written(most)), [...PLACE, 'sprouting', 'speed'])
  }
  if (tie2 !== undefined) {
    const { substrate, constant, 'blocked by': blockers } = tie2['opened by']
    check(substrate, written(constant), constant.unit, ['tie2', 'opened by', 'constant'])
    checkBlockers(blockers, ['tie2', 'opened by'], check)
  }
  if (pericytes !== undefined) checkFelt(pericytes.by, ['pericytes', 'by'], check)
  checkSecretion(model, section, sink, check)
  if (sprouting === undefined && (section.regression?.withdrawal.value ?? 0) > 0)
    sink.report(needsSprouting('withdrawal'), [...PLACE, 'regression', 'withdrawal'])
}

const PLACE = ['vessel network'] as const

type Check = (substrate: string, text: string, unit: string, path: Path) => void

function checkFelt(felt: Felt, path: Path, check: Check): void {
  check(felt.substrate, written(felt.half), felt.half.unit, [...path, 'half'])
  checkBlockers(felt['blocked by'], path, check)
}

function checkBlockers(blockers: Felt['blocked by'], path: Path, check: Check): void {
  for (const [substrate, constant] of Object.entries(blockers))
    check(substrate, written(constant), constant.unit, [...path, 'blocked by', substrate])
}

function checkSecretion(
  model: ModelData,
  { secretes = {} }: GrowthSection,
  sink: IssueSink,
  check: Check,
): void {
  for (const [substrate, { by }] of Object.entries(secretes)) {
    const path = ['secretes', substrate]
    if (by !== undefined) checkFelt(by, [...path, 'by'], check)
    if (!fitsSubstrate(model, substrate, CONCENTRATION))
      sink.report(
        amountIntoNoConcentration('what vessels secrete', substrate, substrateUnit(model, substrate) ?? ''),
        [...PLACE, ...path],
      )
  }
}
