import type { DockviewApi, SerializedDockview } from 'dockview-react'

const PANELS = ['tissue', 'shown', 'curves', 'cell', 'treat', 'history'] as const
/** Panels that only some models have: `clones` where cells belong to some, `body` in an organism. */
export type OfferedPanel = 'clones' | 'body'
export type PanelName = (typeof PANELS)[number] | OfferedPanel

/** Where the reader put the panels; the number goes up when panels come or go. */
const KEPT_AT = 'milieu-watch-panels-1'

let open: DockviewApi | undefined
/** What the run that is open has. */
const offered: Record<OfferedPanel, boolean> = { clones: false, body: false }

/** Puts the panels where the reader left them, and remembers from then on where they go. */
export function arrange(api: DockviewApi): void {
  open = api
  if (!restore(api)) lay(api)
  api.onDidLayoutChange(() => keep(api.toJSON()))
}

/** Puts all panels back to where they were at first. */
export function resetPanels(): void {
  if (open === undefined) return
  open.clear()
  lay(open)
  offerPanel('clones', offered.clones)
  offerPanel('body', offered.body)
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
    initialHeight: Math.min(168, high / 4),
  })
  api.getPanel('curves')?.api.setActive()
}

/** Brings a panel beside what else is known where the model has something for it, and takes it away where it has not. */
export function offerPanel(name: OfferedPanel, isThere: boolean): void {
  offered[name] = isThere
  const panel = open?.getPanel(name)
  if (isThere && panel === undefined)
    open?.addPanel({
      id: name,
      component: name,
      title: name === 'clones' ? 'Clones' : 'Body',
      position: { referencePanel: 'treat', direction: 'within' },
      inactive: true,
    })
  if (!isThere) panel?.api.close()
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
    if (PANELS.every((name) => api.getPanel(name) !== undefined)) return true
  } catch {
    // what was kept does not fit this version
  }
  api.clear()
  return false
}
