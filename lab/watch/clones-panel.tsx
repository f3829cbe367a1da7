import { Button, Switch, Text, VisuallyHidden } from '@mantine/core'
import { useEffect } from 'react'
import { type CloneNode, cloneKeyColour, formatNumber } from '../../src/browser.ts'
import { cloneName } from '../view/clone-entries.ts'
import type { LivingClones } from '../workers/run-api.ts'
import { CloneFacts } from './clone-facts.tsx'
import { cloneRows, generationScale, shareText } from './clone-rows.ts'
import { SOME_CLONES, pickClone, useClones } from './clone-store.ts'
import { CloneStem } from './clone-stem.tsx'
import { currentRun } from './current-run.ts'
import { clockText } from './pace.ts'
import { useView } from './view-store.ts'
import classes from './clones.module.css'

/** The clones that live now: how large each is, who came from whom, and one that stands out in the tissue. */
export function ClonesPanel() {
  const clones = useClones((state) => state.clones)
  useEffect(() => {
    useClones.setState({ isShown: true })
    void currentRun()?.refresh()
    return () => useClones.setState({ isShown: false })
  }, [])
  if (clones === undefined) return <Text size="sm">Counting clones</Text>
  if (clones.cells === 0) return <NoClones />
  return (
    <div className={classes['root']}>
      <h2>
        {formatNumber(clones.clones)} living {clones.clones === 1 ? 'clone' : 'clones'}
      </h2>
      <Text size="xs" className={classes['quiet']} mb={8}>
        {formatNumber(clones.cells)} live cells belong to one, at {clockText(clones.time)}. Choose one to see
        where its cells are.
      </Text>
      <Shares clones={clones} />
      <ByClone />
      <Rows clones={clones} />
      <More clones={clones} />
      <CloneFacts clones={clones} />
    </div>
  )
}

function NoClones() {
  return (
    <div>
      <h2>No living clone</h2>
      <Text size="sm" className={classes['quiet']}>
        No live cell belongs to a clone now. Cells of the types under <code>clones: founders</code> found one
        each, at the start and when they arrive.
      </Text>
    </div>
  )
}

/** All cells of clones as one bar, in the order of the tree. */
function Shares({ clones: { tree, cells, rest, left } }: { readonly clones: LivingClones }) {
  const others = rest[0] ?? 0
  const parts = cloneRows(tree.nodes).map(({ key, cells: size }) => ({ key, size }))
  const label = `Shares of the cells of all clones: ${parts
    .toSorted((a, b) => b.size - a.size)
    .slice(0, 3)
    .map(({ key, size }) => `${cloneName(key)} ${shareText(size, cells)}`)
    .join(', ')}${left === 0 && parts.length <= 3 ? '' : ', and others'}`
  return (
    <div className={classes['shares']} role="img" aria-label={label}>
      {parts.map(({ key, size }) => (
        <i key={key} style={{ flexGrow: size, background: cloneKeyColour(key) }} />
      ))}
      {others > 0 && <i className={classes['others']} style={{ flexGrow: others }} />}
    </div>
  )
}

/** Cells in the colours of the bars. */
function ByClone() {
  const isOn = useView(({ options }) => options.look.colouring === 'clone')
  const change = (colouring: string): void =>
    useView.setState(({ options }) => {
      const { range: _, ...look } = options.look
      return { options: { ...options, look: { ...look, colouring } } }
    })
  return (
    <Switch
      size="xs"
      my={8}
      label="Cells in these colours"
      checked={isOn}
      onChange={({ currentTarget }) => change(currentTarget.checked ? 'clone' : 'type')}
    />
  )
}

function Rows({ clones }: { readonly clones: LivingClones }) {
  const picked = useView(({ options }) => options.look.clone)
  const rows = cloneRows(clones.tree.nodes)
  const scale = generationScale(clones.tree.nodes)
  const largest = Math.max(1, ...rows.map(({ cells }) => cells))
  return (
    <>
      {clones.hasDescent && (
        <div className={classes['generations']} aria-hidden="true">
          {treeText(clones, scale.last)}
        </div>
      )}
      <ul className={classes['rows']} aria-label="Clones, each family together">
        {rows.map((row, index) => (
          <li key={row.key}>
            <button
              type="button"
              aria-pressed={picked?.key === row.key}
              onClick={() => void pickClone(currentRun(), picked?.key === row.key ? undefined : row.key)}
              data-family={picked?.subclones?.includes(row.key) || undefined}
            >
              <CloneStem row={row} index={index} scale={scale} share={row.cells / largest} />
              <span>
                <VisuallyHidden>clone </VisuallyHidden>
                <code>{cloneName(row.key).replace('clone ', '')}</code>
              </span>
              <span className={classes['track']}>
                <i
                  style={{ width: `${(100 * row.cells) / largest}%`, background: cloneKeyColour(row.key) }}
                />
              </span>
              <span className={classes['number']}>
                {formatNumber(row.cells)}
                <VisuallyHidden> cells</VisuallyHidden>
              </span>
              <span className={classes['number']}>
                {shareText(row.cells, clones.cells)}
                {clones.hasDescent && <VisuallyHidden>{descentText(row.node)}</VisuallyHidden>}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

function treeText({ tree }: LivingClones, last: number): string {
  if (last === 0) return 'Generation 0: none has mutated'
  const hasGaps = tree.nodes.some(({ hasGap }) => hasGap)
  return `Generations 0 to ${last} from left to right${hasGaps ? '; dashed over clones that are not drawn' : ''}`
}

function descentText({ generation, parent }: CloneNode): string {
  return `, generation ${generation}${parent === undefined ? '' : `, from ${cloneName(parent)}`}`
}

/** What is not drawn, and how to draw it. */
function More({ clones: { left, rest } }: { readonly clones: LivingClones }) {
  const most = useClones((state) => state.most)
  const draw = (more: number): void => {
    useClones.setState({ most: more })
    void currentRun()?.refresh()
  }
  if (left === 0 && most === SOME_CLONES) return null
  return (
    <div className={classes['more']}>
      {left > 0 && (
        <span className={classes['quiet']}>
          <i className={classes['others']} /> {formatNumber(left)} smaller, {formatNumber(rest[0] ?? 0)} cells
        </span>
      )}
      {left > 0 && (
        <Button size="compact-xs" variant="default" onClick={() => draw(most + SOME_CLONES)}>
          Draw {Math.min(left, SOME_CLONES)} more
        </Button>
      )}
      {most > SOME_CLONES && (
        <Button size="compact-xs" variant="default" onClick={() => draw(SOME_CLONES)}>
          Fewer
        </Button>
      )}
    </div>
  )
}
