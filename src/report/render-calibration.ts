import type { CalibrationSummary } from '../analysis/calibration/summary.ts'
import { checkedTime } from './calibration-drawings.ts'
import {
  calibrationAnswer,
  checksSection,
  dataSection,
  fitSection,
  pairsSection,
  posteriorSection,
} from './calibration-sections.ts'
import { pageContext } from './context.ts'
import { limitsSection, reproduceSection } from './method-sections.ts'
import { renderPage } from './page.ts'

/** Write the page of a calibration: one self-contained HTML page; the same summary gives the same bytes. */
export function renderCalibration(summary: CalibrationSummary): string {
  const context = pageContext({ arms: [], duration: checkedTime(summary) })
  return renderPage({
    question: summary.question,
    above: summary.title,
    version: summary.provenance.version,
    armColours: ['', ''],
    main: [
      calibrationAnswer(summary),
      posteriorSection(summary, context),
      checksSection(summary, context),
      pairsSection(summary, context),
      fitSection(summary, context),
      dataSection(summary),
      reproduceSection(summary),
      limitsSection(summary),
    ].join(''),
  })
}
