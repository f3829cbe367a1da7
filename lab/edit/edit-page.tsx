import './edit.css'
import { Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useEffect } from 'react'
import { useProject } from '../app/project.ts'
import { checkProject, openDesk, useDesk } from './desk.ts'
import { EditBar } from './edit-bar.tsx'
import { beginEditing, useEditing } from './editing.ts'
import { FormsPane } from './forms-pane.tsx'
import { NetworkPane } from './network-pane.tsx'
import { TextPane } from './text-pane.tsx'

/** The model of the project as text, as forms and as a network: three views of the same documents. */
export default function EditPage() {
  const isWide = useMediaQuery('(min-width: 1100px)', true, { getInitialValueInEffect: false }) ?? true
  const isPhone = useMediaQuery('(max-width: 640px)', false, { getInitialValueInEffect: false }) ?? false
  const views = useEditing((state) => state.views)
  const problem = useDesk((state) => state.problem)
  useChecking()
  const shown = isWide ? views : views.slice(0, 1)
  return (
    <div className="edit-page">
      <EditBar isWide={isWide} isPhone={isPhone} />
      {problem !== undefined && (
        <Text role="alert" p="md">
          {problem}
        </Text>
      )}
      <div className="edit-views" style={{ gridTemplateColumns: `repeat(${shown.length}, minmax(0, 1fr))` }}>
        {shown.includes('text') && <TextPane isReadOnly={isPhone} />}
        {shown.includes('forms') && <FormsPane isReadOnly={isPhone} />}
        {shown.includes('network') && <NetworkPane />}
      </div>
    </div>
  )
}

/** Has the model checked whenever its documents change. */
function useChecking(): void {
  const project = useProject((state) => state.project)
  const shipped = useDesk((state) => state.shipped)
  const { model, files, experiment } = project
  useEffect(() => {
    beginEditing(model)
    void openDesk(model)
  }, [model])
  useEffect(() => {
    if (shipped !== undefined) void checkProject(useProject.getState().project)
  }, [shipped, model, files, experiment])
}
