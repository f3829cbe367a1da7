import type { Position } from '../../src/browser.ts'
import { useProject } from '../app/project.ts'
import { documents } from '../app/shipped.ts'
import { beginEditing, offsetOf, openFile } from '../edit/editing.ts'

/** Has the Edit page show a line of the model. */
export async function openLine({ file, line, column, length }: Position): Promise<void> {
  const { model, files } = useProject.getState().project
  const text = (await documents([file], files))[file] ?? ''
  const from = offsetOf(text, line, column)
  beginEditing(model)
  openFile(file, { from, to: from + length })
}
