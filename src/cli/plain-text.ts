/** Terminals and scripts get plain characters. */
export function plain(text: string): string {
  return text
    .replaceAll(/[\u201c\u201d]/g, "'")
    .replaceAll(/[\u2212\u2013]/g, '-')
    .replaceAll('\u00a0', ' ')
    .replaceAll('\u00b2', '2')
}
