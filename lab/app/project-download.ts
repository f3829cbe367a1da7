import { download } from './download.ts'
import { notify } from './notices.ts'
import { projectFileName, readProjectFile, writeProjectFile } from './project-file.ts'
import { type Project, useProject } from './project.ts'

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
