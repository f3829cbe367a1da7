import { compile } from '../compile/compile.ts'
import type { Model } from '../compile/model.ts'
import { hasErrors } from '../compile/parse-model.ts'
import { differingPlaces } from '../engine/branch.ts'
import type { Program } from '../engine/program.ts'
import type { ReadFile } from '../model/include.ts'
import type { Issue } from '../model/issue.ts'
import { type Answer, refused } from './run-state.ts'
import { sessionModel } from './session-model.ts'
import type { Session } from './session.ts'

/** A model that has been read, and its program. */
export interface CompiledModel {
  readonly model: Model
  readonly program: Program
  readonly issues: readonly Issue[]
}

/** The model of a session after all of its actions; `before` is the program whose state must fit into it. */
export function compileSession(session: Session, read: ReadFile, before?: Program): Answer<CompiledModel> {
  const { model, issues } = sessionModel(session, read)
  const label = session.actions.at(-1)?.label
  const problem =
    label === undefined ? `the model ${session.model} has errors` : `'${label}' does not fit the model`
  if (model === undefined || hasErrors(issues)) return refused('ModelHasErrors', problem, issues)
  const program = compile(model)
  const differing = before === undefined ? [] : differingPlaces(before, program)
  if (differing.length === 0) return { ok: true, value: { model, program, issues } }
  const words = `'${label ?? ''}' changes ${differing.join(' and ')}, which a run keeps; begin a new run with it`
  return refused('SnapshotOfOtherModel', words)
}
