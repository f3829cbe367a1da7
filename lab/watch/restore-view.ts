import type { Scene } from '../../src/browser.ts'
import type { Project } from '../app/project.ts'
import { useBranchNames } from './branch-names.ts'
import { cameraFrom, optionsFrom } from './first-view.ts'
import { useSeriesChoice } from './series-choice.ts'
import { useView } from './view-store.ts'

/** Shows a run as the reader arranged it. */
export function restoreView({ view = {} }: Project, scene: Scene): void {
  const { curves, branches = {} } = view
  useView.setState({
    options: optionsFrom(view.options, scene),
    camera: cameraFrom(view.camera),
    scales: undefined,
  })
  useSeriesChoice.setState({
    names: Array.isArray(curves) ? curves.filter((name) => typeof name === 'string') : undefined,
  })
  const names = Object.entries(branches).filter(([, name]) => typeof name === 'string')
  useBranchNames.setState({ names: Object.fromEntries(names) })
}
