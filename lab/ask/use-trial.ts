import { create } from 'zustand'
import { notify } from '../app/notices.ts'
import type { Problem } from '../workers/run-api.ts'
import type { TrialProgress, TrialRecord, TrialRequest } from '../workers/trial-api.ts'

/** The trial under way and those that are kept. Any page may show it: nothing heavy is loaded before a trial begins. */
export interface TrialState {
  /** Absent when nothing runs. */
  readonly running?: RunningTrial | undefined
  /** Latest first; absent before anybody asked. */
  readonly records?: readonly TrialRecord[]
  /** Why the last trial did not run. */
  readonly problem?: Problem | undefined
  /** The record that is read. */
  readonly open?: string | undefined
  /**
   * Runs a trial to its end, or until somebody leaves it; a notice says what came of it, unless `isQuiet`. Nothing where it did not
   * run; `problem` says why.
   */
  start(request: TrialRequest, question: string, isQuiet?: boolean): Promise<TrialRecord | undefined>
  /** Ends runs under way and keeps what they have. */
  pause(): Promise<void>
  /** As `pause`, and forgets what was kept. */
  cancel(): Promise<void>
  refresh(): Promise<void>
  remove(id: string): Promise<void>
  read(id: string | undefined): void
}

export interface RunningTrial {
  readonly question: string
  readonly project: string
  readonly progress?: TrialProgress
  /** Asked to end. */
  readonly isEnding?: boolean
}

let isCancelled = false

/** The store of trials. */
export const useTrial = create<TrialState>()((set, get) => {
  const change = (more: Partial<RunningTrial>): void =>
    set(({ running }) => (running === undefined ? {} : { running: { ...running, ...more } }))
  const end = async (): Promise<void> => {
    change({ isEnding: true })
    await (await client()).trials.stop()
  }
  return {
    start: async (request, question, isQuiet = false) => {
      if (get().running !== undefined) return undefined
      isCancelled = false
      set({ running: { question, project: request.project }, problem: undefined })
      const { runTrial, trials } = await client()
      const answer = await runTrial(request, (progress) => change({ progress }))
      set({ running: undefined })
      if (!answer.ok) set({ problem: answer.problem })
      else if (isCancelled) await trials.remove(answer.value.id)
      else if (answer.value.state === 'finished' && !isQuiet) tell(answer.value)
      await get().refresh()
      if (!answer.ok && !isQuiet) notify(answer.problem)
      return answer.ok && !isCancelled ? answer.value : undefined
    },
    pause: end,
    cancel: async () => {
      isCancelled = true
      await end()
    },
    refresh: async () => set({ records: await (await client()).trials.records() }),
    remove: async (id) => {
      await (await client()).trials.remove(id)
      if (get().open === id) set({ open: undefined })
      await get().refresh()
    },
    read: (open) => set({ open }),
  }
})

/** Says on whatever page is open that a trial has ended; nothing that is being written is taken away. */
function tell({ id, question, answer, notes }: TrialRecord): void {
  const message = `The trial has ended: ${question} ${answer[0] ?? ''}`.trim()
  const read = (): void => {
    useTrial.getState().read(id)
    location.hash = '#/ask'
  }
  notify({
    tone: notes.length === 0 ? 'news' : 'warning',
    message,
    ...(notes.length === 0 ? {} : { details: notes }),
    action: { label: 'Read the report', run: read },
  })
}

/** Wall time that is left [s]; undefined while too little is known. */
export function secondsLeft({ share, shareBefore = 0, seconds }: TrialProgress): number | undefined {
  const done = share - shareBefore
  return done > 0.01 && seconds > 1 ? (seconds * (1 - share)) / done : undefined
}

function client(): Promise<typeof import('./trial-client.ts')> {
  return import('./trial-client.ts')
}
