import type { DockviewApi, SerializedDockview } from 'dockview-react'

const PANELS = ['tissue', 'shown', 'curves', 'cell', 'treat', 'history'] as const
/** `clones` is there in models whose cells belong to some. */
export type PanelName = (typeof PANELS)[number] | 'clones'

/** Where the reader put the panels; the number goes up when panels come or go. */
const KEPT_AT = 'milieu-watch-panels-1'

let open: DockviewApi | undefined

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

/** Brings the panel of clones where there are any, beside what else is known, and takes it away where there are none. */
export function offerClones(hasClones: boolean): void {
  const panel = open?.getPanel('clones')
  if (hasClones && panel === undefined)
    open?.addPanel({
      id: 'clones',
      component: 'clones',
      title: 'Clones',
      position: { referencePanel: 'treat', direction: 'within' },
      inactive: true,
    })
  if (!hasClones) panel?.api.close()
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
