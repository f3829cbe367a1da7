import { type DockviewApi, DockviewReact, type DockviewReadyEvent, type SerializedDockview } from 'dockview-react'
import 'dockview-react/dist/styles/dockview.css'
import { useEffect, useRef } from 'react'
import { CellPanel } from './cell-panel.tsx'
import { CurvesPanel } from './curves-panel.tsx'
import { HistoryPanel } from './filmstrip.tsx'
import { useRun } from './run-store.ts'
import { ShownPanel } from './shown-panel.tsx'
import { Stage } from './stage.tsx'
import { TreatPanel } from './treat-panel.tsx'
import classes from './watch.module.css'

/** Where the reader put the panels; the number goes up when panels come or go. */
const KEPT_AT = 'milieu-watch-panels-1'

const components = {
  shown: () => <Scrolled content={<ShownPanel />} />,
  tissue: () => <Stage />,
  cell: () => <Scrolled content={<CellPanel />} />,
  curves: () => <Scrolled content={<CurvesPanel />} />,
  treat: () => <Scrolled content={<TreatPanel />} />,
  history: () => <HistoryPanel />,
}

function Scrolled({ content }: { readonly content: React.ReactNode }) {
  return (
    <div className={classes['panel']} tabIndex={0} role="region" aria-label="Panel">
      {content}
    </div>
  )
}

const theme = { name: 'milieu', className: classes['dock'] ?? '', gap: 0 }

let open: DockviewApi | undefined

/** Panels around the tissue; they move, and stay where they were put. */
export function Desk() {
  const dock = useRef<DockviewApi | undefined>(undefined)
  useEffect(() => showCells(dock), [])
  const ready = ({ api }: DockviewReadyEvent): void => {
    dock.current = open = api
    if (!restore(api)) lay(api)
    api.onDidLayoutChange(() => keep(api.toJSON()))
  }
  return (
    <div className={classes['desk']}>
      <DockviewReact components={components} theme={theme} onReady={ready} disableFloatingGroups />
    </div>
  )
}

/** Brings a panel to the front. */
export function showPanel(name: keyof typeof components): void {
  open?.getPanel(name)?.api.setActive()
}

/** Puts all panels back to where they were at first. */
export function resetPanels(): void {
  if (open === undefined) return
  open.clear()
  lay(open)
}

/** Left what is shown, in the middle the tissue, right what is known, beneath the history. */
function lay(api: DockviewApi): void {
  const [wide, high] = [api.width, api.height]
  api.addPanel({ id: 'tissue', component: 'tissue', title: 'Tissue' })
  api.addPanel({
    id: 'shown',
    component: 'shown',
    title: 'Shown',
    position: { referencePanel: 'tissue', direction: 'left' },
    initialWidth: Math.min(248, wide / 4),
  })
  api.addPanel({
    id: 'curves',
    component: 'curves',
    title: 'Curves',
    position: { referencePanel: 'tissue', direction: 'right' },
    initialWidth: Math.min(336, wide / 3),
  })
  const beside = { referencePanel: 'curves', direction: 'within' } as const
  api.addPanel({ id: 'cell', component: 'cell', title: 'Cell', position: beside, inactive: true })
  api.addPanel({ id: 'treat', component: 'treat', title: 'Treat', position: beside, inactive: true })
  api.addPanel({
    id: 'history',
    component: 'history',
    title: 'History',
    position: { referencePanel: 'tissue', direction: 'below' },
    initialHeight: Math.min(148, high / 4),
  })
  api.getPanel('curves')?.api.setActive()
}

/** The Cell panel comes to the front when a cell is chosen. */
function showCells(dock: { readonly current: DockviewApi | undefined }): () => void {
  return useRun.subscribe(({ selected }, before) => {
    if (selected !== undefined && before.selected === undefined) dock.current?.getPanel('cell')?.api.setActive()
  })
}

function keep(layout: SerializedDockview): void {
  try {
    localStorage.setItem(KEPT_AT, JSON.stringify(layout))
  } catch {
    // a browser that keeps nothing shows the panels where they are at first
  }
}

/** True when the panels stand as they were left. */
function restore(api: DockviewApi): boolean {
  try {
    const kept = localStorage.getItem(KEPT_AT)
    if (kept === null) return false
    api.fromJSON(JSON.parse(kept) as SerializedDockview) // what `keep` wrote; refused below when it is something else
    return Object.keys(components).every((name) => api.getPanel(name) !== undefined)
  } catch {
    api.clear()
    return false
  }
}
