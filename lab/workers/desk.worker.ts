import { expose } from 'comlink'
import {
  type AssistContext,
  type GraphNode,
  type Issue,
  type ModelNetwork,
  type ParsedModel,
  type Path,
  type Position,
  type ReadFile,
  type Theme,
  assistContext,
  assistWith,
  continuationsOf,
  editText,
  experimentAssistContext,
  formOf,
  hasErrors,
  includedFiles,
  locate,
  modelNetwork,
  networkFigure,
  paperTheme,
  parseExperiment,
  parseModel,
  pathAt,
  placedIssues,
} from '../../src/browser.ts'
import {
  type ChangedFile,
  type Check,
  type DeskApi,
  type DeskProject,
  type FileIssue,
  type Files,
  type FormChange,
  type NetworkDrawing,
  type NetworkFilter,
  TRIAL_PATH,
} from './desk-api.ts'

let shipped: Files = {}
let project: DeskProject = { model: '', own: {} }
/** Grows with every change of the project: answers about an older one are not wanted. */
let revision = 0

const read: ReadFile = (path) => {
  const text = textOf(path)
  return text === undefined ? { ok: false, reason: 'no such file' } : { ok: true, text }
}

function textOf(path: string): string | undefined {
  if (path === TRIAL_PATH) return project.experiment
  return project.own[path] ?? shipped[path]
}

/** Something that is computed from the project and kept until the project changes. */
function kept<T>(make: (before: T | undefined) => T): () => T {
  let at = -1
  let value: T | undefined
  return () => {
    if (value === undefined || at !== revision) value = make(value)
    at = revision
    return value
  }
}

const parsed = kept<ParsedModel>(() => parseModel(project.model, read))
const modelContext = kept<AssistContext>((before) =>
  assistContext(project.model, read, Object.keys({ ...shipped, ...project.own }), before),
)
const trialContext = kept<AssistContext>((before) =>
  experimentAssistContext(TRIAL_PATH, read, Object.keys({ ...shipped, ...project.own }), before),
)
const network = kept<{ readonly found?: ModelNetwork }>(() => {
  const { model, root } = parsed()
  return model === undefined || root === undefined ? {} : { found: modelNetwork(model, root, read) }
})

function contextOf(file: string): AssistContext {
  return file === TRIAL_PATH || (file.startsWith('experiments/') && file !== project.model)
    ? trialContext()
    : modelContext()
}

async function check(): Promise<Check | undefined> {
  const asked = revision
  // Questions that came in meanwhile are handled first: the newest wins.
  await new Promise((resolve) => setTimeout(resolve, 0))
  if (asked !== revision) return undefined
  const { model, issues } = parsed()
  const trial = project.experiment === undefined ? [] : parseExperiment(TRIAL_PATH, read).issues
  const own = trial.filter(({ position }) => position?.file === TRIAL_PATH)
  return {
    issues: [...placed(issues, project.model), ...placed(own, TRIAL_PATH)],
    files: includedFiles(project.model, read),
    canRun: model !== undefined && !hasErrors(issues),
    ...(model === undefined ? {} : { hash: model.hash }),
  }
}

/** Issues by their files; those without a place belong to `file`. */
function placed(issues: readonly Issue[], file: string): readonly FileIssue[] {
  const files = new Set(issues.map(({ position }) => position?.file ?? file))
  return [...files].flatMap((path) => {
    const here = issues.filter(({ position }) => (position?.file ?? file) === path)
    return placedIssues(textOf(path) ?? '', path, here).map((issue) => ({ ...issue, file: path }))
  })
}

function change(asked: FormChange): ChangedFile | string {
  const file = asked.kind === 'at' ? asked.at.file : project.model
  const text = textOf(file)
  if (text === undefined) return `${file} is not there`
  try {
    if (asked.kind === 'new') return { file, text: editText(text, asked.change) }
    const path = pathAt(text, asked.at)
    if (path === undefined) return `${file} has changed meanwhile; try again`
    const what = asked.change
    return {
      file,
      text: editText(
        text,
        what === 'remove' ? { kind: 'remove', path } : { kind: 'set', path, value: what.value },
      ),
    }
  } catch {
    return `${file} is no YAML at the moment: mend it as text first`
  }
}

/** Colours come from the page, so that both themes fit. */
const pageTheme: Theme = {
  ...paperTheme,
  ink: 'var(--edit-ink)',
  muted: 'var(--edit-muted)',
  line: 'var(--edit-line)',
  accent: 'var(--edit-accent)',
  faint: 'var(--edit-faint)',
  paper: 'var(--edit-paper)',
  inline: true,
}

function isLevel({ kind }: GraphNode): boolean {
  return kind === 'node'
}

/** A node that is as wide as its name with a number beside it. */
function withRoom(node: GraphNode): GraphNode {
  return { ...node, label: `${node.label} 0.000` }
}

function draw({ cellType, kind, isInside = false }: NetworkFilter): NetworkDrawing | undefined {
  const { found } = network()
  const { model } = parsed()
  if (found === undefined || model === undefined) return undefined
  const { graph, edges } = found
  const groupOf = new Map(graph.nodes.map(({ id, group }) => [id, group]))
  const isShown = ({ from, to, sign }: (typeof graph.edges)[number]): boolean =>
    (kind === undefined || sign === kind) &&
    (cellType === undefined || groupOf.get(from) === cellType || groupOf.get(to) === cellType)
  const levels = new Set(
    graph.nodes.filter((node) => isLevel(node) && node.group === cellType).map(({ id }) => id),
  )
  const isWithin = ({ from, to }: (typeof graph.edges)[number]): boolean =>
    !isInside || levels.has(from) || levels.has(to)
  const indices = graph.edges.flatMap((edge, index) => (isShown(edge) && isWithin(edge) ? [index] : []))
  const edgesShown = graph.edges.filter((edge) => isShown(edge) && isWithin(edge))
  const nodes = isInside
    ? graph.nodes.map((node) => (levels.has(node.id) ? withRoom(node) : node))
    : graph.nodes
  const shown = { ...graph, nodes, edges: edgesShown }
  const title = `Who acts on whom: ${model.data.title}`
  const cellTypes = model.data.cellTypes.map((type) => cellTypeLook(type.name, type.sections['display']))
  const hasGauge = (node: GraphNode): boolean => isInside && levels.has(node.id)
  const svg = networkFigure(shown, { title, theme: pageTheme, cellTypes, hasGauge })
  return { svg, graph: shown, edges: indices.map((index) => edges[index] ?? { claims: [] }) }
}

function cellTypeLook(
  name: string,
  display: unknown,
): Parameters<typeof networkFigure>[1]['cellTypes'][number] {
  // The cast states what the schema of `display` reads.
  const { lineage, colour } = display as { readonly lineage: 'other'; readonly colour?: string }
  return { name, lineage, ...(colour === undefined ? {} : { colour }) }
}

function place(path: Path): Position | undefined {
  const { root } = modelContext()
  return root === undefined ? undefined : locate(root, path)
}

const api: DeskApi = {
  open(files) {
    shipped = files
    revision += 1
  },
  edit(next) {
    project = next
    revision += 1
  },
  check,
  completions: (file, text, offset) => assistWith(text, file, contextOf(file)).completionsAt(offset),
  hover: (file, text, offset) => assistWith(text, file, contextOf(file)).hoverAt(offset),
  definition: (file, text, offset) => assistWith(text, file, contextOf(file)).definitionAt(offset),
  form: () => formOf(modelContext()),
  continuations: (path, before) => continuationsOf(path, before, modelContext()),
  change,
  network: draw,
  place,
}

expose(api)
