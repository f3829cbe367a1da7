import { checkProject } from './project-check.ts'
import type { Project } from './project.ts'

/*
 * What is not saved yet when a page is left: the database answers later than the page is there, but this store answers at once. It holds a
 * few megabytes; a project that is larger loses at most the changes of the last moment.
 */

const key = (id: string): string => `milieu-draft:${id}`

/** Puts the state that is not saved yet where it survives the page. */
export function keepDraft(project: Project): void {
  try {
    localStorage.setItem(key(project.id), JSON.stringify(project))
  } catch {
    // Too large, or storage is refused: the database was asked, too.
  }
}

/** The state that was left unsaved, if there is one. */
export function readDraft(id: string): Project | undefined {
  const text = localStorage.getItem(key(id))
  if (text === null) return undefined
  try {
    const project = checkProject(JSON.parse(text))
    return typeof project === 'string' ? undefined : project
  } catch {
    return undefined
  }
}

/** Forgets it, once the database has it. */
export function dropDraft(id: string): void {
  localStorage.removeItem(key(id))
}
