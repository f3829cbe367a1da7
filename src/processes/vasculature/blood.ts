import type { World } from '../../engine/world.ts'
import type { CompiledExchange } from './compile.ts'

/** Where the level in the blood stands: without a drug that declares its column, it is the table's zero. */
export function bloodPointer(world: World, { substrate, index, isPlasma }: CompiledExchange): number {
  const isColumn = isPlasma && world.has(`plasma/${substrate}`)
  return isColumn ? world.pointer(`plasma/${substrate}`) : world.pointer('vasculature.blood') + 8 * index
}
