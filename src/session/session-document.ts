import { hasErrors } from '../compile/parse-model.ts'
import { printYaml } from '../model/assemble.ts'
import { parseDocument } from '../model/document.ts'
import type { Issue, Message, Path } from '../model/issue.ts'
import type { Infer } from '../model/kit.ts'
import type { Located } from '../model/located.ts'
import { actionBefore, endBefore, noModelNamed } from '../model/messages-session.ts'
import { createReader, locate } from '../model/reader.ts'
import { choice, count, text } from '../model/schema-scalar.ts'
import { list, map, optional, record, withDefault } from '../model/schema.ts'
import type { Session } from './session.ts'

/** Largest tick: those of a world have 32 bits. */
const LAST_TICK = 4_294_967_295
/** Largest seed. */
const LAST_SEED = Number.MAX_SAFE_INTEGER

const tick = (doc: string) => count({ min: 0, max: LAST_TICK, doc })

const schema = record(
  {
    format: choice(['1'], { doc: 'version of this format' }),
    model: text({ doc: 'path of the model: a shipped one, or one of `files`' }),
    'model hash': optional(text({ doc: 'hash of the model as it was when the session was made' })),
    files: optional(map(undefined, text({ doc: 'text of the document' }), { doc: 'documents by path' })),
    changes: optional(text({ doc: 'what is changed before the first tick, as an arm is written' })),
    seed: count({ min: 0, max: LAST_SEED, doc: 'seed of the run' }),
    actions: withDefault(
      list(
        record(
          {
            tick: tick('the action is there before the step that begins at this tick'),
            change: text({ doc: 'what is changed, as an arm is written' }),
            label: withDefault(text({ doc: 'what a reader calls it' }), ''),
          },
          { doc: 'a change at an instant' },
        ),
        { doc: 'what was done, in order' },
      ),
      [],
    ),
    reached: optional(
      record(
        { tick: tick('how far the session went'), hash: text({ doc: 'hash of the state there' }) },
        { doc: 'what the session came to' },
      ),
    ),
  },
  { doc: 'a run that somebody steered' },
)

/** What reading a session gives. */
export interface ParsedSession {
  /** Absent when there is at least one error. */
  readonly session?: Session
  readonly issues: readonly Issue[]
}

/** Reads a session file (YAML, or JSON) and checks it; what its changes say is checked when they are done. */
export function parseSession(source: string, file: string): ParsedSession {
  const { root, issues } = parseDocument(source, file)
  if (root === undefined || hasErrors(issues)) return { issues }
  return readSession(root, issues)
}

/** Reads a session from a document. */
export function readSession(root: Located, issues: readonly Issue[] = []): ParsedSession {
  const reader = createReader(new Map())
  const data = schema.read(root, [], reader)
  const found = [...issues, ...reader.issues]
  if (data === undefined) return { issues: found }
  const order = checkOrder(data, root)
  return hasErrors(order) ? { issues: [...found, ...order] } : { session: sessionOf(data), issues: found }
}

function sessionOf({ 'model hash': modelHash, ...rest }: Infer<typeof schema>): Session {
  return { ...rest, format: 1, ...(modelHash === undefined ? {} : { modelHash }) }
}

/** A session as plain data in the words of its file. */
export function writtenSession({ modelHash, ...rest }: Session): Readonly<Record<string, unknown>> {
  const { format, model, ...others } = rest
  return { format, model, ...(modelHash === undefined ? {} : { 'model hash': modelHash }), ...others }
}

/** Writes a session file, which reads back to the same session. */
export function writeSession(session: Session): string {
  return printYaml(writtenSession(session))
}

/** Ticks that fall, an end before the last action, and a model without a name. */
function checkOrder({ model, actions, reached }: Infer<typeof schema>, root: Located): readonly Issue[] {
  const issues: Issue[] = []
  const report = (message: Message, path: Path): void =>
    void issues.push({ ...message, path, position: locate(root, path) })
  if (model.trim() === '') report(noModelNamed(), ['model'])
  let last = 0
  for (const [index, action] of actions.entries()) {
    if (action.tick < last) report(actionBefore(action.tick, last), ['actions', index, 'tick'])
    last = Math.max(last, action.tick)
  }
  if (reached !== undefined && reached.tick < last) report(endBefore(reached.tick, last), ['reached', 'tick'])
  return issues
}
