import { projectOf, useProject } from '../app/project.ts'
import type { ShippedModel, ShippedTrial } from '../app/shipped-index.ts'
import { shippedTexts } from '../app/shipped.ts'

/** Opens a shipped model as a project of its own. */
export function openModel({ path, title }: ShippedModel): void {
  useProject.getState().open(projectOf(path, title))
}

/** Opens a shipped trial: its question to ask, its arms to compare, its model to watch. */
export async function openTrial({ path, question, model, changes }: ShippedTrial): Promise<void> {
  const experiment = (await shippedTexts())[path]
  useProject.getState().open({
    ...projectOf(modelPath(model), question),
    arms: changes,
    ...(experiment === undefined ? {} : { experiment }),
  })
}

/** Path of a trial's model: experiments name it from their own folder. */
export function modelPath(model: string): string {
  return model.replace(/^\.\.\//, '')
}

/** The picture of a model; models of one folder share it. */
export function pictureOf(path: string): string {
  return `cards/${path.split('/')[1] ?? ''}.webp`
}
