import type { TrialSummary } from '../analysis/summary.ts'
import { answerSection } from './answer-section.ts'
import { cloneSection } from './clone-section.ts'
import { armVariables, pageContext } from './context.ts'
import { timeCourseSection } from './course-section.ts'
import { designSection } from './design-section.ts'
import { effectsSection } from './effects-section.ts'
import { eventsSection } from './event-section.ts'
import { evidenceSection } from './evidence-section.ts'
import { keyFigureSection } from './key-figure-section.ts'
import { expectedSection } from './expected-section.ts'
import { isLarge } from './large-trial.ts'
import { limitsSection, reproduceSection } from './method-sections.ts'
import { renderPage } from './page.ts'
import { organismSection } from './organism-section.ts'
import { penetrationSection } from './penetration-section.ts'
import { parameterSection } from './parameter-section.ts'
import { responsesSection } from './response-section.ts'
import { sensitivitySection } from './sensitivity-section.ts'
import { simulatedSection } from './simulated-section.ts'
import { synergySection } from './synergy-section.ts'
import { tissueSection } from './tissue-section.ts'
import { twinsSection } from './twins-section.ts'

/** Write the report of a trial: one self-contained HTML page; the same summary gives the same bytes. */
export function renderReport(summary: TrialSummary): string {
  return renderPage({
    question: summary.question,
    // A single run asks no question: its question is its title.
    above: summary.title === summary.question ? `A run of ${summary.model.file}` : summary.title,
    version: summary.provenance.version,
    armColours: [armVariables(summary, 'light'), armVariables(summary, 'dark')],
    main: sections(summary),
  })
}

/** What emerged first, then how it was made, then how much to believe. */
function sections(summary: TrialSummary): string {
  const context = pageContext(summary)
  const expected = expectedSection(summary)
  const isLong = isLarge(summary)
  return [
    answerSection(summary),
    // Where many arms are compared, what was expected of them is the shortest way to read what came.
    isLong ? expected : '',
    organismSection(summary, context),
    keyFigureSection(summary, context),
    effectsSection(summary, context),
    eventsSection(summary, context),
    responsesSection(summary, context),
    synergySection(summary, context),
    designSection(summary, context),
    penetrationSection(summary, context),
    timeCourseSection(summary, context),
    tissueSection(summary, context),
    cloneSection(summary, context),
    simulatedSection(summary, context),
    twinsSection(summary),
    sensitivitySection(summary, context),
    evidenceSection(summary),
    isLong ? '' : expected,
    reproduceSection(summary),
    parameterSection(summary),
    limitsSection(summary),
  ].join('')
}
