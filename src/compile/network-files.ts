import { type ModelData, type NamedSections, sectionOf } from '../model/assemble.ts'
import { type DocumentFile, type ReadFile, fileCandidates } from '../model/include.ts'
import type { Issue } from '../model/issue.ts'
import { networkMistake, networkUnreadable } from '../processes/boolean/messages.ts'
import { overridesOf } from '../processes/boolean/cell-network.ts'
import { readBooleanNetwork } from '../processes/boolean/read-network.ts'
import { type BooleanSection, booleanSection } from '../processes/boolean/schema.ts'

/** A model with the texts of its networks' files, and what is wrong with those files. */
interface LoadedNetworks {
  readonly data: ModelData
  readonly files: readonly DocumentFile[]
  readonly issues: readonly Issue[]
}

/** Finds the files of Boolean networks and puts their texts into the model, so that it is complete and its hash knows them. */
export function loadNetworkFiles(data: ModelData, modelFile: string, read: ReadFile): LoadedNetworks {
  const files: DocumentFile[] = []
  const issues: Issue[] = []
  const cellTypes = data.cellTypes.map((type) => {
    const section = sectionOf(type, booleanSection)
    return section?.file === undefined ? type : loadFiles(type, section, { modelFile, read, files, issues })
  })
  return files.length === 0 ? { data, files, issues } : { data: { ...data, cellTypes }, files, issues }
}

interface Loading {
  readonly modelFile: string
  readonly read: ReadFile
  readonly files: DocumentFile[]
  readonly issues: Issue[]
}

function loadFiles(type: NamedSections, section: BooleanSection, loading: Loading): NamedSections {
  const path = ['cell types', type.name, booleanSection.key]
  const names = [section.file ?? '', ...section.configuration]
  const found = names.map((name, index) => {
    const result = findFile(name, loading)
    const place = index === 0 ? [...path, 'file'] : [...path, 'configuration', index - 1]
    if (!result.ok) loading.issues.push({ ...networkUnreadable(name, result.reason), path: place })
    return result
  })
  const good = found.filter((result) => result.ok)
  if (good.length < found.length) return type
  const [network = { file: '', text: '' }, ...configurations] = good.map(({ file, text }) => ({ file, text }))
  for (const file of [network, ...configurations])
    if (!loading.files.some((known) => known.file === file.file)) loading.files.push(file)
  const reading = readBooleanNetwork(network, configurations, overridesOf(section))
  if (!reading.ok) {
    const { message, hint, ...position } = reading.mistake
    loading.issues.push({ ...networkMistake(message, hint), path: [...path, 'file'], position })
    return type
  }
  // Names as the author gave them: where the files lie does not belong into a model's hash.
  const named = [network, ...configurations].map(({ text }, index) => ({ file: names[index] ?? '', text }))
  const texts = { network: named[0], configurations: named.slice(1) }
  return { ...type, sections: { ...type.sections, [booleanSection.key]: { ...section, texts } } }
}

function findFile(name: string, { modelFile, read }: Loading) {
  let reason = 'no such file'
  for (const file of fileCandidates(name, modelFile)) {
    const result = read(file)
    if (result.ok) return { ok: true, file, text: result.text } as const
    reason = result.reason
  }
  return { ok: false, reason } as const
}
