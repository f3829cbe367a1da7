import type { TrialSummary } from '../analysis/summary.ts'
import { armVariables, pageContext } from './context.ts'
import { text } from './html.ts'
import {
  evidenceSection,
  expectedSection,
  limitsSection,
  reproduceSection,
  sensitivitySection,
  simulatedSection,
} from './method-sections.ts'
import { pageScript } from './page-script.ts'
import { parameterSection } from './parameter-section.ts'
import {
  answerSection,
  effectsSection,
  keyFigureSection,
  timeCourseSection,
  tissueSection,
} from './results-sections.ts'
import { styleSheet } from './style-sheet.ts'

/** Anchors and names of the sections, in the order of the page. */
const contents = [
  ['answer', 'Answer'],
  ['key', 'Key figure'],
  ['effects', 'Effects'],
  ['courses', 'Time courses'],
  ['tissue', 'Tissue'],
  ['simulated', 'What was simulated'],
  ['evidence', 'Evidence and assumptions'],
  ['sensitivity', 'Sensitivity'],
  ['expected', 'Expected outcomes'],
  ['reproduce', 'Reproduce'],
  ['parameters', 'Parameters'],
  ['limits', 'Limits'],
] as const

/** Nothing may be loaded: images are data, style and script stand in the page. */
const policy =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/** Write the report of a trial: one self-contained HTML page; the same summary gives the same bytes. */
export function renderReport(summary: TrialSummary): string {
  const main = sections(summary)
  const links = contents
    .filter(([id]) => main.includes(`<section id="${id}">`))
    .map(([id, name]) => `<a href="#${id}">${name}</a>`)
    .join('')
  // A single run asks no question: its question is its title.
  const above = summary.title === summary.question ? `A run of ${summary.model.file}` : summary.title
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="milieu ${text(summary.provenance.version)}">
<title>${text(summary.question)}</title>
<style>${styleSheet(armVariables(summary, 'light'), armVariables(summary, 'dark'))}</style>
</head>
<body>
<header><div><p>${text(above)}</p><h1>${text(summary.question)}</h1></div></header>
<div class="body">
<nav aria-label="Contents">${links}</nav>
<main>
${main}</main>
</div>
<script>${pageScript}</script>
</body>
</html>
`
}

function sections(summary: TrialSummary): string {
  const context = pageContext(summary)
  return [
    answerSection(summary),
    keyFigureSection(summary, context),
    effectsSection(summary, context),
    timeCourseSection(summary, context),
    tissueSection(summary, context),
    simulatedSection(summary, context),
    evidenceSection(summary),
    sensitivitySection(summary),
    expectedSection(summary),
    reproduceSection(summary),
    parameterSection(summary),
    limitsSection(summary),
  ].join('')
}
