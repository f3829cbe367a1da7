import { assembleSchema, readModel } from '../model/assemble.ts'
import type { AssistContext, DictionaryWord } from '../model/assist/context.ts'
import { completeDocument } from '../model/derive.ts'
import { type ReadFile, loadDocument } from '../model/include.ts'
import type { Schema } from '../model/kit.ts'
import type { LocatedMap } from '../model/located.ts'
import { collectNames } from '../model/names.ts'
import { nodeAt } from '../model/reader.ts'
import { collectDictionary } from './dictionary.ts'
import { standardProcesses } from './order.ts'
import { allSections } from './parse-model.ts'
import { readPart } from './partial-model.ts'

/** What stays the same for every model. */
const sections = allSections()
let assembled: Schema<unknown> | undefined

/** The schema of a whole model. */
export function modelSchema(): Schema<unknown> {
  return (assembled ??= assembleSchema(sections))
}

/**
 * Reads what an editor of a model must know: names, signals, behaviours. While the model does not parse, `before` stays as
 * it was, so that completion goes on; mistakes in parts of it lose no more than these parts.
 */
export function assistContext(
  file: string,
  read: ReadFile,
  files: readonly string[] = [],
  before?: AssistContext,
): AssistContext {
  const loaded = loadDocument(file, read)
  const base = { schema: modelSchema(), sections, files, read }
  if (loaded.root === undefined)
    return before === undefined
      ? { ...base, names: new Map(), signals: [], behaviours: [] }
      : { ...before, files, read }
  const root = completeDocument(loaded.root, sections)
  const names = new Map([...collectNames(root, sections), ['network node', networkNodes(root)]])
  return { ...base, root, names, ...(wordsOf(root) ?? wordsBefore(before)) }
}

type Words = Pick<AssistContext, 'signals' | 'behaviours'>

function wordsBefore(before: AssistContext | undefined): Words {
  return { signals: before?.signals ?? [], behaviours: before?.behaviours ?? [] }
}

/** Signals and behaviours of the model, or of that part of it which reads. */
function wordsOf(root: LocatedMap): Words | undefined {
  const reading = readModel(root, sections)
  const data = reading.model ?? readPart(root, sections, reading.issues)?.data
  if (data === undefined) return undefined
  const { signals, behaviours } = collectDictionary({ data }, standardProcesses)
  return { signals: [...signals.values()].map(wordOf), behaviours: [...behaviours.values()].map(wordOf) }
}

function wordOf({ name, unit, doc }: DictionaryWord): DictionaryWord {
  return { name, unit, doc }
}

/** Names of nodes of all networks inside cells. */
function networkNodes(root: LocatedMap): readonly string[] {
  const types = nodeAt(root, ['cell types'])
  if (types?.kind !== 'map') return []
  const nodes = [...types.entries.values()].flatMap(({ node }) => {
    const found = nodeAt(node, ['network', 'nodes'])
    return found?.kind === 'map' ? [...found.entries.keys()] : []
  })
  return [...new Set(nodes)].toSorted()
}
