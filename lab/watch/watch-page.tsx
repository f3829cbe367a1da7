import { VisuallyHidden } from '@mantine/core'
import { useReducedMotion } from '@mantine/hooks'
import { lazy, Suspense, useEffect } from 'react'
import { useProject } from '../app/project.ts'
import { currentRun, leave, watchProject } from './current-run.ts'
import { keepArranged } from './kept-view.ts'
import { Phone } from './phone.tsx'
import { ReproduceDialog } from './reproduce-dialog.tsx'
import { useRun } from './run-store.ts'
import { useWatchShortcuts } from './shortcuts.ts'
import classes from './watch.module.css'
import { useIsSmall } from './use-is-small.ts'

const Desk = lazy(async () => ({ default: (await import('./desk.tsx')).Desk }))

/** The page on which one watches a tissue and steers it. */
export default function WatchPage() {
  const isSmall = useIsSmall()
  useProjectsRun()
  useWatchShortcuts()
  return (
    <div className={`${classes['page']} ${isSmall ? classes['phone'] : ''}`}>
      <VisuallyHidden component="h1">Watch</VisuallyHidden>
      {isSmall ? (
        <Phone />
      ) : (
        <Suspense>
          <Desk />
        </Suspense>
      )}
      <ReproduceDialog />
      <Announcer />
    </div>
  )
}

/** Opens the project's run and plays it; who wants no motion begins paused. */
function useProjectsRun(): void {
  const project = useProject((state) => state.project)
  const isStill = useReducedMotion(false, { getInitialValueInEffect: false })
  useEffect(() => {
    const watch = async (): Promise<void> => {
      const isNew = await watchProject(project)
      if (isNew && !isStill && project.session.reached === undefined) currentRun()?.play()
    }
    void watch()
  }, [project, isStill])
  useEffect(() => {
    const end = keepArranged()
    return () => {
      leave()
      end()
    }
  }, [])
}

/** Tells screen readers what happens. */
function Announcer() {
  const said = useRun((state) => state.said)
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {said}
    </VisuallyHidden>
  )
}
