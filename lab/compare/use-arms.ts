import { type Project, useProject } from '../app/project.ts'
import { freeName } from '../ask/new-experiment.ts'
import type { ArmSetup } from './lockstep.ts'

/** Arms at most: more are too small to see, and a trial compares them better. */
export const MOST_ARMS = 6

/** Name of the arm that is the model as it stands. */
export const UNTREATED = 'as it stands'
/** Name of the arm that was steered on the Watch page. */
const WATCHED = 'as watched'

/** The arms of a project: those that its reader made, or the model as it stands; and what was done to it on the Watch page. */
export function armsOf({ arms, session }: Pick<Project, 'arms' | 'session'>): readonly ArmSetup[] {
  const made = Object.entries(arms).map(([name, change]) => ({ name, change }))
  const first: readonly ArmSetup[] = made.length > 0 ? made : [{ name: UNTREATED, change: '' }]
  if (session.actions.length === 0) return first.slice(0, MOST_ARMS)
  return [...first.slice(0, MOST_ARMS - 1), { name: WATCHED, change: '', actions: session.actions }]
}

/** Adds an arm to the project; a step that can be undone. */
export function addArm(name: string, change: string): void {
  const { project, change: put } = useProject.getState()
  const before = Object.keys(project.arms).length === 0 ? { [UNTREATED]: '' } : project.arms
  put({ arms: { ...before, [freeName(name, Object.keys(before))]: change } })
}

/** Puts other arms in place of those of the project; a step that can be undone. */
export function putArms(arms: Readonly<Record<string, string>>): void {
  useProject.getState().change({ arms })
}

/** Takes an arm out of the project. */
export function removeArm(name: string): void {
  const { project, change } = useProject.getState()
  change({ arms: Object.fromEntries(Object.entries(project.arms).filter(([other]) => other !== name)) })
}
