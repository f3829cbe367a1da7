import { Button, Group, NativeSelect, Text } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { EdgeDetails, GraphEdge } from '../../src/browser.ts'
import { useProject } from '../app/project.ts'
import type { NetworkDrawing, NetworkFilter } from '../workers/desk-api.ts'
import { desk, useDesk } from './desk.ts'
import { offsetOf, openFile } from './editing.ts'
import { useAnswer } from './use-answer.ts'
import { useZoom } from './use-zoom.ts'

/** Who acts on whom: the picture, its edges as a list, and what is known about the chosen one. */
export function NetworkPane() {
  const [filter, setFilter] = useState<NetworkFilter>({})
  const { drawing, isOld, types } = useNetwork(filter)
  const [chosen, setChosen] = useState<number>()
  const [isList, setIsList] = useState(false)
  const pick = (index: number | undefined): void => setChosen(index)
  const edge = chosen === undefined ? undefined : drawing?.graph.edges[chosen]
  const change = (next: NetworkFilter): void => {
    setFilter(next)
    setChosen(undefined)
  }
  return (
    <section className="edit-network" aria-label="Network">
      <Group className="edit-tools" gap="xs">
        <Filters filter={filter} types={types} change={change} />
        <Button size="xs" variant="default" aria-pressed={isList} onClick={() => setIsList(!isList)}>
          {isList ? 'Show as picture' : 'Show as list'}
        </Button>
      </Group>
      {isOld && (
        <Text size="sm" className="edit-note" role="status">
          {drawing === undefined
            ? 'The network appears when the model has no errors.'
            : 'As it was before the errors; mend them to see it anew.'}
        </Text>
      )}
      {drawing !== undefined &&
        (isList ? (
          <EdgeList drawing={drawing} chosen={chosen} pick={pick} />
        ) : (
          <Picture key={drawing.svg} drawing={drawing} chosen={chosen} pick={pick} />
        ))}
      {edge === undefined ? (
        <Text size="sm" className="edit-note edit-muted">
          Choose a line to see the rule, its source and what the literature says.
        </Text>
      ) : (
        <EdgeCard edge={edge} details={drawing?.edges[chosen ?? -1] ?? { claims: [] }} />
      )}
    </section>
  )
}

/** The drawn network of the last model without errors. */
function useNetwork(filter: NetworkFilter) {
  const revision = useDesk((state) => state.revision)
  const [drawing, setDrawing] = useState<NetworkDrawing>()
  const [isOld, setIsOld] = useState(false)
  const [types, setTypes] = useState<readonly string[]>([])
  const take = (next: NetworkDrawing | undefined): void => {
    setIsOld(next === undefined)
    if (next === undefined) return
    setDrawing(next)
    // The filter offers all types, whichever is shown.
    if (filter.cellType === undefined && filter.kind === undefined) setTypes(next.graph.groups)
  }
  useAnswer(revision === 0 ? undefined : () => desk().network(filter), take, [revision, filter])
  return { drawing, isOld, types }
}

const KINDS = [
  ['', 'every kind'],
  ['activates', 'raises'],
  ['inhibits', 'lowers'],
  ['passes', 'carries or becomes'],
] as const

function Filters(props: {
  readonly filter: NetworkFilter
  readonly types: readonly string[]
  readonly change: (filter: NetworkFilter) => void
}) {
  const { filter, types, change } = props
  const { cellType = '', kind = '' } = filter
  const next = (type: string, sign: string): void => {
    const known = KINDS.find(([value]) => value === sign)?.[0] ?? ''
    change({ ...(type === '' ? {} : { cellType: type }), ...(known === '' ? {} : { kind: known }) })
  }
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label="Cell type"
        value={cellType}
        data={[
          { value: '', label: 'all cell types' },
          ...types.map((name) => ({ value: name, label: name })),
        ]}
        onChange={({ currentTarget }) => next(currentTarget.value, kind)}
      />
      <NativeSelect
        size="xs"
        aria-label="Kind of action"
        value={kind}
        data={KINDS.map(([value, label]) => ({ value, label }))}
        onChange={({ currentTarget }) => next(cellType, currentTarget.value)}
      />
    </>
  )
}

