import { type ColumnGroup, ELEMENT_BYTES } from './columns.ts'
import { innerWorlds } from './organism.ts'
import type { World } from './world.ts'

const STATE_GROUPS: readonly ColumnGroup[] = ['world', 'voxel', 'vessel', 'cell']

/** Hash of each column of the state: 16 hexadecimal digits per column name. Rows not in use do not count. */
export function columnHashes(world: World): ReadonlyMap<string, string> {
  const hashes = new Map<string, string>()
  for (const [name, placed] of world.layout.columns) {
    const { declaration, offset, stride } = placed
    if (declaration.isScratch === true || !STATE_GROUPS.includes(declaration.group)) continue
    const rows = declaration.group === 'cell' ? world.count : stride
    const bytes = ELEMENT_BYTES[declaration.type]
    let words: readonly [number, number] = [0, 0]
    for (let k = 0; k < (declaration.width ?? 1); k++) {
      world.kernels.call('hash_bytes', [offset + k * stride * bytes, rows * bytes, words[0], words[1]])
      words = [world.kernels.call('hash_low', []) >>> 0, world.kernels.call('hash_high', []) >>> 0]
    }
    hashes.set(name, hexadecimal(words[1]) + hexadecimal(words[0]))
  }
  return hashes
}

/** One hash of the whole state, independent of the order in which columns were declared. */
export function stateHash(world: World): string {
  const entries = [...columnHashes(world)].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const inner = innerWorlds(world).map(({ name, world: within }) => `in ${name}=${stateHash(within)}`)
  const lines = [...entries.map(([name, hash]) => `${name}=${hash}`), ...inner]
  const text = new TextEncoder().encode(lines.join('\n'))
  const base = world.scratch(text.length)
  new Uint8Array(world.memory.buffer, base, text.length).set(text)
  world.neighboursAreStale = true // the scratch memory held the lists
  world.kernels.call('hash_bytes', [base, text.length, 0, 0])
  return (
    hexadecimal(world.kernels.call('hash_high', []) >>> 0) +
    hexadecimal(world.kernels.call('hash_low', []) >>> 0)
  )
}

function hexadecimal(word: number): string {
  return word.toString(16).padStart(8, '0')
}
