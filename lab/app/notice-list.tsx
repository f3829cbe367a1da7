import { Button, CloseButton } from '@mantine/core'
import { type Notice, dismissNotice, useNotices } from './notices.ts'

/** Notices at the edge of the page, until they are read; screen readers hear them as they come. */
export function NoticeList() {
  const notices = useNotices((state) => state.notices)
  return (
    <section className="lab-notices" aria-label="Notices" aria-live="polite">
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </section>
  )
}

const KINDS = { news: '', warning: 'Mind: ', problem: 'Problem: ' } as const

function NoticeCard({ notice }: { readonly notice: Notice }) {
  const { id, tone, message, details = [], action } = notice
  return (
    <div className="lab-notice" data-tone={tone} role={tone === 'problem' ? 'alert' : 'status'}>
      <div className="lab-notice-text">
        {KINDS[tone] !== '' && <strong>{KINDS[tone]}</strong>}
        {message}
        {details.length > 0 && (
          <details open={details.length <= 3}>
            <summary>{details.length === 1 ? '1 mistake' : `${details.length} mistakes`}</summary>
            <pre tabIndex={0} aria-label="Mistakes">
              {details.join('\n')}
            </pre>
          </details>
        )}
        {action !== undefined && (
          <div style={{ marginTop: 8 }}>
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                dismissNotice(id)
                action.run()
              }}
            >
              {action.label}
            </Button>
          </div>
        )}
      </div>
      <CloseButton size="sm" aria-label="Dismiss this notice" onClick={() => dismissNotice(id)} />
    </div>
  )
}
