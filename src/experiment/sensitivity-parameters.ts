import type { Provenance } from '../model/kit.ts'
import { type Arm, resolveFactors, standingAt } from './arm.ts'
import { endsOf } from './check-varied.ts'
import { parameterOverrides } from './design.ts'
import { type Experiment, amendedModel } from './experiment.ts'
import { type NamedNumber, namedNumbers } from './named-numbers.ts'
import type { SensitivityData } from './sensitivity-schema.ts'
import { type Varied, variedParameters } from './varied-schema.ts'

/** Numbers whose effect is asked for, and what had to be changed about them. */
export interface SensitivityParameters {
  /** With what stands in the model where they are factors. */
  readonly parameters: readonly Varied[]
  /** How each is known [parameters]. */
  readonly kinds: readonly Provenance['kind'][]
  /** What readers should know: ranges that had to be narrowed, numbers left out. */
  readonly notes: readonly string[]
}

/** The parameters of a sensitivity, with ranges of words narrowed to what makes valid models. */
export function sensitivityParameters(
  experiment: Experiment,
  sensitivity: SensitivityData,
): SensitivityParameters {
  const { arms } = experiment
  const notes: string[] = []
  const written =
    typeof sensitivity.parameters === 'string'
      ? namedNumbers(arms, sensitivity).flatMap(
          (number) => narrowed(experiment, number, sensitivity, notes) ?? [],
        )
      : variedParameters(sensitivity.parameters)
  const parameters = resolveFactors(arms, written)
  return { parameters, kinds: parameters.map((one) => kindOf(one, arms)), notes }
}

/** A factor of the number; where an end of the range makes no valid model, the number as it stands takes its place. */
function narrowed(
  experiment: Experiment,
  { path, name, provenance, arms }: NamedNumber,
  { range }: SensitivityData,
  notes: string[],
): Varied | undefined {
  const parameter: Varied = {
    name,
    paths: [path],
    unit: range.unit,
    ...(arms.length === experiment.arms.length ? {} : { arms }),
    text: range.text,
    provenance,
    distribution: range.distribution,
  }
  const { low, high } = endsOf(range.distribution)
  const bad = [low, high].filter((factor) => !isValid(experiment, parameter, factor))
  if (bad.length === 0) return parameter
  const [from, to] = [bad.includes(low) ? 1 : low, bad.includes(high) ? 1 : high]
  if (!(from < to)) {
    notes.push(`${path} is left out: neither ${low} nor ${high} times makes a valid model`)
    return undefined
  }
  notes.push(`${path} varies from ${from} to ${to} times: ${bad.join(' and ')} times makes no valid model`)
  return {
    ...parameter,
    text: `log-uniform from ${from} to ${to} times`,
    distribution: { kind: 'log-uniform', low: from, high: to },
  }
}

function isValid(experiment: Experiment, parameter: Varied, factor: number): boolean {
  const [resolved = parameter] = resolveFactors(experiment.arms, [parameter])
  const names = parameter.arms ?? experiment.arms.map(({ name }) => name)
  return names.every((arm) => {
    const { model } = amendedModel(experiment, arm, parameterOverrides(resolved, factor, arm))
    return model !== undefined
  })
}

/** A factor says how far a number may be off, the number's own source how it is known. */
function kindOf({ unit, paths, arms: own, provenance }: Varied, arms: readonly Arm[]): Provenance['kind'] {
  if (unit !== 'times') return provenance.kind
  const kinds = arms
    .filter(({ name }) => own?.includes(name) ?? true)
    .flatMap((arm) => paths.flatMap((path) => standingAt(arm, path)?.provenance?.kind ?? []))
  return kinds[0] ?? provenance.kind
}
