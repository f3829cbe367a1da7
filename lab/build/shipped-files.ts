import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { parse, stringify } from 'yaml'
import { sourcesOf } from '../../src/analysis/model-parameters.ts'
import { domainSection, timeSection } from '../../src/compile/core-sections.ts'
import { parseModel } from '../../src/compile/parse-model.ts'
import { parseExperiment } from '../../src/experiment/experiment.ts'
import { ENGINE_VERSION } from '../../src/experiment/run-plan.ts'
import { sectionOf } from '../../src/model/assemble.ts'
import type { ReadFile } from '../../src/model/include.ts'
import { readFile } from '../../src/platform/node/read-file.ts'
import type { ShippedEngine, ShippedIndex } from '../app/shipped-index.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Reads what ships, by paths from the package's folder: the paths that a page knows. */
const readShipped: ReadFile = (path) => readFile(join(root, path))

/**
 * Puts what ships with Milieu beside the page: `library/index.json` (what there is), `library/texts.json` (every model, part and
 * experiment by path), and tissues and tables as files of their own, below `library/`.
 */
export function shippedFiles(): Plugin {
  const files = new Map<string, () => string>([
    ['library/index.json', () => JSON.stringify(shippedIndex())],
    ['library/texts.json', () => JSON.stringify(shippedTexts())],
    ...[...globSync('data/**/*.csv', { cwd: root }), ...globSync('evidence/*.csv', { cwd: root })].map(
      (path) => [`library/${path}`, () => readFileSync(join(root, path), 'utf8')] as const,
    ),
  ])
  return {
    name: 'milieu-shipped-files',
    generateBundle() {
      for (const [fileName, source] of files) this.emitFile({ type: 'asset', fileName, source: source() })
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const source = files.get((request.url ?? '').replace(/^\//, '').replace(/\?.*/, ''))
        if (source === undefined) next()
        else response.end(source())
      })
    },
  }
}

function shippedTexts(): Readonly<Record<string, string>> {
  const paths = globSync(['models/**/*.yaml', 'experiments/*.yaml'], { cwd: root }).toSorted()
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]))
}

function shippedIndex(): ShippedIndex {
  const models = globSync('models/*/model.yaml', { cwd: root })
    .toSorted()
    .flatMap((path) => {
      const { model } = parseModel(path, readShipped)
      if (model === undefined) return []
      const { title, description = '' } = model.data
      const files = model.files.map(({ file }) => file)
      const domain = sectionOf(model.data, domainSection)
      const size = [domain.size[0].value, domain.size[1].value, domain.size[2].value] as const
      const stop = sectionOf(model.data, timeSection).stop.value
      const sources = [...new Set(sourcesOf(model.data.sources).map(({ text }) => text))]
      return [{ path, title, description, cells: model.initialCells.length, size, stop, sources, files }]
    })
  const trials = globSync('experiments/*.yaml', { cwd: root })
    .toSorted()
    .flatMap((path) => {
      const { experiment } = parseExperiment(path, readShipped)
      if (experiment === undefined) return []
      const { question, model, replicates } = experiment.data
      const arms = experiment.arms.map(({ name }) => name)
      const files = experiment.origin?.files.map(({ file }) => file) ?? []
      return [{ path, question, model, arms, changes: changesOf(path), replicates, files }]
    })
  return { engine: shippedEngine(), models, trials }
}

function shippedEngine(): ShippedEngine {
  const kernels = readFileSync(join(root, 'src/kernels/milieu.wasm'))
  return { version: ENGINE_VERSION, kernels: createHash('sha256').update(kernels).digest('hex') }
}

/** What each arm changes, as its author wrote it. */
function changesOf(path: string): Readonly<Record<string, string>> {
  // The experiment was read without mistakes before, so that this is its shape.
  const { arms } = parse(readFileSync(join(root, path), 'utf8')) as { arms?: Record<string, unknown> }
  return Object.fromEntries(Object.entries(arms ?? {}).map(([name, change]) => [name, stringify(change)]))
}
