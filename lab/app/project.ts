import { create } from 'zustand'
import type { Session } from '../../src/browser.ts'
import type { ProjectView } from './project-view.ts'

/** All that a reader may change, as one piece of plain data: saved after each change, undone and redone as a whole. */
export interface Project {
  readonly id: string
  readonly name: string
  /** Path of the model: shipped, or one of `files`. */
  readonly model: string
  /** Documents of the reader's own, and shipped ones that they changed: path -> text. */
  readonly files: Readonly<Record<string, string>>
  /** Arms to compare, or changes before the first tick: name -> what the arm changes (YAML); the first is as the model stands. */
  readonly arms: Readonly<Record<string, string>>
  /** The run that is watched: seed and actions. */
  readonly session: Session
  /** The trial that is being written (YAML). */
  readonly experiment?: string
  /** How the run is looked at: kept with the project, and no step that is undone. */
  readonly view?: ProjectView
}

interface ProjectState {
  readonly project: Project
  readonly past: readonly Project[]
  readonly future: readonly Project[]
  /** Replaces the project by a changed one, which can be undone. */
  change(change: Partial<Omit<Project, 'id'>>): void
  /** Opens another project; the previous one stays saved. */
  open(project: Project): void
  undo(): void
  redo(): void
}

/** Steps that can be undone. Chosen: an afternoon's work; texts are shared between steps. */
const MOST_STEPS = 200

/** A name for storage that no other project has. Not `randomUUID`, which pages that come by plain http do not have. */
export function newProjectId(): string {
  return [...crypto.getRandomValues(new Uint32Array(4))].map((word) => word.toString(36)).join('-')
}

/** A project for a model as it ships. */
export function projectOf(model: string, name: string): Project {
  return {
    id: newProjectId(),
    name,
    model,
    files: {},
    arms: {},
    session: { format: 1, model, seed: 1, actions: [] },
  }
}

/** The same work as a project of its own. */
export function copyOf(project: Project, name = `${project.name} (copy)`): Project {
  return { ...project, id: newProjectId(), name }
}

/** A step of a project's past or future, looked at as the project is now. */
function seenAs(step: Project, { view }: Project): Project {
  const { view: _, ...rest } = step
  return view === undefined ? rest : { ...rest, view }
}

/** The project that the pages work on. */
export const useProject = create<ProjectState>()((set) => ({
  project: projectOf('models/colorectal/model.yaml', 'Colorectal carcinoma'),
  past: [],
  future: [],
  change: (change) =>
    set(({ project, past }) => ({
      project: { ...project, ...change },
      past: [...past, project].slice(-MOST_STEPS),
      future: [],
    })),
  open: (project) => set({ project, past: [], future: [] }),
  undo: () =>
    set(({ project, past, future }) => {
      const before = past.at(-1)
      return before === undefined
        ? {}
        : { project: seenAs(before, project), past: past.slice(0, -1), future: [project, ...future] }
    }),
  redo: () =>
    set(({ project, past, future }) => {
      const [next, ...rest] = future
      return next === undefined
        ? {}
        : { project: seenAs(next, project), past: [...past, project], future: rest }
    }),
}))
