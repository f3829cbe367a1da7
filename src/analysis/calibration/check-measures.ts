import { compile } from '../../compile/compile.ts'
import { comparedArms } from '../../experiment/calibration.ts'
import type { Experiment } from '../../experiment/experiment.ts'
import type { Message, Path } from '../../model/issue.ts'
import { measureInOtherUnit, notOneMeasure } from '../../model/messages-calibration.ts'
import { sameDimension } from '../../units/dimension.ts'
import { requireUnit } from '../../units/unit.ts'
import type { Program } from '../../engine/program.ts'
import { resolveMeasure } from '../measures.ts'

/** A measure of a calibration that its model does not have, or that cannot be compared with the data; `unknown` words the first. */
export function checkFittedMeasures(
  { calibration, arms }: Experiment,
  unknown: (name: string, program: Program) => Message,
): readonly { readonly message: Message; readonly path: Path }[] {
  if (calibration === undefined) return []
  const compared = comparedArms(calibration)
  const programs = arms.filter(({ name }) => compared.includes(name)).map(({ model }) => compile(model))
  return calibration.comparisons.flatMap((comparison) => {
    const { name, measure, dataUnit } = comparison
    const path = ['calibration', 'quantities', name, 'measure']
    const lacking = programs.find((program) => resolveMeasure(measure, program) === undefined)
    if (lacking !== undefined) return [{ message: unknown(measure, lacking), path }]
    const [found, ...more] = programs.flatMap((program) => resolveMeasure(measure, program) ?? []).slice(0, 2)
    const isFamily = programs.some((program) => resolveMeasure(measure, program)?.length !== 1)
    if (found === undefined) return []
    if (isFamily)
      return [
        {
          message: notOneMeasure(
            measure,
            [found, ...more].map((one) => one.name),
          ),
          path,
        },
      ]
    const isRelative = comparison['relative to'] === 'start'
    const isSame = sameDimension(requireUnit(found.unit).dimension, dataUnit.dimension)
    if (isRelative || isSame) return []
    return [{ message: measureInOtherUnit(measure, found.unit, name, dataUnit.text), path }]
  })
}
