/** A file's name from what a model is called and when: `colorectal-carcinoma-1d-04h15.csv`. */
export function fileName(title: string, clock: string, ending: string): string {
  const plain = `${title} ${clock.replace(':', 'h')}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  return `${plain.replaceAll(/^-|-$/g, '').slice(0, 80)}.${ending}`
}
