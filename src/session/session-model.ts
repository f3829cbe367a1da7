import { type ParsedModel, hasErrors, parseModel } from '../compile/parse-model.ts'
import { amendedRoot } from '../experiment/arm-changes.ts'
import type { ArmChange } from '../experiment/arm.ts'
import { parseDocument } from '../model/document.ts'
import { type LoadedDocument, type ReadFile, loadDocument } from '../model/include.ts'
import type { Issue } from '../model/issue.ts'
import type { LocatedMap } from '../model/located.ts'
import type { Session } from './session.ts'

/** A session's model after some of its actions, and what the last of them did to numbers. */
export interface SessionModel extends ParsedModel {
  /** Numbers that the last change scaled, with what they were. */
  readonly changes: readonly ArmChange[]
}

/** A text of changes, and what it is called in messages. */
interface Change {
  readonly name: string
  readonly text: string
}

/** What stands in messages for the file of an action; counted from one. */
export function actionName(index: number): string {
  return `action ${index + 1}`
}

/** What stands in messages for what a session changes before the first tick. */
export const CHANGES_NAME = 'changes'

/** Reads a session's own documents first, and everything else with `read`. */
export function sessionReader({ files = {} }: Session, read: ReadFile): ReadFile {
  const own = new Map(Object.entries(files))
  return (path) => {
    const text = own.get(path)
    return text === undefined ? read(path) : { ok: true, text }
  }
}

/**
 * The model of a session with its changes and its first `actions` actions, each applied to what the ones before made, as an arm
 * is: what is knocked down by 80 % twice is left at 4 %.
 */
export function sessionModel(
  session: Session,
  read: ReadFile,
  actions: number = session.actions.length,
): SessionModel {
  const reader = sessionReader(session, read)
  const loaded = loadDocument(session.model, reader)
  if (loaded.root === undefined || hasErrors(loaded.issues)) return { issues: loaded.issues, changes: [] }
  const amending = { loaded, reader, folder: folderOf(session.model) }
  const texts = changesOf(session, actions)
  let changes: readonly ArmChange[] = []
  const parsed = parseModel(session.model, reader, {
    loaded,
    amend: (root) => {
      const amended = amendAll(root, texts, amending)
      changes = amended.changes
      return amended
    },
  })
  return { ...parsed, issues: parsed.issues.map((issue) => renamed(issue, amending.folder, texts)), changes }
}

function changesOf({ changes = '', actions }: Session, count: number): readonly Change[] {
  const done = actions.slice(0, count).map(({ change }, index) => ({ name: actionName(index), text: change }))
  return changes.trim() === '' ? done : [{ name: CHANGES_NAME, text: changes }, ...done]
}

interface Amending {
  readonly loaded: LoadedDocument
  readonly reader: ReadFile
  /** Changes stand beside the model, so that their `include` finds parts where the model's does. */
  readonly folder: string
}

interface AmendedSoFar {
  readonly root: LocatedMap
  readonly issues: readonly Issue[]
  readonly changes: readonly ArmChange[]
}

/** Applies the changes in their order; after one with a mistake the others are left, since they may build on it. */
function amendAll(
  model: LocatedMap,
  texts: readonly Change[],
  { loaded, reader, folder }: Amending,
): AmendedSoFar {
  // A part that an earlier action brought is there: it is not laid over the model a second time.
  const included = new Set(loaded.files.map(({ file }) => file))
  const read: ReadFile = (path) => {
    const result = reader(path)
    if (result.ok) reached.add(path)
    return result
  }
  const reached = new Set<string>()
  let so: AmendedSoFar = { root: model, issues: [], changes: [] }
  for (const { name, text } of texts) {
    const parsed = parseDocument(text, folder + name)
    if (parsed.root?.kind !== 'map' || hasErrors(parsed.issues))
      return { ...so, issues: [...so.issues, ...parsed.issues] }
    const amended = amendedRoot(so.root, asArm(parsed.root), ARM, { read, included: [...included] })
    for (const path of reached) included.add(path)
    so = { ...amended, issues: [...so.issues, ...parsed.issues, ...amended.issues] }
    if (hasErrors(so.issues)) return so
  }
  return so
}

/** Key of the only arm of the document that a change is made into. */
const ARM = 'change'

function asArm(change: LocatedMap): LocatedMap {
  const within = (key: string, node: LocatedMap): LocatedMap => ({
    kind: 'map',
    entries: new Map([[key, { key: change.position, node }]]),
    position: change.position,
  })
  return within('arms', within(ARM, change))
}

/** The issue with `action 2` for the path that the text of the action had while it was read. */
function renamed(issue: Issue, folder: string, texts: readonly Change[]): Issue {
  const { position } = issue
  if (position === undefined || folder === '') return issue
  const change = texts.find(({ name }) => position.file === folder + name)
  return change === undefined ? issue : { ...issue, position: { ...position, file: change.name } }
}

/** Folder of a path with the slash at its end; empty for a name alone. */
function folderOf(path: string): string {
  return path.slice(0, path.replaceAll('\\', '/').lastIndexOf('/') + 1)
}