interface EdgesProps {
  readonly drawing: NetworkDrawing
  readonly chosen: number | undefined
  readonly pick: (index: number | undefined) => void
}

function Picture({ drawing, chosen, pick }: EdgesProps) {
  const frame = useRef<HTMLDivElement>(null)
  const zoom = useZoom(frame)
  useEffect(() => {
    for (const edge of frame.current?.querySelectorAll('[data-edge]') ?? [])
      edge.classList.toggle('chosen', edge.getAttribute('data-edge') === String(chosen))
  }, [chosen, drawing])
  const clicked = (target: EventTarget): void => {
    const index =
      target instanceof Element ? target.closest('[data-edge]')?.getAttribute('data-edge') : undefined
    pick(index === undefined || index === null ? undefined : Number(index))
  }
  return (
    <div className="edit-picture-frame">
      {/* The list of edges is the same for the keyboard. The picture comes from our own figure, which escapes every text. */}
      <div
        ref={frame}
        className="edit-picture"
        role="group"
        tabIndex={0}
        aria-label="Picture of the network; the list has the same lines for the keyboard"
        onClick={({ target }) => zoom.wasDragged() || clicked(target)}
        dangerouslySetInnerHTML={{ __html: drawing.svg }}
      />
      <Group className="edit-zoom" gap={4} role="group" aria-label="Zoom">
        <button type="button" aria-label="Zoom out" onClick={() => zoom.by(1 / 1.3)}>
          −
        </button>
        <button type="button" aria-label="Show all" onClick={zoom.fit}>
          all
        </button>
        <button type="button" aria-label="Zoom in" onClick={() => zoom.by(1.3)}>
          +
        </button>
      </Group>
    </div>
  )
}

function EdgeList({ drawing, chosen, pick }: EdgesProps) {
  return (
    <ul className="edit-edges">
      {drawing.graph.edges.map((edge, index) => (
        <li key={index}>
          <button type="button" aria-pressed={index === chosen} onClick={() => pick(index)}>
            {edge.text} <KindWord kind={edge.kind} />
          </button>
        </li>
      ))}
    </ul>
  )
}

function KindWord({ kind }: { readonly kind: GraphEdge['kind'] }) {
  return kind === undefined ? null : <span className={`edit-kind ${kind}`}>{kind}</span>
}

/** The rule behind an edge: its words, its source, the claims that it carries, and the way to its line. */
function EdgeCard({ edge, details }: { readonly edge: GraphEdge; readonly details: EdgeDetails }) {
  const { at, reference, claims } = details
  return (
    <section className="edit-card" aria-label="The chosen line">
      <p className="edit-rule">
        {edge.text} <KindWord kind={edge.kind} />
      </p>
      {reference !== undefined && <p>Source: {reference}</p>}
      {reference === undefined && edge.source !== undefined && <p>Source: {edge.source}</p>}
      {at !== undefined && (
        <Button size="xs" variant="default" onClick={() => openAt(at)}>
          Open {at.file.split('/').slice(-2).join('/')}, line {at.line}
        </Button>
      )}
      {claims.length === 0 ? (
        <p className="edit-muted">No statement of the ledger names this line.</p>
      ) : (
        <>
          <h2>What the literature says</h2>
          <ul>
            {claims.map(({ claim, statement, citation }) => (
              <li key={claim}>
                {statement} <span className="edit-where">{[claim, citation].join(', ')}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function openAt({ file, line, column, length }: NonNullable<EdgeDetails['at']>): void {
  const own = useProject.getState().project.files[file]
  const from = offsetOf(own ?? useDesk.getState().shipped?.[file] ?? '', line, column)
  openFile(file, { from, to: from + length })
}
