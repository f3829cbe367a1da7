import { notify } from '../app/notices.ts'
import { type Project, useProject } from '../app/project.ts'
import { readForm } from '../ask/experiment-form.ts'
import { modelPath } from './model-name.ts'
import { armsOfQuestion } from './arms-question.ts'

/** Arms that are seen side by side at most. */
const MOST_ARMS = 6

/** Puts the arms of a question where the Compare page finds them; a step that can be undone. */
export function watchArms(text: string): void {
  const { project, change } = useProject.getState()
  const { arms, common } = armsOfQuestion(text)
  const form = readForm(text)
  const model = form === undefined || form.model === '' ? project.model : modelPath(form.model)
  const seed = Number(form?.seed === '' ? 1 : (form?.seed ?? 1))
  change({ arms, model, session: sessionFor(project, { model, seed, common }) })
  const count = Object.keys(arms).length
  if (count > MOST_ARMS)
    notify({
      message: `The first ${MOST_ARMS} of ${count} arms are shown side by side: more are too small to see.`,
    })
}

/** The session of the project where it fits the question; else one that begins as the question does. */
function sessionFor(
  { session }: Project,
  { model, seed, common }: { readonly model: string; readonly seed: number; readonly common: string },
): Project['session'] {
  if (session.model === model && session.seed === seed && (session.changes ?? '') === common) return session
  const { files } = session
  return {
    format: 1,
    model,
    seed: Number.isSafeInteger(seed) ? seed : 1,
    actions: [],
    ...(files === undefined ? {} : { files }),
    ...(common === '' ? {} : { changes: common }),
  }
}
