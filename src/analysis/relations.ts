import type { Experiment } from '../experiment/experiment.ts'
import { expectationText, isComparison } from '../experiment/expectation-schema.ts'
import type { Relation } from '../experiment/relation-sentence.ts'
import { expectedOutcome } from './effects.ts'
import type { Judgement, RelationData } from './judgement.ts'
import { judgeBand } from './judge-band.ts'
import { judgeKept, judgeSynergy, judgeTrend } from './relations-of-arms.ts'
import {
  judgeAssociation,
  judgeEffectAssociation,
  judgeTelling,
  judgeThirds,
} from './relations-of-subjects.ts'
import type { ExpectedOutcome } from './summary-results.ts'

/** The outcome of every expectation that is about more than the difference of two arms. */
export function relationOutcomes(
  { data }: Pick<Experiment, 'data'>,
  found: RelationData,
): readonly ExpectedOutcome[] {
  return data.expect.flatMap((expected) => {
    if (isComparison(expected)) return []
    const { key } = expected.provenance
    const judgement = judge(expected, found, data.pairing)
    const said = { text: expectationText(expected), ...(key === undefined ? {} : { source: key }) }
    return [expectedOutcome(said, judgement.met, judgement.judgedBy)]
  })
}

function judge(relation: Relation, found: RelationData, pairing: 'twins' | 'independent'): Judgement {
  switch (relation.kind) {
    case 'keeps':
      return judgeKept(relation, found, pairing)
    case 'synergistic':
      return judgeSynergy(relation, found, pairing)
    case 'trend':
      return judgeTrend(relation, found)
    case 'goes with':
      return judgeAssociation(relation, found)
    case 'effect goes with':
      return judgeEffectAssociation(relation, found)
    case 'tells':
      return judgeTelling(relation, found)
    case 'third':
      return judgeThirds(relation, found)
    case 'lies':
      return judgeBand(relation, found)
    default:
      return relation satisfies never
  }
}
