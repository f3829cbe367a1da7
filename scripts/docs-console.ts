/**
 * Runs what pages of documentation tell their readers to run. In a page,
 *
 *   ```yaml file=NAME     is a file that the reader makes, and
 *   ```console            holds lines `$ milieu ...`, each with what it prints.
 *
 * Everything happens in an empty folder beside the shipped models, in the order of the page.
 */
import { spawnSync } from 'node:child_process'
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const START = `import { main } from ${JSON.stringify(pathToFileURL(join(root, 'src/cli/main.ts')).href)}
process.exitCode = await main(process.argv.slice(2))`
const ENTRY = '.milieu.mjs'

/** How long runs took and how much memory they had differs from machine to machine. */
const VOLATILE = /^ {2}\d+ runs? in .*, at most [\d.,]+ MB$/

/** The page with the output of every command as it is now. */
export function withOutputs(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'milieu-docs-'))
  try {
    writeFileSync(join(folder, ENTRY), START)
    for (const name of ['models', 'experiments', 'data']) symlinkSync(join(root, name), join(folder, name))
    return text.replace(
      /```(\S+)([^\n]*)\n([\s\S]*?)```/g,
      (block, language: string, info: string, body: string) => {
        const file = /\bfile=(\S+)/.exec(info)?.[1]
        if (file !== undefined) writeFile(join(folder, file), body)
        return language === 'console' ? `\`\`\`console${info}\n${runLines(body, folder)}\`\`\`` : block
      },
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function writeFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

function runLines(body: string, folder: string): string {
  const commands = body.split('\n').filter((line) => line.startsWith('$ milieu '))
  return commands.map((command) => `${command}\n${outputOf(command, folder)}`).join('\n')
}

/** What a command prints, answers and notes alike, as a terminal would show it. */
function outputOf(command: string, folder: string): string {
  const words = command.replace('$ milieu ', '').match(/"[^"]*"|\S+/g) ?? []
  const args = words.map((word) => word.replaceAll('"', ''))
  const screen = join(folder, '.screen')
  const output = openSync(screen, 'w')
  const env = { ...process.env, NO_COLOR: '1', NODE_NO_WARNINGS: '1' }
  spawnSync(process.execPath, [ENTRY, ...args], { cwd: folder, env, stdio: ['ignore', output, output] })
  closeSync(output)
  const lines = readFileSync(screen, 'utf8')
    .split('\n')
    .filter((line) => !VOLATILE.test(line))
  return `${lines
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/^\n+|\s+$/g, '')}\n`
}
