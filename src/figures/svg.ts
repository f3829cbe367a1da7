import type { Theme } from './theme.ts'

/** An attribute value; `undefined` leaves the attribute out. */
export type Attribute = string | number | undefined

const replacements: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Whether XML 1.0 allows a character at all: no controls but tab and line ends, no lone surrogates. */
function isAllowed(character: string): boolean {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d
  return !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff
}

/** Make text safe inside elements and quoted attributes of SVG and HTML. */
export function escapeText(text: string): string {
  let safe = ''
  for (const character of text) {
    safe += replacements[character] ?? (isAllowed(character) ? character : '\ufffd')
  }
  return safe
}

/** One element; `children` is markup already. */
export function element(
  name: string,
  attributes: Readonly<Record<string, Attribute>>,
  children = '',
): string {
  const list = Object.entries(attributes).map(([key, value]) => attribute(key, value))
  const open = `<${name}${list.join('')}`
  return children === '' ? `${open}/>` : `${open}>${children}</${name}>`
}

/** A line of text; escapes it. */
export function textElement(text: string, attributes: Readonly<Record<string, Attribute>>): string {
  return element('text', attributes, escapeText(text))
}

/** A group moved by (x, y) [figure units]. */
export function translated(x: number, y: number, children: string): string {
  return element('g', { transform: `translate(${round(x)} ${round(y)})` }, children)
}

/** Round a coordinate to two decimals, the finest a figure needs. */
export function round(value: number): number {
  const rounded = Math.round(value * 100) / 100
  return rounded === 0 ? 0 : rounded
}

/** What a figure is, for readers who cannot see it and for the file's width on paper. */
export interface Frame {
  /** [pt] */
  readonly width: number
  /** [pt] */
  readonly height: number
  readonly title: string
}

/** Wrap drawn content in an SVG document; one figure unit is one point on paper (1/72 inch). */
export function svgDocument(frame: Frame, theme: Theme, content: string): string {
  const margin = theme.inline ? 0 : 5
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: [-margin, -margin, frame.width + 2 * margin, frame.height + 2 * margin].map(round).join(' '),
      width: theme.inline ? undefined : `${round(frame.width)}pt`,
      height: theme.inline
        ? undefined
        : `${round((frame.height + 2 * margin) * (frame.width / (frame.width + 2 * margin)))}pt`,
      role: 'img',
      'aria-label': frame.title,
      'font-family': theme.fontFamily,
      'font-size': theme.fontSize,
      fill: theme.ink,
    },
    (theme.inline ? '' : element('title', {}, escapeText(frame.title)) + background(frame, margin, theme)) +
      content,
  )
}

function background(frame: Frame, margin: number, theme: Theme): string {
  const [width, height] = [frame.width + 2 * margin, frame.height + 2 * margin]
  return element('rect', { x: -margin, y: -margin, width, height, fill: theme.paper })
}

function attribute(key: string, value: Attribute): string {
  if (value === undefined || value === '') return ''
  return ` ${key}="${typeof value === 'number' ? round(value) : escapeText(value)}"`
}
