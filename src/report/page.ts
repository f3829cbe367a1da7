import { text } from './html.ts'
import type { Markup } from './html.ts'
import { pageScript } from './page-script.ts'
import { styleSheet } from './style-sheet.ts'

/** Nothing may be loaded: images are data, style and script stand in the page. */
const policy =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/** What a page is about and what stands on it. */
export interface PageContent {
  /** The question, in the header and as the title. */
  readonly question: string
  /** A quiet line above it. */
  readonly above: string
  /** Of the program that made the page. */
  readonly version: string
  /** Declarations of the arms' colours on a light page and on a dark one. */
  readonly armColours: readonly [light: string, dark: string]
  /** The sections, one after the other; the contents list those that are there. */
  readonly main: Markup
}

/** One self-contained HTML page: header, contents, sections; it loads nothing. */
export function renderPage({ question, above, version, armColours, main }: PageContent): string {
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="milieu ${text(version)}">
<title>${text(question)}</title>
<style>${styleSheet(...armColours)}</style>
</head>
<body>
<header><div><p>${text(above)}</p><h1>${text(question)}</h1></div></header>
<div class="body">
<nav aria-label="Contents">${contents(main)}</nav>
<main>
${main}</main>
</div>
<script>${pageScript}</script>
</body>
</html>
`
}

/** Links to the sections; text of a summary is escaped, so that only sections of ours look like one. */
function contents(main: Markup): Markup {
  return [...main.matchAll(/<section id="([a-z]+)"><h2>([^<]*)<\/h2>/g)]
    .map(([, id = '', name = '']) => `<a href="#${id}">${name}</a>`)
    .join('')
}
