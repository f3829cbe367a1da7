import { type TrialSummary, effectText, levelName, verdictText } from '../../src/browser.ts'

/** What a change did to a measure, in a sentence with its interval. */
export interface TwinEffect {
  readonly arm: string
  /** When it was read off [min]. */
  readonly at: number
  /** `−12 cells [−30 to 5]` */
  readonly difference: string
  /** `95 % CI, paired t, 8 twin pairs` */
  readonly how: string
  readonly verdict: string
}

/** Effects on a measure at the last moment at or before [time] that the trial read it at [min]; none before the first. */
export function effectsAt(summary: TrialSummary, measure: string, time: number): readonly TwinEffect[] {
  const endpoint = summary.endpoints
    .filter((each) => each.measure === measure && each.at <= time)
    .toSorted((a, b) => b.at - a.at)[0]
  if (endpoint === undefined) return []
  return summary.effects
    .filter((effect) => effect.endpoint === endpoint.name)
    .map((effect) => ({
      arm: effect.arm,
      at: endpoint.at,
      difference: effectText(effect, endpoint.unit).difference,
      how: `${levelName(effect.level)}, ${effect.method}`,
      verdict: verdictText(effect),
    }))
}
