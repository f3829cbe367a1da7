import { TissueCanvas } from '../view/tissue-canvas.tsx'
import { currentRun } from './current-run.ts'
import { useRun } from './run-store.ts'
export function TissuePart() {
  const scene = useRun(({ info }) => info?.scene)
  const frame = useRun(({ frame }) => frame)
  if (scene === undefined) return null
  return <TissueCanvas scene={scene} {...(frame === undefined ? {} : { frame })} onSelect={(slot) => void currentRun()?.select(slot)} />
}
