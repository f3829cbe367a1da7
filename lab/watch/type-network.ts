import { useEffect, useState } from 'react'
import type { EdgeDetails } from '../../src/browser.ts'
import { useProject } from '../app/project.ts'
import { checkProject, desk, openDesk, useDesk } from '../edit/desk.ts'
import { offsetOf, openFile } from '../edit/editing.ts'
import type { NetworkDrawing } from '../workers/desk-api.ts'

/** What is drawn of a cell type's network, and where its sentences are written. */
export interface TypeNetwork {
  /** Undefined where the type has no network. */
  readonly drawing?: NetworkDrawing | undefined
  /** Places of sentences as the model says them: `tumour: oxygen decreases necrosis ...`. */
  readonly places: ReadonlyMap<string, NonNullable<EdgeDetails['at']>>
  /** References behind the keys of sources, likewise. */
  readonly references: ReadonlyMap<string, string>
}

const NONE: TypeNetwork = { places: new Map(), references: new Map() }

/** The network of a cell type of the project's model, read by the worker of Edit; empty until that has answered. */
export function useTypeNetwork(type: string | undefined): TypeNetwork {
  const model = useProject((state) => state.project.model)
  const files = useProject((state) => state.project.files)
  const [found, setFound] = useState(NONE)
  useEffect(() => {
    if (type === undefined) return undefined
    let isWanted = true
    const ask = async (): Promise<void> => {
      await openDesk(model)
      await checkProject(useProject.getState().project)
      const [all, inside] = [
        await desk().network({ cellType: type }),
        await desk().network({ cellType: type, isInside: true }),
      ]
      if (isWanted && all !== undefined) setFound(networkOf(all, inside))
    }
    void ask().catch(() => undefined) // a card without a picture: numbers and rules are there all the same
    return () => {
      isWanted = false
    }
  }, [type, model, files])
  return found
}

function networkOf({ graph, edges }: NetworkDrawing, inside: NetworkDrawing | undefined): TypeNetwork {
  const known = graph.edges.map(({ text }, index) => ({ text, ...edges[index] }))
  return {
    drawing: inside === undefined || inside.graph.edges.length === 0 ? undefined : inside,
    places: new Map(known.flatMap(({ text, at }) => (at === undefined ? [] : [[text, at] as const]))),
    references: new Map(
      known.flatMap(({ text, reference }) => (reference === undefined ? [] : [[text, reference] as const])),
    ),
  }
}

/** Opens Edit where a sentence is written. */
export function openInEdit({ file, line, column, length }: NonNullable<EdgeDetails['at']>): void {
  const own = useProject.getState().project.files[file]
  const from = offsetOf(own ?? useDesk.getState().shipped?.[file] ?? '', line, column)
  openFile(file, { from, to: from + length })
  location.hash = '#/edit'
}
