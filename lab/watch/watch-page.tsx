import { VisuallyHidden } from '@mantine/core'
import { useMediaQuery, useReducedMotion } from '@mantine/hooks'
import { lazy, Suspense, useEffect } from 'react'
import { useProject } from '../app/project.ts'
import { currentRun, leave, watchProject } from './current-run.ts'
import { Phone } from './phone.tsx'
import { ReproduceDialog } from './reproduce-dialog.tsx'
import { useRun } from './run-store.ts'
import { useWatchShortcuts } from './shortcuts.ts'
import classes from './watch.module.css'

const Desk = lazy(async () => ({ default: (await import('./desk.tsx')).Desk }))

/** The page on which one watches a tissue and steers it. */
export default function WatchPage() {
  const isSmall = useMediaQuery('(max-width: 800px)', undefined, { getInitialValueInEffect: false })
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
  const project = useProject(({ project }) => project)
  const isStill = useReducedMotion(false, { getInitialValueInEffect: false })
  useEffect(() => {
    const isFirst = currentRun() === undefined
    void watchProject(project).then(() => {
      if (isFirst && !isStill && project.session.reached === undefined) currentRun()?.play()
    })
  }, [project, isStill])
  useEffect(() => leave, [])
}

/** Tells screen readers what happens. */
function Announcer() {
  const said = useRun(({ said }) => said)
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {said}
    </VisuallyHidden>
  )
}
