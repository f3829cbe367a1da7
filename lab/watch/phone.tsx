import { Tabs } from '@mantine/core'
import { useEffect, useState } from 'react'
import { BodyPanel } from './body-panel.tsx'
import { CellPanel } from './cell-panel.tsx'
import { hasClones } from './clone-store.ts'
import { ClonesPanel } from './clones-panel.tsx'
import { CurvesPanel } from './curves-panel.tsx'
import { useDesk } from './desk-store.ts'
import { HistoryPanel } from './filmstrip.tsx'
import { useRun } from './run-store.ts'
import { ShownPanel } from './shown-panel.tsx'
import { Stage } from './stage.tsx'
import { TreatPanel } from './treat-panel.tsx'

const all = [
  { name: 'Body', content: <BodyPanel /> },
  { name: 'Curves', content: <CurvesPanel /> },
  { name: 'Cell', content: <CellPanel /> },
  { name: 'Treat', content: <TreatPanel /> },
  { name: 'Clones', content: <ClonesPanel /> },
  { name: 'History', content: <HistoryPanel /> },
  { name: 'Shown', content: <ShownPanel /> },
] as const

/** An organism begins with its body; a tissue has none. */
function firstTab(open: string | null, isOrganism: boolean): string | null {
  if (isOrganism) return open === 'Curves' ? 'Body' : open
  return open === 'Body' ? 'Curves' : open
}

/** On a small screen: the tissue above with what moves it, everything else in tabs beneath. */
export function Phone() {
  const [tab, setTab] = useState<string | null>('Curves')
  const isOffered = useRun(({ info }) => hasClones(info?.scene))
  const isOrganism = useRun(({ info }) => info?.organism !== undefined)
  const tabs = all.filter(({ name }) => (name === 'Clones' ? isOffered : name !== 'Body' || isOrganism))
  useEffect(() => {
    if (!isOffered) setTab((open) => (open === 'Clones' ? 'Curves' : open))
  }, [isOffered])
  useEffect(() => setTab((open) => firstTab(open, isOrganism)), [isOrganism])
  useEffect(
    () =>
      useDesk.subscribe(({ asked }, before) => {
        const wanted = all.find(({ name }) => name.toLowerCase() === asked?.panel)
        if (wanted !== undefined && asked !== before.asked) setTab(wanted.name)
      }),
    [],
  )
  useEffect(
    () =>
      useRun.subscribe(({ selected }, before) => {
        if (selected !== undefined && before.selected === undefined) setTab('Cell')
      }),
    [],
  )
  return (
    <>
      <Stage />
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List grow>
          {tabs.map(({ name }) => (
            <Tabs.Tab key={name} value={name} px={4}>
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map(({ name, content }) => (
          <Tabs.Panel key={name} value={name} p="sm">
            {content}
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  )
}
