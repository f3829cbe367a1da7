import { useState } from 'react'
import type { Problem } from '../workers/run-api.ts'
import type { Intent } from './intent.ts'
import { steer } from './current-run.ts'
import { problemOf } from './open-options.ts'

/** A form's way to act: busy while the model is read again, and the problem when that is refused. */
export function useSteer(): {
  readonly isBusy: boolean
  readonly problem: Problem | undefined
  act(intent: Intent, label: string): Promise<boolean>
} {
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | undefined>(undefined)
  const act = async (intent: Intent, label: string): Promise<boolean> => {
    setBusy(true)
    setProblem(undefined)
    try {
      const answer = await steer(intent, label)
      if (answer !== undefined && !answer.ok) setProblem(answer.problem)
      return answer?.ok === true
    } catch (error) {
      setProblem(problemOf(error))
      return false
    } finally {
      setBusy(false)
    }
  }
  return { isBusy, problem, act }
}
