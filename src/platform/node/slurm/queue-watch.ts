import type { QueuedTask, Surroundings } from './queue.ts'

/** Between looks at whether to stop [ms]. */
export const TICK = 100
/** Between looks at anything, as a share of the time since the beginning. Chosen: what takes long is looked at seldom. */
const PATIENCE = 1 / 20
/** Limits of the time between questions [ms]. Chosen: a queue that thousands share is asked once a minute in the long run. */
const QUESTIONS = { least: 2000, most: 60_000 }
/** Until a queue that does not answer is worth a note [ms]. */
const SILENCE = 30_000

/** Who asks. */
export interface Asker {
  isStopping(): boolean
  note(text: string): void
}

/** Asks the queue about tasks, seldom and without waiting for it longer than its owner wants. */
export class QueueWatch {
  readonly #around: Surroundings
  readonly #asker: Asker
  readonly #started: number
  #next = 0
  #answered: number
  /** Under way. */
  #question: Promise<readonly QueuedTask[] | string> | undefined

  constructor(around: Surroundings, asker: Asker) {
    this.#around = around
    this.#asker = asker
    this.#started = around.now()
    this.#answered = this.#started
  }

  /** True when it is time to ask again. */
  get isDue(): boolean {
    return this.#around.now() >= this.#next
  }

  /** Number of the job of a name; undefined when there is none, or when the command is to end before there is an answer. */
  async jobCalled(name: string): Promise<string | undefined> {
    const tasks = await this.ask()
    return tasks?.find((task) => task.name === name)?.job
  }

  /** What is in the queue, however long the answer takes; undefined when the command is to end before. */
  async ask(): Promise<readonly QueuedTask[] | undefined> {
    while (!this.#asker.isStopping()) {
      const tasks = await this.askOnce()
      if (tasks !== undefined) return tasks
      // A question under way is waited for by itself.
      if (this.#question === undefined) await this.pause(QUESTIONS.least)
    }
    return undefined
  }

  /** Waits a moment for an answer, no more: a queue may take a minute, and finished runs and Ctrl-C do not. */
  async askOnce(): Promise<readonly QueuedTask[] | undefined> {
    const { queue, now, pause } = this.#around
    this.#question ??= queue.tasks()
    const tasks = await Promise.race([this.#question, pause(TICK).then(() => undefined)])
    if (tasks === undefined) return undefined
    this.#question = undefined
    this.#next = now() + this.interval(QUESTIONS)
    if (typeof tasks !== 'string') {
      this.#answered = now()
      return tasks
    }
    if (now() - this.#answered > SILENCE)
      this.#asker.note(`Slurm does not answer (${tasks}); waiting: finished runs are counted all the same`)
    return undefined
  }

  /** Time until the next look at something, between limits [ms]. */
  interval({ least, most }: { readonly least: number; readonly most: number }): number {
    return Math.min(most, Math.max(least, (this.#around.now() - this.#started) * PATIENCE))
  }

  /** Waits so long [ms], or until the command is to end. */
  async pause(milliseconds: number): Promise<void> {
    for (let waited = 0; waited < milliseconds && !this.#asker.isStopping(); waited += TICK)
      await this.#around.pause(TICK)
  }
}
