import { cloneKeyColour } from '../../src/browser.ts'
import type { CloneRow, generationScale } from './clone-rows.ts'
import classes from './clones.module.css'

/** Height of a line [px]. Chosen: large enough for a finger, as rows lie close together. */
export const ROW = 28
/** Largest and smallest mark of a clone, as radius [px]. */
const [LARGEST, SMALLEST] = [5.5, 2]
/** Where generation 0 lies [px]. */
const FIRST = 7

interface CloneStemProps {
  readonly row: CloneRow
  readonly index: number
  readonly scale: ReturnType<typeof generationScale>
  /** Of the cells of the largest. */
  readonly share: number
}

/** A clone's mark in its generation, as large as it is, and the line down from its parent; dashed where clones between are not drawn. */
export function CloneStem({ row, index, scale: { step, width }, share }: CloneStemProps) {
  const { node, parentRow, parentGeneration = 0 } = row
  const at = (generation: number): number => FIRST + step * generation
  const radius = Math.max(SMALLEST, LARGEST * Math.sqrt(share))
  return (
    <svg width={width} height={ROW} overflow="visible" className={classes['stem']} aria-hidden="true">
      {parentRow !== undefined && (
        <path
          d={`M${at(parentGeneration)} ${ROW / 2 - ROW * (index - parentRow)}V${ROW / 2}H${at(node.generation)}`}
          fill="none"
          strokeDasharray={node.hasGap === true ? '2 2' : undefined}
        />
      )}
      <circle cx={at(node.generation)} cy={ROW / 2} r={radius} fill={cloneKeyColour(node.key)} />
    </svg>
  )
}
