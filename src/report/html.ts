import { escapeText } from '../figures/svg.ts'

/** Markup that is already safe; text from a summary becomes it through `text` alone. */
export type Markup = string

/** Make text safe to stand in a page. */
export function text(value: string): Markup {
  return escapeText(value)
}

/** A section with an anchor and a heading. */
export function section(id: string, heading: string, ...content: readonly Markup[]): Markup {
  return `<section id="${id}"><h2>${text(heading)}</h2>\n${content.join('\n')}</section>\n`
}

/** A paragraph of plain text. */
export function paragraph(value: string, className = ''): Markup {
  return `<p${classAttribute(className)}>${text(value)}</p>`
}

/** A column of a table. */
export interface Column {
  /** Markup of its head. */
  readonly head: Markup
  /** Numbers stand at the right with digits of one width. */
  readonly numeric?: boolean
  /** Never broken over lines. */
  readonly whole?: boolean
}

/** A table that scrolls inside itself where the page is narrow; cells are markup. */
export function table(columns: readonly Column[], rows: readonly (readonly Markup[])[], id = ''): Markup {
  const head = columns.map((column) => `<th scope="col"${cellClass(column)}>${column.head}</th>`).join('')
  const body = rows.map(
    (row) => `<tr>${row.map((cell, index) => `<td${cellClass(columns[index])}>${cell}</td>`).join('')}</tr>`,
  )
  const attribute = id === '' ? '' : ` id="${id}"`
  return `<div class="scroll" tabindex="0" role="group" aria-label="table"><table${attribute}><thead><tr>${head}</tr></thead>\n<tbody>${body.join('\n')}</tbody></table></div>`
}

/** A drawing with what it shows beneath. */
export function figure(drawing: Markup, caption: string, className = ''): Markup {
  const below = caption === '' ? '' : `<figcaption>${text(caption)}</figcaption>`
  return `<figure${classAttribute(className)}>${drawing}${below}</figure>`
}

/** CSS pixels per figure unit at which type of a figure is as large as that of captions; chosen: 8 pt become 11 px. */
const pixelsPerUnit = 1.4

/** A drawing alone, no wider than its type asks for, in a frame that scrolls where the page is narrower than `least` [px]. */
export function single(drawing: Markup, least = 0): Markup {
  const width = Number(/viewBox="0 0 ([\d.]+) /.exec(drawing)?.[1] ?? 400)
  const size = `max-width:${Math.round(width * pixelsPerUnit)}px;min-width:${Math.min(least, Math.round(width * pixelsPerUnit))}px`
  return `<div class="scroll" tabindex="0" role="group" aria-label="figure"><div style="${size}">${drawing}</div></div>`
}

/** Terms and what they are, in two columns. */
export function definitions(entries: readonly (readonly [term: string, value: Markup])[]): Markup {
  return `<dl>${entries.map(([term, value]) => `<dt>${text(term)}</dt><dd>${value}</dd>`).join('')}</dl>`
}

/** A reference as a link where it is a DOI or an https address, otherwise as text. */
export function reference(value: string): Markup {
  const doi = /^doi:\s*(10\.\d{4,9}\/\S+)$/i.exec(value)?.[1]
  const address = doi === undefined ? /^https:\/\/\S+$/.exec(value)?.[0] : `https://doi.org/${encodeURI(doi)}`
  if (address === undefined) return text(value)
  return `<a href="${text(address)}" rel="noreferrer">${text(doi === undefined ? value : `doi:${doi}`)}</a>`
}

function cellClass(column: Column | undefined): string {
  return classAttribute([column?.numeric ? 'number' : '', column?.whole ? 'whole' : ''].join(' ').trim())
}

function classAttribute(name: string): string {
  return name === '' ? '' : ` class="${name}"`
}
