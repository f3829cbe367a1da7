import type { CalibrationSummary } from '../analysis/calibration/summary.ts'
import { pairsFigure } from '../figures/parameter-pairs.ts'
import { posteriorFigure } from '../figures/posterior.ts'
import { predictiveCheck, toleranceFigure } from '../figures/predictive-check.ts'
import type { FigureContext } from '../figures/theme.ts'
import type { Drawing } from './drawings.ts'

/** The latest time of any check [min], which decides between days, hours and minutes. */
export function checkedTime({ checks }: CalibrationSummary): number {
  return Math.max(
    1,
    ...checks.flatMap(({ times, observed }) => [...times, ...observed.map(({ time }) => time)]),
  )
}

/** What was believed of each parameter before and after. */
export function posteriorDrawings({ parameters }: CalibrationSummary, context: FigureContext): Drawing[] {
  return parameters.map((parameter) => ({
    name: `posterior-${parameter.name}`,
    svg: posteriorFigure(parameter, context),
  }))
}

/** Measurements against predictions: those that were fitted, or those held back. */
export function checkDrawings(
  { checks }: CalibrationSummary,
  isHeldBack: boolean,
  context: FigureContext,
): Drawing[] {
  return checks
    .filter((check) => check.isHeldBack === isHeldBack)
    .map((check) => ({
      name: `check-${check.condition}-${check.quantity}`,
      svg: predictiveCheck(
        check,
        context,
        checks.filter((other) => other.quantity === check.quantity && other.unit === check.unit),
      ),
    }))
}

/** Every figure of a calibration. */
export function calibrationDrawings(summary: CalibrationSummary, context: FigureContext): Drawing[] {
  const { generations, parameters } = summary
  return [
    ...posteriorDrawings(summary, context),
    ...(parameters.length > 1 ? [{ name: 'pairs', svg: pairsFigure(summary, context) }] : []),
    ...checkDrawings(summary, false, context),
    ...checkDrawings(summary, true, context),
    ...(generations.length > 0 ? [{ name: 'tolerance', svg: toleranceFigure(generations, context) }] : []),
  ]
}
