/** The page `models/library/README.md`: each part of the library, what it says of itself, and who includes it. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, join, posix } from 'node:path'
import { parse } from 'yaml'
import { loadDocument } from '../src/model/include.ts'
import { readFile } from '../src/platform/node/read-file.ts'

const LIBRARY = 'models/library'

/** Writes the page; `root` is the repository's folder. */
export function libraryDocs(mark: string, root: string): string {
  const models = filesIn(root, 'models/*/*.yaml').filter((file) => isModel(root, file))
  const users = [
    ...models.map((file) => ({ name: modelName(file), file, parts: partsOf(root, file) })),
    ...filesIn(root, 'experiments/*.yaml').map((file) => ({
      name: basename(file, '.yaml'),
      file,
      parts: partsAddedBy(root, file),
    })),
  ]
  const table = (pattern: string): readonly string[] => [
    '| part | what it brings | used by |',
    '|---|---|---|',
    ...filesIn(root, pattern).map((file) => {
      const shown = users
        .filter(({ parts }) => parts.has(file))
        .map(({ name, file: user }) => link(name, user))
      const path = posix.relative(LIBRARY, file)
      return `| [${path.replace('.yaml', '')}](${path}) | ${firstSentence(root, file)} | ${[...new Set(shown)].join(', ')} |`
    }),
    '',
  ]
  return [
    '# The library',
    '',
    mark,
    '',
    'Parts that models include by name: `include: [library/cd8, library/pd-1]`. Each is a file that stands on its own, with the parts that it needs, the',
    'sources of its numbers, and a comment that says what it claims. A model or an arm of an experiment may change any number of it.',
    '',
    'The last column names the models and the experiments whose arms add the part, directly or through another. **Where it is empty, no shipped model has',
    'the part**: it is there to be used, what its cells or drugs do is tested in [test/library](../../test/library), and no trial says what comes of it in a',
    'tissue.',
    '',
    ...table(`${LIBRARY}/*.yaml`),
    '## Assays',
    '',
    'What is added to a culture or an animal for an arm; [how to](../../docs/how-to/virtual-assays.md).',
    '',
    ...table(`${LIBRARY}/assays/*.yaml`),
  ].join('\n')
}

const link = (name: string, file: string): string => `[${name}](${posix.relative(LIBRARY, file)})`

function filesIn(root: string, pattern: string): readonly string[] {
  return globSync(pattern, { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .toSorted()
}

/** Files of networks and fitted fragments lie beside models and have no title. */
function isModel(root: string, file: string): boolean {
  return !file.startsWith(LIBRARY) && /^title:/m.test(readFileSync(join(root, file), 'utf8'))
}

/** All files of the library that a document includes, itself among them where it is one. */
function partsOf(root: string, file: string): ReadonlySet<string> {
  const { files } = loadDocument(join(root, file), readFile)
  return new Set(
    files.map((each) => posix.relative(root, each.file)).filter((path) => path.startsWith(LIBRARY)),
  )
}

/** All files of the library that arms of an experiment, or all of them together, include and its model does not. */
function partsAddedBy(root: string, file: string): ReadonlySet<string> {
  const written = parse(readFileSync(join(root, file), 'utf8')) as { model: string } // an experiment that was checked
  const own = partsOf(root, posix.join(posix.dirname(file), written.model))
  const added = includesOf(written).map((part) => `models/${part}.yaml`)
  const parts = added
    .filter((part) => existsSync(join(root, part)))
    .flatMap((part) => [...partsOf(root, part)])
  return new Set(parts.filter((part) => !own.has(part)))
}

/** Everything that stands in a list `include`, wherever it is. */
function includesOf(value: unknown, key = ''): readonly string[] {
  if (key === 'include' && Array.isArray(value)) return value.map(String)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, below]) => includesOf(below, name))
}

/** The folder, with the file where there are several models in it. */
function modelName(file: string): string {
  return file
    .replace(/^models\//, '')
    .replace(/\/model\.yaml$/, '')
    .replace(/\.yaml$/, '')
}

/** The first sentence of the comment that a part begins with. */
function firstSentence(root: string, file: string): string {
  const lines = readFileSync(join(root, file), 'utf8').split('\n')
  const start = lines.findIndex((line) => line.startsWith('#'))
  if (start < 0) throw new Error(`${file} does not say what it is`)
  const rest = lines.slice(start)
  const end = rest.findIndex((line) => !line.startsWith('#'))
  const comment = rest
    .slice(0, end)
    .map((line) => line.replace(/^#\s?/, ''))
    .join(' ')
  return (/^.*?\.(?=\s|$)/.exec(comment)?.[0] ?? comment).replaceAll('|', '\\|')
}
