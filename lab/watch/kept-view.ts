import { useProject } from '../app/project.ts'
import type { ProjectView } from '../app/project-view.ts'
import { useBranchNames } from './branch-names.ts'
import { isProjectsRun, keepSession } from './current-run.ts'
import { newestTick } from './history-path.ts'
import { useRun } from './run-store.ts'
import { useSeriesChoice } from './series-choice.ts'
import { primaryCamera } from './site-store.ts'
import { useView } from './view-store.ts'

/** Time without changes after which what was arranged is put into the project [ms]. Chosen: a drag is one change. */
const DELAY = 400

/** Puts what the reader arranges into the project from now on, and where the run is when it rests; gives back how to end that. */
export function keepArranged(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const later = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => void keepNow(), DELAY)
  }
  const ends = [
    useView.subscribe(({ options, camera }, before) => {
      if (options !== before.options || camera !== before.camera) later()
    }),
    useSeriesChoice.subscribe(later),
    useBranchNames.subscribe(later),
    useRun.subscribe(({ now, isPlaying }, before) => {
      if (!isPlaying && (now?.tick !== before.now?.tick || isPlaying !== before.isPlaying)) later()
    }),
  ]
  return () => {
    clearTimeout(timer)
    for (const end of ends) end()
    void keepNow()
  }
}

async function keepNow(): Promise<void> {
  const { phase, isPlaying, now, history } = useRun.getState()
  if (!isProjectsRun() || phase !== 'ready' || now === undefined) return
  const isBack = now.tick < newestTick(history)
  const { project } = useProject.getState()
  if (!isPlaying && !isBack && now.tick !== (project.session.reached?.tick ?? 0)) await keepSession(false)
  if (!isProjectsRun()) return
  const view = arranged(isBack ? now.tick : undefined)
  useProject.setState(({ project: latest }) =>
    JSON.stringify(latest.view) === JSON.stringify(view) ? {} : { project: { ...latest, view } },
  )
}

function arranged(at: number | undefined): ProjectView {
  const { options } = useView.getState()
  const camera = primaryCamera()
  const { names } = useSeriesChoice.getState()
  return {
    options,
    ...(camera === undefined ? {} : { camera }),
    ...(names === undefined ? {} : { curves: names }),
    branches: useBranchNames.getState().names,
    ...(at === undefined ? {} : { at }),
  }
}
