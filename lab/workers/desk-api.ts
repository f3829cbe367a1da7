/** What the Edit page asks the worker that reads models (`desk.worker.ts`), through Comlink; everything is plain data. */
import type {
  Completions,
  EdgeDetails,
  FormField,
  Hover,
  InteractionGraph,
  Path,
  PlacedIssue,
  Position,
  TextChange,
} from '../../src/browser.ts'

/** Texts by path. */
export type Files = Readonly<Record<string, string>>

/** What is being edited. */
export interface DeskProject {
  readonly model: string
  /** Documents of the reader's own, and shipped ones that they changed. */
  readonly own: Files
  /** The trial that is being written. */
  readonly experiment?: string
}

/** Under this path the trial of the project is read: paths in it count from there. */
export const TRIAL_PATH = 'experiments/this-trial.yaml'

export interface FileIssue extends PlacedIssue {
  readonly file: string
}

export interface Check {
  readonly issues: readonly FileIssue[]
  /** Documents that the model consists of, its own first. */
  readonly files: readonly string[]
  readonly canRun: boolean
  /** Of the model, where it can run. */
  readonly hash?: string
}

/** The network of the model, drawn. */
export interface NetworkDrawing {
  readonly svg: string
  readonly graph: InteractionGraph
  /** As the graph's edges. */
  readonly edges: readonly EdgeDetails[]
}

export interface NetworkFilter {
  /** Absent: all. */
  readonly cellType?: string
  readonly kind?: 'activates' | 'inhibits' | 'passes'
  /** Only what goes on inside of the cells of `cellType`: levels, what moves them and what they move, with room for their values. */
  readonly isInside?: boolean
}

/** What a form changes: at a place of a file, or at a path of the model where nothing is written yet. */
export type FormChange =
  | { readonly kind: 'at'; readonly at: Position; readonly change: 'remove' | { readonly value: TextValue } }
  | { readonly kind: 'new'; readonly change: TextChange }

export type TextValue = string | Readonly<Record<string, string>>

export interface ChangedFile {
  readonly file: string
  readonly text: string
}

export interface DeskApi {
  /** Gives the shipped documents, once. */
  open(shipped: Files): void
  /** From now on questions are about this. */
  edit(project: DeskProject): void
  /** Undefined when a newer question is waiting. */
  check(): Promise<Check | undefined>
  completions(file: string, text: string, offset: number): Completions | undefined
  hover(file: string, text: string, offset: number): Hover | undefined
  definition(file: string, text: string, offset: number): Position | undefined
  form(): FormField | undefined
  /** What may follow the beginning of the sentence at a path. */
  continuations(path: Path, before: string): readonly string[]
  /** The file as it becomes; a text that says why not. */
  change(change: FormChange): ChangedFile | string
  /** Undefined while the model has errors. */
  network(filter: NetworkFilter): NetworkDrawing | undefined
  /** Where a path of the model is written. */
  place(path: Path): Position | undefined
}
