import { notify } from './notices.ts'
import { projectFileName, readProjectFile, writeProjectFile } from './project-file.ts'
import { type Project, useProject } from './project.ts'

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

/** Gives the reader a project as a file. */
export function downloadProject(project: Project): void {
  download(projectFileName(project), writeProjectFile(project), 'application/zip')
}

/** Opens a project from a file, or says why it cannot be. */
export async function openProjectFile(file: File): Promise<void> {
  const read = readProjectFile(new Uint8Array(await file.arrayBuffer()))
  if (read.ok) useProject.getState().open(read.project)
  else notify({ tone: 'problem', message: `${file.name}: ${read.why}` })
}
