import type { CalibrationSummary } from '../analysis/calibration/summary.ts'
import type { TrialSummary } from '../analysis/summary.ts'
import { courseGrid, isInPanels } from '../figures/course-multiples.ts'
import { forestFigure, hasRatios } from '../figures/forest.ts'
import { spiderFigure, waterfallFigure } from '../figures/responses.ts'
import { stripPlot } from '../figures/strip-plot.ts'
import { survivalFigure } from '../figures/survival.ts'
import { penetrationFigure, profiledSubstrates } from '../figures/penetration.ts'
import { paperContext } from '../figures/theme.ts'
import { timeCourse } from '../figures/time-course.ts'
import { calibrationDrawings, checkedTime } from './calibration-drawings.ts'
import {
  cloneDrawings,
  designDrawings,
  organismDrawings,
  sensitivityDrawings,
  synergyDrawings,
} from './drawings.ts'
import { fieldStrip, signalStrip, tissueStrip } from '../figures/tissue-strip.ts'

/** Size of a figure of penetration [pt]. */
const PENETRATION_SIZE = { width: 360, height: 200 } as const

/** Draw every figure of a trial for paper: file name -> SVG with real text; the same summary gives the same bytes. */
export function renderFigures(summary: TrialSummary): Record<string, string> {
  const context = paperContext(summary)
  const figures: Record<string, string> = {}
  const add = (name: string, svg: string): void => {
    figures[freeName(name, figures)] = svg
  }
  if (summary.effects.length > 0) add('effects', forestFigure(summary, context))
  if (hasRatios(summary.effects)) add('effects-ratio', forestFigure(summary, context, 'ratio'))
  for (const series of summary.series)
    add(
      `time-course-${series.measure}`,
      isInPanels(summary) ? courseGrid(summary, series, context) : timeCourse(summary, series, context),
    )
  for (const endpoint of summary.endpoints)
    add(`endpoint-${endpoint.name}`, stripPlot(summary, endpoint, context))
  for (const event of summary.survival ?? [])
    add(`time-to-${event.name}`, survivalFigure(summary, event, context))
  for (const response of summary.responses ?? []) {
    add(`waterfall-${response.name}`, waterfallFigure(summary, response, context))
    add(`spider-${response.name}`, spiderFigure(summary, response, context))
  }
  for (const { name, svg } of [
    ...synergyDrawings(summary, context),
    ...designDrawings(summary, context),
    ...sensitivityDrawings(summary, context),
  ])
    add(name, svg)
  for (const substrate of profiledSubstrates(summary))
    add(`penetration-${substrate}`, penetrationFigure(summary, substrate, context, PENETRATION_SIZE))
  if (summary.tissue.length > 0) add('tissue', tissueStrip(summary, context))
  const signal = summary.tissue.find((tissue) => tissue.signal !== undefined)?.signal
  if (signal !== undefined) add(`tissue-${signal.name}`, signalStrip(summary, context))
  const substrates = new Set(
    summary.tissue.flatMap((tissue) => tissue.fields.map((field) => field.substrate)),
  )
  for (const substrate of substrates) add(`field-${substrate}`, fieldStrip(summary, substrate, context))
  for (const { name, svg } of [...cloneDrawings(summary, context), ...organismDrawings(summary, context)])
    add(name, svg)
  return figures
}

/** Draw every figure of a calibration for paper: file name -> SVG with real text. */
export function renderCalibrationFigures(summary: CalibrationSummary): Record<string, string> {
  const context = paperContext({ arms: [], duration: checkedTime(summary) })
  const figures: Record<string, string> = {}
  for (const { name, svg } of calibrationDrawings(summary, context)) figures[freeName(name, figures)] = svg
  return figures
}

/** A safe file name that no other figure has: letters, digits and hyphens, at most 80. */
function freeName(name: string, taken: Readonly<Record<string, string>>): string {
  const base = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80)
  let candidate = `${base}.svg`
  for (let number = 2; candidate in taken; number++) candidate = `${base}-${number}.svg`
  return candidate
}
