/** Questions to a worker, one after the other in the order in which they were asked; what fails is told and holds nothing up. */
export class Questions {
  /** Asked and not answered yet. */
  waiting = 0
  #last: Promise<unknown> = Promise.resolve()
  readonly #onFailure: (error: unknown) => void

  constructor(onFailure: (error: unknown) => void) {
    this.#onFailure = onFailure
  }

  /** Asks when all before have been answered. */
  ask<T>(question: () => Promise<T>): Promise<T> {
    this.waiting += 1
    const answer = this.#last.then(question)
    this.#last = answer.then(
      () => void (this.waiting -= 1),
      (error: unknown) => {
        this.waiting -= 1
        this.#onFailure(error)
      },
    )
    return answer
  }
}
