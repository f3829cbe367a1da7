import { REQUEST_REMOVE } from '../../engine/columns.ts'
import { PRIMARY } from '../../engine/organism.ts'
import { isInBall } from '../../engine/place.ts'
import { emit, request } from '../../engine/population.ts'
import type { PopulationHooks } from '../../engine/program.ts'
import { RESECTED, TAKEN } from '../../engine/resected.ts'
import type { World } from '../../engine/world.ts'
import type { CompiledResection } from './compile.ts'

/** The resections of the tissue that a world is. */
export function resectionsOf(
  world: World,
  resections: readonly CompiledResection[],
): readonly CompiledResection[] {
  const here = world.program.site ?? PRIMARY
  return resections.filter(({ site }) => site === here)
}

/** Takes the cells out at the commit of this tick; a tissue that goes as a whole is no more from then on. */
export function resect(world: World, { name, isTaken, ball, isWhole }: CompiledResection): void {
  const { x, y, z, type } = world.cells
  for (let slot = 0; slot < world.count; slot++) {
    if (isTaken[type[slot] ?? 0] !== true) continue
    if (ball !== undefined && !isInBall(world.program.space, ball, x[slot] ?? 0, y[slot] ?? 0, z[slot] ?? 0))
      continue
    emit(world, 'resection', slot, { cause: name })
    request(world, slot, REQUEST_REMOVE)
  }
  if (!isWhole) return
  world.u8(RESECTED)[0] = TAKEN.now
  // Fields go in commit, even where no cell was left.
  world.u32('world.pending')[0] = 1
}

/** What lay between the cells goes with them: fields are empty afterwards. */
export function resectionHooks(world: World): PopulationHooks {
  if (!world.has(RESECTED)) return {}
  const state = world.u8(RESECTED)
  return {
    commit: () => {
      if (state[0] !== TAKEN.now) return
      for (const substrate of world.program.substrates)
        for (const name of [`field/${substrate}`, `remainder/${substrate}`])
          if (world.has(name)) world.view(name).fill(0)
      state[0] = TAKEN.yes
    },
  }
}
