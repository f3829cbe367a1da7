import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readModel } from '../model/assemble.ts'
import type { Issue, Path } from '../model/issue.ts'
import type { Located, LocatedMap } from '../model/located.ts'
import { locatedFrom, nodeAt } from '../model/reader.ts'
import { allSections, parseModel } from './parse-model.ts'

const read = (path: string) => {
  try {
    return { ok: true, text: readFileSync(path, 'utf8') } as const
  } catch {
    return { ok: false, reason: 'no such file' } as const
  }
}

/** Paths of all nodes below the root. */
function pathsIn(node: Located, path: Path = []): readonly Path[] {
  const children: readonly (readonly [string | number, Located])[] =
    node.kind === 'map'
      ? [...node.entries].map(([key, entry]) => [key, entry.node] as const)
      : node.kind === 'list'
        ? node.items.map((item, index) => [index, item] as const)
        : []
  return children.flatMap(([key, child]) => [[...path, key], ...pathsIn(child, [...path, key])])
}

/** The tree with `wrong` in place of what stands at the path. */
function replaced(node: Located, [key, ...rest]: Path, wrong: Located): Located {
  if (key === undefined) return wrong
  if (node.kind === 'map') {
    const entry = node.entries.get(String(key)) ?? { key: node.position, node: wrong }
    const changed = { ...entry, node: replaced(entry.node, rest, wrong) }
    return { ...node, entries: new Map([...node.entries, [String(key), changed]]) }
  }
  if (node.kind === 'scalar') throw new Error('nothing below a value')
  return { ...node, items: node.items.map((item, k) => (k === key ? replaced(item, rest, wrong) : item)) }
}

/** The tree with a rule more, that names nothing there is. */
function withBadRule(root: LocatedMap): LocatedMap {
  const path = ['cell types', 'tumour', 'rules']
  const rules = nodeAt(root, path)
  const items = rules?.kind === 'list' ? rules.items : []
  const rule = locatedFrom('nonesuch increases nothing to 1 1/min, half at 1, hill 1 [assumed]')
  const list: Located = { kind: 'list', items: [...items, rule], position: root.position }
  return replaced(root, path, list) as LocatedMap // the path is not empty, so that the root stays a map
}

const BAD_RULE = ["unknown signal 'nonesuch'", "unknown behaviour 'nothing'"]

/** Errors beyond those of reading, after what stands at the path was replaced; undefined when it reads even so. */
function followUps(file: string, path: Path, wrong: Located): readonly string[] | undefined {
  let own: readonly Issue[] | undefined
  const { issues } = parseModel(file, read, {
    amend: (root) => {
      const broken = replaced(withBadRule(root), path, wrong) as LocatedMap // no path is empty, as above
      const reading = readModel(broken, allSections())
      own = reading.model === undefined ? reading.issues : undefined
      return { root: broken, issues: [] }
    },
  })
  if (own === undefined) return undefined
  const errors = (found: readonly Issue[]) => found.filter(({ severity }) => severity === 'error')
  return errors(issues)
    .slice(errors(own).length)
    .map(({ message }) => message)
}

/** Models with the stride at which their parts are replaced; all of the long one would take ten seconds. */
const MODELS = [
  ['models/first/model.yaml', 1],
  ['models/colorectal/model.yaml', 8],
] as const

test('a finding has its place in the whole document, though a rule before it did not read', () => {
  const text = readFileSync('models/first/model.yaml', 'utf8').replace('rules: [', 'rules: ["no rule", ')
  const { issues } = parseModel('model.yaml', () => ({
    ok: true,
    text: text.replace('cycle entry', 'cycle exit'),
  }))
  const errors = issues.filter(({ severity }) => severity === 'error')
  expect(errors.map(({ path, message }) => [path.at(-1), message])).toEqual([
    [0, expect.any(String)],
    [1, "unknown behaviour 'cycle exit'"],
  ])
})

describe.each([
  ['a word', locatedFrom('§')],
  ['a number without a unit', locatedFrom(3)],
  ['a list', locatedFrom(['§'])],
] as const)('%s in place of any part of a right model', (_what, wrong) => {
  test.each(MODELS)('%s: nothing but the mistake itself is reported', (file, stride) => {
    const { root } = parseModel(file, read)
    if (root === undefined) throw new Error('no document')
    const paths = pathsIn(root).filter((_, index) => index % stride === 0)
    const found = paths.flatMap((path) => {
      const messages = followUps(file, path, wrong)
      return messages === undefined ? [] : [{ path: path.join('.'), messages }]
    })
    expect(found.length).toBeGreaterThan(paths.length / 2)
    expect(found.filter(({ messages }) => messages.some((message) => !BAD_RULE.includes(message)))).toEqual(
      [],
    )
    const silent = found.filter(({ messages }) => messages.length < BAD_RULE.length)
    // Only what stands in place of names, or of the rules themselves, keeps them from being checked.
    expect(silent.length).toBeLessThan(found.length / 4)
  })
})
