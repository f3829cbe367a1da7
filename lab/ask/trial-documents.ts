import type { Project } from '../app/project.ts'
import { shippedIndex, shippedTable, shippedTexts } from '../app/shipped.ts'
import type { TrialDocuments } from '../workers/trial-api.ts'

/** What a reader's own question is called, where it would lie beside the shipped ones. */
const OWN_FILE = 'experiments/question.yaml'
/** Tables of the ledger: reports tell which statements of the literature a trial bears on. */
const EVIDENCE = ['claims', 'documents', 'entities', 'frozen', 'mechanisms', 'outcomes'].map(
  (name) => `evidence/${name}.csv`,
)

/** A project's question with all that it may be made from. */
export async function trialDocuments(
  project: Project,
  text: string,
  hasEvidence = false,
): Promise<TrialDocuments> {
  const shipped = await shippedTexts()
  const file = Object.entries(shipped).find(([path, each]) => isTrial(path) && each === text)?.[0] ?? OWN_FILE
  const paths = [...(await tablesFor(project, text)), ...(hasEvidence ? EVIDENCE : [])]
  const tables = await Promise.all(paths.map(async (path) => [path, await shippedTable(path)] as const))
  return { file, texts: { ...shipped, ...Object.fromEntries(tables), ...project.files, [file]: text } }
}

function isTrial(path: string): boolean {
  return path.startsWith('experiments/')
}

/** Shipped tables that the question or its model may read: those of the model, and those that anything of the reader's own names. */
async function tablesFor({ files, model }: Project, text: string): Promise<readonly string[]> {
  const { models, trials } = await shippedIndex()
  const named = [text, ...Object.values(files)].join('\n')
  const ofModels = models
    .filter(({ path }) => path === model || named.includes(path))
    .flatMap((each) => each.files)
  const all = [...models, ...trials].flatMap((each) => each.files)
  const mentioned = all.filter((path) => named.includes(path.slice(path.lastIndexOf('/') + 1)))
  const tables = [...ofModels, ...mentioned].filter((path) => path.endsWith('.csv') && !(path in files))
  return [...new Set(tables)]
}
