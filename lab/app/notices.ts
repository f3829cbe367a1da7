import { create } from 'zustand'
import type { Problem } from '../workers/run-api.ts'

/** Something that the reader should know, and that stays until they have read it. */
export interface Notice {
  readonly id: number
  /** `news` are good to know, `warning` may lose something, `problem` did not work. */
  readonly tone: 'news' | 'warning' | 'problem'
  /** What happened and what to do about it. */
  readonly message: string
  /** Places and mistakes, one line each. */
  readonly details?: readonly string[]
  readonly action?: { readonly label: string; run(): void }
}

export type NoticeText = Omit<Notice, 'id' | 'tone'> & Partial<Pick<Notice, 'tone'>>

interface NoticesState {
  /** Oldest first. */
  readonly notices: readonly Notice[]
  dismiss(id: number): void
}

/** Notices that are kept. Chosen: more than anybody reads at once; the oldest go. */
const MOST = 5

let nextId = 1

/** The notices that are shown. */
export const useNotices = create<NoticesState>()((set) => ({
  notices: [],
  dismiss: (id) => set(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),
}))

/** Shows a problem or other news until it is dismissed; returns its number. The same text is not shown twice. */
export function notify(what: Problem | NoticeText): number {
  const notice: Notice = { ...('code' in what ? noticeOf(what) : what), tone: toneOf(what), id: nextId++ }
  useNotices.setState(({ notices }) => ({
    notices: [...notices.filter(({ message }) => message !== notice.message), notice].slice(-MOST),
  }))
  return notice.id
}

/** Takes a notice away when what it says is no longer so. */
export function dismissNotice(id: number): void {
  useNotices.getState().dismiss(id)
}

function toneOf(what: Problem | NoticeText): Notice['tone'] {
  return 'code' in what ? 'problem' : (what.tone ?? 'news')
}

/** What a problem says, with the places of its mistakes. */
export function noticeOf({ message, issues }: Problem): NoticeText {
  const details = issues.map((issue) => {
    const at = issue.position
    const place = at === undefined ? '' : `${at.file}:${at.line}:${at.column} `
    return `${place}${issue.message}${issue.hint === undefined ? '' : ` (${issue.hint})`}`
  })
  return details.length === 0 ? { message } : { message, details }
}
