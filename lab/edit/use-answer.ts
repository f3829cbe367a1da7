import { useEffect } from 'react'

/** Asks the desk whenever one of `when` changes; only the answer to the newest question is taken. */
export function useAnswer<T>(
  ask: (() => Promise<T>) | undefined,
  take: (answer: T) => void,
  when: readonly unknown[],
): void {
  useEffect(() => {
    if (ask === undefined) return undefined
    let isWanted = true
    const settle = async (): Promise<void> => {
      const answer = await ask()
      if (isWanted) take(answer)
    }
    void settle()
    return () => {
      isWanted = false
    }
  }, when)
}
