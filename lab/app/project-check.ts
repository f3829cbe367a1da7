import type { Project } from './project.ts'

/** Longest name of a project; chosen: a line. */
const LONGEST_NAME = 120

/**
 * A project from where anything may stand: a file, a database of an older version. Says what is wrong in a sentence instead of a
 * project. What it does not know is kept: parts of a page's own, which that page reads with care.
 */
export function checkProject(value: unknown): Project | string {
  if (!isRecord(value)) return 'it holds no project'
  const { id, name, model, files, arms, session, experiment } = value
  if (typeof id !== 'string' || id === '') return 'its project has no id'
  if (typeof name !== 'string') return 'its project has no name'
  if (typeof model !== 'string') return 'its project names no model'
  if (!isTexts(files)) return 'its documents are not texts'
  if (!isTexts(arms)) return 'its arms are not texts'
  if (experiment !== undefined && typeof experiment !== 'string') return 'its experiment is not a text'
  const wrong = wrongWithSession(session)
  if (wrong !== undefined) return wrong
  // Checked above: every part that a project must have is there and has its kind.
  return { ...value, name: name.slice(0, LONGEST_NAME) } as unknown as Project
}

function wrongWithSession(session: unknown): string | undefined {
  if (!isRecord(session) || session['format'] !== 1)
    return 'its session is of a format that is not known here'
  const { model, seed, actions, files, changes, reached } = session
  if (typeof model !== 'string') return 'its session names no model'
  if (!isWhole(seed)) return 'the seed of its session is no whole number'
  if (!Array.isArray(actions) || !actions.every(isAction)) return 'an action of its session is not complete'
  if (files !== undefined && !isTexts(files)) return 'documents of its session are not texts'
  if (changes !== undefined && typeof changes !== 'string') return 'changes of its session are not a text'
  if (reached !== undefined && !(isRecord(reached) && isWhole(reached['tick'])))
    return 'the end of its session is not complete'
  return undefined
}

function isAction(value: unknown): boolean {
  return (
    isRecord(value) &&
    isWhole(value['tick']) &&
    typeof value['change'] === 'string' &&
    typeof value['label'] === 'string'
  )
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return isRecord(value) && Object.values(value).every((text) => typeof text === 'string')
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
