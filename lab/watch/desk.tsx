import {
  type DockviewApi,
  DockviewDefaultTab,
  DockviewReact,
  type DockviewReadyEvent,
  type IDockviewPanelHeaderProps,
  type IDockviewPanelProps,
} from 'dockview-react'
import 'dockview-react/dist/styles/dockview.css'
import { useEffect, useRef, useState } from 'react'
import { BodyPanel } from './body-panel.tsx'
import { CellPanel } from './cell-panel.tsx'
import { hasClones } from './clone-store.ts'
import { ClonesPanel } from './clones-panel.tsx'
import { CurvesPanel } from './curves-panel.tsx'
import { type OfferedPanel, type PanelName, arrange, offerPanel } from './desk-panels.ts'
import { useDesk } from './desk-store.ts'
import { HistoryPanel } from './filmstrip.tsx'
import { type RunView, useRun } from './run-store.ts'
import { ShownPanel } from './shown-panel.tsx'
import { Stage } from './stage.tsx'
import { TreatPanel } from './treat-panel.tsx'
import classes from './watch.module.css'

const components: Readonly<Record<PanelName, (props: IDockviewPanelProps) => React.ReactNode>> = {
  shown: () => <Scrolled content={<ShownPanel />} />,
  tissue: () => <Stage />,
  cell: () => <Scrolled content={<CellPanel />} />,
  curves: () => <Scrolled content={<CurvesPanel />} />,
  treat: () => <Scrolled content={<TreatPanel />} />,
  history: () => <HistoryPanel />,
  clones: (props) => <Clones {...props} />,
  body: () => <Scrolled content={<BodyPanel />} />,
}

/** Clones are counted only while somebody can see them. */
function Clones({ api }: IDockviewPanelProps) {
  const [isVisible, setVisible] = useState(api.isVisible)
  useEffect(() => {
    const listening = api.onDidVisibilityChange((change) => setVisible(change.isVisible))
    return () => listening.dispose()
  }, [api])
  return isVisible ? <Scrolled content={<ClonesPanel />} /> : null
}

function Scrolled({ content }: { readonly content: React.ReactNode }) {
  return (
    <div className={classes['panel']} tabIndex={0} role="region" aria-label="Panel">
      {content}
    </div>
  )
}

/** Panels move, and none gets lost: they do not close. */
function Tab(props: IDockviewPanelHeaderProps) {
  return <DockviewDefaultTab {...props} hideClose />
}

const theme = { name: 'milieu', className: classes['dock'] ?? '', gap: 0 }

/** Panels around the tissue; they move, and stay where they were put. */
export function Desk() {
  const dock = useRef<DockviewApi | undefined>(undefined)
  useEffect(() => showCells(dock), [])
  useEffect(
    () =>
      useDesk.subscribe(({ asked }, before) => {
        if (asked !== undefined && asked !== before.asked)
          dock.current?.getPanel(asked.panel)?.api.setActive()
      }),
    [],
  )
  const [clones, body] = [useRun(isClonal), useRun(isOrganism)]
  useEffect(() => offer('clones', clones), [clones])
  useEffect(() => offer('body', body), [body])
  const ready = ({ api }: DockviewReadyEvent): void => {
    dock.current = api
    arrange(api)
    offer('clones', isClonal(useRun.getState()))
    offer('body', isOrganism(useRun.getState()))
  }
  return (
    <div className={classes['desk']}>
      <DockviewReact
        components={components}
        defaultTabComponent={Tab}
        theme={theme}
        onReady={ready}
        disableFloatingGroups
      />
    </div>
  )
}

/** Undefined while no run is open: then panels stay as they are. */
function isClonal({ info }: RunView): boolean | undefined {
  return info === undefined ? undefined : hasClones(info.scene)
}

function isOrganism({ info }: RunView): boolean | undefined {
  return info === undefined ? undefined : info.organism !== undefined
}

function offer(panel: OfferedPanel, isOffered: boolean | undefined): void {
  if (isOffered !== undefined) offerPanel(panel, isOffered)
}

/** The Cell panel comes to the front when a cell is chosen. */
function showCells(dock: { readonly current: DockviewApi | undefined }): () => void {
  return useRun.subscribe(({ selected }, before) => {
    if (selected !== undefined && before.selected === undefined)
      dock.current?.getPanel('cell')?.api.setActive()
  })
}
