import type { CloneNode } from '../../src/browser.ts'

/** A line of the tree of clones: where it is drawn, and how it hangs on its parent. */
export interface CloneRow {
  readonly key: string
  readonly node: CloneNode
  /** Live cells. */
  readonly cells: number
  /** Line of the parent; absent in those that have none in the drawing. */
  readonly parentRow?: number
  /** Generation of the parent in the drawing. */
  readonly parentGeneration?: number
}

/** Lines of the tree: each family together, parents before children; the family with most cells first. */
export function cloneRows(tree: readonly CloneNode[]): readonly CloneRow[] {
  const nodes = bySize(tree)
  const rowOf = new Map(nodes.map(({ key }, row) => [key, row]))
  return nodes.map((node) => {
    const parentRow = rowOf.get(node.parent ?? '')
    const parentGeneration = parentRow === undefined ? undefined : nodes[parentRow]?.generation
    const parent =
      parentRow === undefined || parentGeneration === undefined ? {} : { parentRow, parentGeneration }
    return { key: node.key, node, cells: node.sizes[0] ?? 0, ...parent }
  })
}

function bySize(nodes: readonly CloneNode[]): readonly CloneNode[] {
  const known = new Set(nodes.map(({ key }) => key))
  const families: CloneNode[][] = []
  // Families lie together: whoever has no parent here begins one.
  for (const node of nodes) {
    if (node.parent !== undefined && known.has(node.parent)) families.at(-1)?.push(node)
    else families.push([node])
  }
  const size = (family: readonly CloneNode[]): number =>
    family.reduce((sum, { sizes }) => sum + (sizes[0] ?? 0), 0)
  return families.toSorted((a, b) => size(b) - size(a)).flat()
}

/** Widest drawing of generations, and the distance between two where there are few [px]. */
const [WIDEST, STEP] = [96, 14]

/** Distance between two generations [px], and the width of all. */
export function generationScale(nodes: readonly CloneNode[]): {
  readonly step: number
  readonly width: number
  readonly last: number
} {
  const last = Math.max(0, ...nodes.map(({ generation }) => generation))
  const step = Math.min(STEP, (WIDEST - STEP) / Math.max(1, last))
  return { step, width: Math.ceil(STEP + step * last), last }
}

/** A share of the cells of all clones, for people: `15 %`, `0.4 %`. */
export function shareText(cells: number, all: number): string {
  const percent = (100 * cells) / Math.max(1, all)
  return `${percent >= 9.95 || percent === 0 ? percent.toFixed(0) : percent.toFixed(1)} %`
}
