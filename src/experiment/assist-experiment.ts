import { assistContext, modelSchema } from '../compile/assist-context.ts'
import type { AssistContext } from '../model/assist/context.ts'
import { parseDocument } from '../model/document.ts'
import { type ReadFile, includeCandidates } from '../model/include.ts'
import type { Schema } from '../model/kit.ts'
import type { Located, LocatedMap } from '../model/located.ts'
import { nodeAt } from '../model/reader.ts'
import { type Children, list, map } from '../model/schema.ts'
import { text } from '../model/schema-scalar.ts'
import { experimentSchema } from './experiment-schema.ts'

const factor = (doc: string): Schema<unknown> =>
  map(undefined, text({ doc: 'a factor or a share, for example 50 %' }), { doc })

/** Keys of an arm that are no keys of a model. */
const armKeys: Children = {
  set: map(undefined, text({ doc: 'the new value' }), { doc: 'paths of the model and their new values' }),
  scale: factor('paths of the model and the factors on what stands there'),
  'knock down': factor('paths of the model and by how much they are lowered'),
  overexpress: factor('paths of the model and by how much they are raised'),
  without: list(text({ doc: 'a cell type' }), { doc: 'cell types that are left out' }),
  include: list(text({ doc: 'a part' }), { doc: 'parts that are laid over the model' }),
}

let assembled: Schema<unknown> | undefined

/** The schema of an experiment in which an arm's keys are those of a model. */
function schema(): Schema<unknown> {
  if (assembled !== undefined) return assembled
  const { common, arms } = experimentSchema.children
  const layer = { ...modelSchema().children, ...armKeys }
  const children: Children = {
    ...experimentSchema.children,
    common: { ...common, children: layer },
    arms: { ...arms, children: { '*': { ...common, children: layer } } },
  }
  // The values are the experiment's own; only what an editor asks has become more.
  return (assembled = { ...experimentSchema, children } as Schema<unknown>)
}

/** What an editor of an experiment must know: the names of its model, its arms and its endpoints. */
export function experimentAssistContext(
  file: string,
  read: ReadFile,
  files: readonly string[] = [],
  before?: AssistContext,
): AssistContext {
  const written = read(file)
  const root = written.ok ? parseDocument(written.text, file).root : undefined
  if (root?.kind !== 'map') return before ?? { ...assistContext(file, read, files), schema: schema() }
  const model = modelFile(root, file, read)
  const context = assistContext(model ?? file, read, files, before)
  const own = [['arm', keysAt(root, 'arms')] as const, ['endpoint', keysAt(root, 'endpoints')] as const]
  const names = new Map([...context.names, ...own])
  return { ...context, names, schema: schema(), root: withSources(context.root, root) }
}

function modelFile(root: LocatedMap, file: string, read: ReadFile): string | undefined {
  const name = nodeAt(root, ['model'])
  if (name?.kind !== 'scalar') return undefined
  return includeCandidates(name.text, file).find((path) => read(path).ok)
}

function keysAt(root: LocatedMap, key: string): readonly string[] {
  const node = nodeAt(root, [key])
  return node?.kind === 'map' ? [...node.entries.keys()] : []
}

/** The experiment's keys, with what its model defines below them. */
function withSources(model: LocatedMap | undefined, root: LocatedMap): LocatedMap {
  const [above, below] = [root.entries.get('sources'), model?.entries.get('sources')]
  if (above === undefined || below === undefined)
    return { ...root, entries: new Map([...(model?.entries ?? []), ...root.entries]) }
  const node: Located =
    above.node.kind === 'map' && below.node.kind === 'map'
      ? { ...above.node, entries: new Map([...below.node.entries, ...above.node.entries]) }
      : above.node
  return {
    ...root,
    entries: new Map([...(model?.entries ?? []), ...root.entries, ['sources', { ...above, node }]]),
  }
}
