/** Gives the reader a file. */
export function download(name: string, content: BlobPart, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser has taken the content when the click is done; a minute is for slow disks.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}

/** A file's name from what a model is called and when: `colorectal-carcinoma-1d-04h15.csv`. */
export function fileName(title: string, clock: string, ending: string): string {
  const plain = `${title} ${clock.replace(':', 'h')}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  return `${plain.replaceAll(/^-|-$/g, '').slice(0, 80)}.${ending}`
}
