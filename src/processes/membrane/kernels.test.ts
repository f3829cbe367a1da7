import { expect, test } from 'vitest'
import { specialFunctions } from '../../kernels/special.ts'
import { fill, kernelBench, testSequence } from '../../testing/kernel-arrays.ts'
import { CLEARANCE, holdBack, pushAway } from './kernels.ts'

const CELLS = 500
const SEED = [5, 9] as const
const STREAM = 0x1300
const DT = 6

/** Cells around a membrane, some on the wrong side of it; type 1 passes. */
function makeBench(seed: number) {
  const random = testSequence(seed)
  const bench = kernelBench()
  const cells = (make: () => number): number[] => fill(CELLS, make)
  const types = cells(() => Math.floor(2 * random()))
  return {
    bench,
    position: bench.f64(cells(() => 30 + 20 * random())),
    radius: bench.f64(cells(() => 3 + 6 * random())),
    reach: bench.f64(cells(() => 4 + 6 * random())),
    velocity: bench.f64(cells(() => random() - 0.5)),
    side: bench.u32(cells(() => Math.floor(4 * random()))),
    types: bench.u16(types),
    lineageLow: bench.u32(cells(() => Math.floor(2 ** 32 * random()))),
    lineageHigh: bench.u32(cells(() => Math.floor(2 ** 32 * random()))),
    passes: bench.u8([0, 1]),
    crossed: bench.u32([0]),
    rate: bench.f64(cells(() => (random() < 0.5 ? 0 : 0.2 * random()))),
  }
}

test.each([1, 2, 3])('both kernels do what their plain forms do, to the bit (seed %i)', (seed) => {
  const world = makeBench(seed)
  const { bench, position, radius, reach, velocity, side, types, lineageLow, lineageHigh, passes } = world
  const plain = {
    position: position.view.slice(),
    radius: radius.view,
    reach: reach.view,
    velocity: velocity.view.slice(),
    side: side.view.slice(),
    types: types.view,
    passes: passes.view,
  }
  const plane = { bit: 2, at: 40 }
  const at = (...arrays: readonly { readonly pointer: number }[]): number[] => arrays.map((a) => a.pointer)
  const push = [...at(position, radius, side, types, passes, velocity), plane.bit, plane.at, 70]
  const hold = at(
    position,
    reach,
    side,
    types,
    types,
    lineageLow,
    lineageHigh,
    passes,
    world.crossed,
    world.rate,
  )
  pushAway(plain, plane, 70)
  bench.kernels.call('membrane_push', [...push, 0, 211])
  bench.kernels.call('membrane_push', [...push, 211, CELLS])
  expect(velocity.view).toEqual(plain.velocity)
  for (const tick of [0, 1, 2]) {
    const hasCrossed = holdBack(plain, plane, {
      rate: (slot) => world.rate.view[slot] ?? 0,
      draw: (slot) =>
        bench.kernels.call('uniform', [
          ...SEED,
          lineageLow.view[slot] ?? 0,
          lineageHigh.view[slot] ?? 0,
          tick,
          STREAM,
        ]),
      dt: DT,
      special: specialFunctions(bench.kernels),
    })
    world.crossed.view[0] = 0
    const scalars = [1, plane.bit, plane.at, CLEARANCE, DT, ...SEED, STREAM, tick]
    bench.kernels.call('membrane_hold', [...hold, ...scalars, 0, 99])
    bench.kernels.call('membrane_hold', [...hold, ...scalars, 99, CELLS])
    expect(position.view).toEqual(plain.position)
    expect(side.view).toEqual(plain.side)
    expect(world.crossed.view[0]).toBe(hasCrossed ? 1 : 0)
    expect(hasCrossed).toBe(true)
  }
})
