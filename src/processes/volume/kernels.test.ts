import { expect, test } from 'vitest'
import { LIFE_STATES } from '../../engine/columns.ts'
import { specialFunctions } from '../../kernels/special.ts'
import { fill, kernelBench, testSequence } from '../../testing/kernel-arrays.ts'
import { type VolumeArrays, volumeStep } from './kernels.ts'

const CELLS = 500
const TYPES = 3
const CLASSES = TYPES * LIFE_STATES

/** Random cells and tables in the order of the kernel's arguments; some cells have no volume at all. */
function makeInputs(seed: number): Readonly<Record<keyof VolumeArrays, number[]>> {
  const random = testSequence(seed)
  const cells = (scale: number) => fill(CELLS, () => (random() < 0.1 ? 0 : scale * random()))
  const table = (n: number, scale: number) => fill(n, () => scale * random())
  const types = fill(CELLS, () => Math.floor(TYPES * random()))
  return {
    volume: cells(5000),
    radius: cells(10),
    fluid: cells(4000),
    nuclearSolid: cells(300),
    cytoplasmicSolid: cells(1000),
    nuclear: cells(900),
    calcified: cells(1),
    nuclearTarget: cells(300),
    types,
    classes: types.map((type) => type + TYPES * Math.floor(LIFE_STATES * random())),
    fluidRate: table(CLASSES, 0.3),
    nuclearRate: table(CLASSES, 0.3),
    cytoplasmicRate: table(CLASSES, 0.3),
    calcificationRate: table(CLASSES, 0.01),
    fluidTarget: table(CLASSES, 1),
    cytoplasmToNucleus: table(TYPES, 5),
  }
}

function isIndex(name: string): boolean {
  return name === 'types' || name === 'classes'
}

test.each([1, 2, 3])('the volume kernel does what its plain form does, to the bit (seed %i)', (seed) => {
  const inputs = makeInputs(seed)
  const bench = kernelBench()
  const placed = Object.entries(inputs).map(
    ([name, values]) => [name, isIndex(name) ? bench.u16(values) : bench.f64(values)] as const,
  )
  const plain = Object.fromEntries(placed.map(([name, { view }]) => [name, view.slice()]))
  const pointers = placed.map(([, { pointer }]) => pointer)
  // dt 6 min with rates up to 0.3 /min overshoots targets: clipping at zero is part of what is compared.
  bench.kernels.call('volume_step', [...pointers, 6, 0, 300])
  bench.kernels.call('volume_step', [...pointers, 6, 300, CELLS])
  // The cast states that the entries were made from the same keys, with the array types of the interface.
  volumeStep(plain as unknown as VolumeArrays, 6, 0, CELLS, specialFunctions(bench.kernels))
  for (const [name, { view }] of placed) expect(view, name).toEqual(plain[name])
})

test('a range leaves all other cells alone', () => {
  const inputs = makeInputs(4)
  const bench = kernelBench()
  const placed = Object.entries(inputs).map(([name, values]) =>
    isIndex(name) ? bench.u16(values) : bench.f64(values),
  )
  bench.kernels.call('volume_step', [...placed.map(({ pointer }) => pointer), 6, 10, 20])
  const volume = placed[0]?.view ?? []
  const changed = fill(CELLS, (slot) => slot).filter((slot) => volume[slot] !== inputs.volume[slot])
  expect(changed.every((slot) => slot >= 10 && slot < 20)).toBe(true)
  expect(changed.length).toBeGreaterThan(5)
})
