/** Gives the reader bytes or a text as a file. */
export function download(name: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // Browsers begin a download a moment after the click; a minute is more than any of them needs.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
