import type { Located } from '../located.ts'
import { nodeAt } from '../reader.ts'
import type { AssistContext } from './context.ts'

/** What a key of `sources` stands for: the reference, and what is noted about it. */
export function sourceText(key: string, { root }: Pick<AssistContext, 'root'>): string | undefined {
  const node = root === undefined ? undefined : nodeAt(root, ['sources', key])
  if (node === undefined) return /^(?:doi:|https?:)/.test(key) ? key : undefined
  if (node.kind === 'scalar') return node.text
  const part = (name: string): readonly string[] => textOf(nodeAt(node, [name]))
  return [...part('reference'), ...part('note')].join(': ')
}

function textOf(node: Located | undefined): readonly string[] {
  return node?.kind === 'scalar' ? [node.text] : []
}
