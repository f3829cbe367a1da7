import { spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { afterAll, describe, expect, test } from 'vitest'
import { formatIssues, hasErrors, parseExperiment, parseModel } from '../../src/index.ts'
import type { Issue, ReadFile } from '../../src/index.ts'
import { parseDocument } from '../../src/model/document.ts'
import { readFile } from '../../src/platform/node/read-file.ts'

/* What the pages show works: models check, programs run, commands and links exist. Outputs are compared in generated-docs.test.ts. */

interface Block {
  readonly place: string
  readonly page: string
  readonly language: string
  readonly info: string
  readonly text: string
}

const pages = [...globSync('*.md'), ...globSync('docs/**/*.md')].toSorted()
const blocks = pages.flatMap(blocksOf)

function blocksOf(page: string): readonly Block[] {
  const text = readFileSync(page, 'utf8')
  return [...text.matchAll(/^```(\w+)([^\n]*)\n([\s\S]*?)^```/gm)].map((match) => ({
    place: `${page}:${text.slice(0, match.index).split('\n').length}`,
    page,
    language: match[1] ?? '',
    info: (match[2] ?? '').trim(),
    text: match[3] ?? '',
  }))
}

/** Reads a block as a file in `models`, beside the other files of its page. */
function readerOf(block: Block): ReadFile {
  const beside = new Map(
    blocksOf(block.page).map(({ info, text }) => [`models/${/file=(\S+)/.exec(info)?.[1] ?? ''}`, text]),
  )
  return (path) => {
    if (path === 'models/block.yaml') return { ok: true, text: block.text }
    const text = beside.get(path)
    return text === undefined ? readFile(path) : { ok: true, text }
  }
}

function complaints(issues: readonly Issue[], block: Block): string {
  const serious = issues.filter((issue) => issue.severity !== 'note')
  return serious.length === 0 ? '' : formatIssues(serious, () => block.text.split('\n'))
}

describe('models and experiments in the pages', () => {
  const marked = (word: string) =>
    blocks.filter(({ language, info }) => language === 'yaml' && info.split(' ')[0] === word)

  test.each(marked('model').map((block) => [block.place, block] as const))(
    '%s is a model without warnings',
    (_place, block) => {
      const { model, issues } = parseModel('models/block.yaml', readerOf(block))
      expect(complaints(issues, block)).toBe('')
      expect(model).toBeDefined()
    },
  )

  test.each(marked('experiment').map((block) => [block.place, block] as const))(
    '%s is an experiment',
    (_place, block) => {
      const { issues } = parseExperiment('models/block.yaml', readerOf(block))
      expect(hasErrors(issues), complaints(issues, block)).toBe(false)
    },
  )

  test('every other YAML block is good YAML', () => {
    for (const { language, text, place } of blocks) {
      if (language === 'yaml') expect(parseDocument(text, place).issues).toEqual([])
    }
  })

  test('the model of the README is the shipped first model, word for word', () => {
    const shown = marked('model').filter(({ page }) => page === 'README.md')
    expect(shown.map(({ text }) => text)).toEqual([readFileSync('models/first/model.yaml', 'utf8')])
  })
})

describe('programs in the pages', () => {
  const programs = blocks.filter(({ language, info }) => language === 'ts' && info === 'run')
  // Inside the repository, so that types of Node are found; `milieu` means the sources.
  const folder = mkdtempSync(join('node_modules', '.milieu-docs-'))
  const api = join(process.cwd(), 'src/index.ts')
  const files = programs.map(({ text }, index) => {
    const file = join(folder, `block-${index}.ts`)
    writeFileSync(file, text.replaceAll("from 'milieu'", `from '${api}'`))
    return file
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('there are some', () => {
    expect(programs.length).toBeGreaterThanOrEqual(2)
  })

  test('their types are right', () => {
    const config = join(folder, 'tsconfig.json')
    const paths = files.map((file) => join(process.cwd(), file))
    const options = {
      noEmit: true,
      rewriteRelativeImportExtensions: false,
      types: ['node'],
      typeRoots: [join(process.cwd(), 'node_modules/@types')],
    }
    writeFileSync(
      config,
      JSON.stringify({
        extends: join(process.cwd(), 'tsconfig.json'),
        compilerOptions: options,
        include: [],
        exclude: [],
        files: paths,
      }),
    )
    const result = spawnSync('node_modules/.bin/tsc', ['-p', config], { encoding: 'utf8' })
    const own = result.stdout.split('\n').filter((line) => line.includes('block-'))
    expect(own).toEqual([])
  })

  test.each(programs.map((block, index) => [block.place, files[index] ?? ''] as const))(
    '%s runs',
    (_place, file) => {
      const copy = mkdtempSync(join(tmpdir(), 'milieu-docs-'))
      // Node does not strip types below node_modules.
      const program = join(copy, 'program.ts')
      writeFileSync(program, readFileSync(file, 'utf8'))
      const result = spawnSync(process.execPath, [program], { encoding: 'utf8' })
      rmSync(copy, { recursive: true, force: true })
      expect(result.stderr.replaceAll(/^.*(Warning|node --trace-warnings).*$/gm, '').trim()).toBe('')
      expect(result.status).toBe(0)
    },
  )
})

describe('commands and links', () => {
  const help = (verb: string): string =>
    spawnSync(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import { main } from './src/cli/main.ts'; await main(['${verb}', '--help'])`,
      ],
      {
        encoding: 'utf8',
      },
    ).stdout
  const commands = pages.flatMap((page) =>
    [
      ...readFileSync(page, 'utf8').matchAll(
        /`(?:\$ )?milieu ([a-z]+)([^`\n]*)|^\$ milieu ([a-z]+)([^\n]*)/gm,
      ),
    ].map((match) => ({
      page,
      verb: match[1] ?? match[3] ?? '',
      options: [...(match[2] ?? match[4] ?? '').matchAll(/--[a-z]+/g)].map(([option]) => option),
    })),
  )

  test('every verb and option that the pages name exists', () => {
    const helps = new Map([...new Set(commands.map(({ verb }) => verb))].map((verb) => [verb, help(verb)]))
    expect(commands.length).toBeGreaterThan(10)
    for (const { page, verb, options } of commands) {
      expect(helps.get(verb), `milieu ${verb} in ${page}`).toContain(`milieu ${verb}`)
      for (const option of options) expect(helps.get(verb), `${page}: ${verb} ${option}`).toContain(option)
    }
  })

  test('no console is empty', () => {
    const consoles = blocks.filter(({ language }) => language === 'console')
    expect(consoles.length).toBeGreaterThan(5)
    for (const { text, place } of consoles) expect(text, place).toMatch(/^\$ milieu .+\n.*\S/)
  })

  test('every npm script that the pages name exists', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: Record<string, string>
    } // our own file
    const named = pages.flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/npm run (?:-s )?([a-z:]+)/g)].map(([, name]) => name ?? ''),
    )
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([])
  })

  test('every link between files leads somewhere', () => {
    const broken = pages.flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/\]\(([^)#\s]+)(#[^)]*)?\)/g)]
        .map(([, target]) => target ?? '')
        .filter((target) => !/^[a-z]+:/.test(target) && globSync(join(page, '..', target)).length === 0)
        .map((target) => `${page} -> ${target}`),
    )
    expect(broken).toEqual([])
  })
})

test('the layers of ARCHITECTURE.md are those in force', () => {
  const rows = [...readFileSync('ARCHITECTURE.md', 'utf8').matchAll(/^\| (\d+) \| ((?:`\w+` ?)+)\|/gm)]
  const written = rows.flatMap(([, layer, names]) =>
    [...(names ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => `${name} ${layer}`),
  )
  const source = readFileSync('test/architecture/layers.test.ts', 'utf8')
  const table = /const LAYERS[^{]*\{([^}]*)\}/.exec(source)?.[1] ?? ''
  const inForce = [...table.matchAll(/(\w+): (\d+)/g)].map(([, name, layer]) => `${name} ${layer}`)
  expect(inForce.length).toBeGreaterThan(10)
  expect(written.toSorted()).toEqual(inForce.toSorted())
})
